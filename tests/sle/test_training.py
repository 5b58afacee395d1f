"""Core training: planned, invited to, booked, attended, certified, and owed for by the home school."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.diary.models import Attendance
from alliance.post.letters import make
from alliance.post.models import Letter, Mail
from alliance.post.pdf import letter_page
from alliance.refusal import Refused
from sle.models import Training, TrainingDay
from sle.plugs.training import invariants
from sle.queries.training import people_at, planned, to_invite
from sle.rules.training import training_of
from sle.services import certificates, endings, training
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.sle_training import certified, in_days, make_day, written_down
from tests.queries import costs_the_same, queries_of


@pytest.fixture
def school(db):
    return SchoolFactory(name="Penns Primary School")


@pytest.fixture
def held(cast, school):
    return make_designation(cast.alliance, cast.outsider, school)


@pytest.fixture
def day(cast):
    return make_day(cast)


def invite(cast, day, *held):
    return training.invite_to_training(planned=day, designations=held, by=cast.lead, now=timezone.now())


def book(day, held, by=None):
    training.book_training(planned=day, designation=held, by=by or held.person, now=timezone.now())


def states(day):
    return [row.get_state_display() for row, _ in people_at(planned(day.day))]


def test_everybody_who_has_not_done_it_is_invited_once(cast, day, held, school):
    other = make_designation(cast.alliance, cast.teacher, school)
    make_designation(cast.alliance, cast.head, school, kind="NLE")
    assert set(to_invite(cast.alliance, timezone.now())) == {held, other}
    assert invite(cast, day, held, other) == 2
    assert invite(cast, day, held, other) == 0
    mails = Mail.objects.filter(kind="sle.training_invite")
    assert sorted(mails.values_list("email", flat=True)) == sorted([held.person.email, other.person.email])
    assert f"/boldmere/sle/register/{held.pk}/training/" in mails.get(email=held.person.email).body
    assert not to_invite(cast.alliance, timezone.now()).exists()


def test_a_place_is_booked_with_an_entry_for_the_calendar_and_given_up(cast, day, held):
    invite(cast, day, held)
    book(day, held)
    assert states(day) == ["Booked"]
    assert "BEGIN:VCALENDAR" in Mail.objects.get(kind="diary.booked").calendar
    with pytest.raises(Refused, match="There is a place on this day already"):
        book(day, held)
    training.decline_training(planned=day, designation=held, by=held.person, now=timezone.now())
    assert states(day) == ["Place given up"]
    with pytest.raises(Refused, match="no invitation to answer and no place to give up"):
        training.decline_training(planned=day, designation=held, by=held.person, now=timezone.now())
    assert list(to_invite(cast.alliance, timezone.now())) == [held]


def test_whoever_declined_can_be_invited_again(cast, day, held):
    invite(cast, day, held)
    training.decline_training(planned=day, designation=held, by=held.person, now=timezone.now())
    assert (
        training.invite_to_training(
            planned=day, designations=[held], by=cast.lead, now=timezone.now() + timedelta(seconds=2)
        )
        == 1
    )
    assert Mail.objects.filter(kind="sle.training_invite").count() == 2


def test_a_full_day_and_a_day_for_others_are_refused(cast, held, school):
    day = make_day(cast, capacity=1)
    book(day, make_designation(cast.alliance, cast.teacher, school))
    with pytest.raises(Refused, match="Somebody else has taken"):
        book(day, held)
    other = make_day(cast, kinds=["LLE"])
    with pytest.raises(Refused, match="is not meant for leaders of this kind"):
        book(other, held)
    with pytest.raises(Refused):
        book(make_day(cast), held, by=cast.head)


def test_whoever_is_no_leader_any_more_leaves_their_place_even_late(cast, held):
    day = make_day(cast, capacity=1, book_by=in_days(1))
    book(day, held)
    endings.resign_designation(designation=held, reason="", by=held.person, now=in_days(2))
    assert states(day) == ["Place given up"]
    assert "METHOD:CANCEL" in Mail.objects.get(kind="diary.withdrawn").calendar


def test_who_has_not_answered_is_reminded_once_before_the_last_day(cast, held):
    day = make_day(cast, book_by=in_days(20))
    invite(cast, day, held)
    training.remind_of_training(cast.alliance, timezone.now())
    assert not Mail.objects.filter(kind="sle.training_remind").exists()
    for days in (18, 19):
        training.remind_of_training(cast.alliance, timezone.now() + timedelta(days=days))
    assert Mail.objects.filter(kind="sle.training_remind").count() == 1
    book(day, held)


@pytest.mark.slow
def test_who_attended_gets_a_numbered_certificate_and_the_school_owes_the_fee(cast, held, school, client):
    day, letter = certified(cast, held)
    done = Training.objects.get()
    assert (done.fee_pence, done.school, done.certificate, done.order_number) == (17_500, school, letter, "")
    assert letter.subject == "Certificate of core training"
    assert "<h2>Otis Outsider</h2>" in letter.html
    assert "Yours sincerely" not in letter_page(letter)
    assert "specialist leaders of education" in letter.html
    assert training_of(held) == done
    assert list(invariants(cast.alliance)) == []
    asked = {"number": letter.reference, "code": letter.check_code}
    make([letter.pk])
    page = client.post(path_to("post:letter_check", cast.alliance), asked).content.decode()
    assert "Yes, it is genuine" in page
    assert "Otis" not in page
    assert "training" not in page
    with pytest.raises(Refused, match="Nobody who attended waits for a certificate"):
        certificates.certify_training(planned=day, by=cast.lead, now=day.occasion.ends_at)
    with pytest.raises(Refused, match="has the certificate already, so this stays as it is"):
        certificates.write_attendance(
            planned=day, came={Attendance.objects.get().pk: False}, by=cast.lead, now=day.occasion.ends_at
        )
    with pytest.raises(Refused, match="so the fee stays as it is"):
        training.change_training(planned=day, kinds=["SLE"], fee_pence=1, by=cast.lead, now=timezone.now())


def test_who_did_not_come_owes_nothing_and_it_can_be_corrected(cast, day, held):
    book(day, held)
    with pytest.raises(Refused, match="who came can be written down afterwards"):
        certificates.write_attendance(planned=day, came={}, by=cast.lead, now=timezone.now())
    after = written_down(cast, day, came=False)
    with pytest.raises(Refused, match="Nobody who attended"):
        certificates.certify_training(planned=day, by=cast.lead, now=after)
    written_down(cast, day, came=True)
    assert certificates.certify_training(planned=day, by=cast.lead, now=after) == 1


def test_what_was_done_elsewhere_is_written_down_by_staff_and_not_of_themselves(cast, held, school):
    today = timezone.localdate()
    args = {"where": "With West Herts.", "now": timezone.now()}
    with pytest.raises(Refused, match="still to come"):
        certificates.record_training(designation=held, done_on=today + timedelta(days=1), by=cast.lead, **args)
    certificates.record_training(designation=held, done_on=today, by=cast.lead, **args)
    assert not to_invite(cast.alliance, timezone.now()).exists()
    assert not Letter.objects.exists()
    with pytest.raises(Refused, match="Core training was done on"):
        certificates.record_training(designation=held, done_on=today, by=cast.lead, **args)
    own = make_designation(cast.alliance, cast.lead, school)
    with pytest.raises(Refused, match="This is your own designation"):
        certificates.record_training(designation=own, done_on=today, by=cast.lead, **args)


@pytest.mark.slow
def test_staff_run_a_day_on_its_pages(cast, sign_in, held):
    client = sign_in(cast.administrator)
    when = timezone.localdate() + timedelta(days=40)
    day = {"day_0": when.day, "day_1": when.month, "day_2": when.year}
    until = when - timedelta(days=10)
    typed = {"title": "Core training", "begins": "9:30am", "ends": "9am", "kinds": ["SLE"], "fee_pence": "£175"}
    typed |= {"book_by_0": until.day, "book_by_1": until.month, "book_by_2": until.year, "book_by_3": "3pm", **day}
    refused = client.post("/boldmere/sle/training/plan/", typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "It must end after it begins." in page
    assert "Say where it is" in page
    client.post("/boldmere/sle/training/plan/", {**typed, "ends": "3.30pm", "place": "Hall"})
    made = planned(TrainingDay.objects.get())
    assert (made.day.fee_pence, made.occasion.place) == (17_500, "Hall")
    path = f"/boldmere/sle/training/{made.pk}/"
    assert "Otis Outsider" in client.get(f"{path}invite/").content.decode()
    page = client.post(f"{path}invite/", {"leaders": [held.pk]}, follow=True).content.decode()
    assert "1 leader is being invited by e-mail." in page
    page = client.post(f"/boldmere/sle/register/{held.pk}/training/{made.pk}/book/", follow=True).content.decode()
    assert "The place of Otis Outsider is booked" in page
    assert "Otis Outsider" in client.get(f"{path}sheet/").content.decode()
    page = client.post(f"{path}call-off/", {"reason": "The hall is flooded."}, follow=True).content.decode()
    assert "Called off" in page
    assert "The hall is flooded." in Mail.objects.get(kind="diary.called_off").body


@pytest.mark.slow
def test_a_school_sees_what_it_owes_and_gives_its_order_number(cast, sign_in, school):
    own = make_designation(cast.alliance, cast.teacher, cast.school)
    other = make_designation(cast.alliance, cast.outsider, school)
    certified(cast, own, other)
    head, mine = sign_in(cast.head), Training.objects.get(designation=own)
    page = head.get("/boldmere/sle/training/fees/").content.decode()
    assert ("Tara Teacher" in page, "Otis Outsider" in page, "£175" in page) == (True, False, True)
    theirs = Training.objects.get(designation=other)
    assert head.get(f"/boldmere/sle/training/fees/{theirs.pk}/").status_code == 403
    head.post(f"/boldmere/sle/training/fees/{mine.pk}/", {"order_number": "=PO 77"})
    lines = sign_in(cast.lead).get("/boldmere/sle/training/fees/?format=csv").content.decode().splitlines()
    assert [line.split(",")[-2:] for line in lines[1:]] == [["175.00", "'=PO 77"], ["175.00", ""]]
    assert sign_in(cast.teacher).get("/boldmere/sle/training/fees/").status_code == 403


@pytest.mark.slow
def test_register_page_and_inboxes_say_what_waits(cast, sign_in, held):
    day = make_day(cast)
    invite(cast, day, held)
    staff, leader = sign_in(cast.administrator), sign_in(held.person)
    assert "not yet" in staff.get("/boldmere/sle/register/?training=no").content.decode()
    assert "Nothing matches" in staff.get("/boldmere/sle/register/?training=yes").content.decode()
    assert "Can you come? Core training" in leader.get("/boldmere/inbox/").content.decode()
    book(day, held)
    page = leader.get(f"/boldmere/sle/register/{held.pk}/training/").content.decode()
    assert "Give up the place" in page
    Attendance.objects.update(state="attended")
    assert "Send the certificates of" in staff.get("/boldmere/inbox/").content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", ["sle/training/", "sle/training/{day}/", "sle/training/fees/", "sle/register/", "inbox/"]
)
def test_the_pages_of_core_training_cost_the_same(cast, sign_in, day, school, page):
    client = sign_in(cast.administrator)

    def more(numbers):
        for _ in numbers:
            some = [make_designation(cast.alliance, PersonFactory(), school) for _ in range(3)]
            certified(cast, some[0])
            invite(cast, day, *some[1:])
            book(day, some[1], by=cast.lead)

    path = f"/boldmere/{page.format(day=day.pk)}"
    costs_the_same(lambda: queries_of(client, path), more, (1, 3))


@pytest.mark.slow
def test_the_inboxes_of_leaders_and_heads_cost_the_same(cast, sign_in):
    def more(numbers):
        for _ in numbers:
            certified(cast, make_designation(cast.alliance, PersonFactory(), cast.school))

    costs_the_same(lambda: queries_of(sign_in(cast.head), "/boldmere/inbox/"), more, (1, 3))
