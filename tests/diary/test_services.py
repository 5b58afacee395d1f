"""What takes place is planned, changed and called off; places are taken, changed and given up; each is told once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from alliance.diary import services
from alliance.diary.models import Attendance, Occasion
from alliance.diary.queries import attendances_about, attendances_of, occasions_about, overbooked, with_places
from alliance.diary.states import AttendanceState, Part
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.schools.models import Partner
from alliance.times import in_words
from alliance.workflow.models import Event
from alliance.workflow.notes import notes_about
from tests.factories.diary import plan


@pytest.fixture
def about(cast):
    return Partner.objects.get(alliance=cast.alliance, school=cast.school)


def now():
    return timezone.now()


def book(occasion, person, by=None, **more):
    return services.book(occasion=occasion, person=person, by=by or person, now=now(), **more)


def told(person):
    """What was posted to somebody: kind, and the entry's method, sequence and status."""
    found = []
    for mail in Mail.objects.filter(person=person).order_by("pk"):
        if not mail.calendar:
            found.append((mail.kind, None))
            continue
        calendar = Calendar.from_ical(mail.calendar)
        [event] = calendar.walk("VEVENT")
        found.append((mail.kind, (calendar["METHOD"], event["SEQUENCE"], event["STATUS"])))
    return found


def sentence(refused):
    return refused.value.refusal.sentence


@pytest.mark.slow
def test_what_is_planned_stands_about_its_record_with_its_places(cast, about):
    occasion = plan(about, cast.lead, capacity=2)
    plan(about, cast.lead, at=now() + timedelta(days=8), capacity=1)
    book(occasion, cast.teacher)
    first, second = occasions_about(about)
    assert [(one.taken, one.capacity) for one in (first, second)] == [(1, 2), (0, 1)]
    book(occasion, cast.head)
    assert list(with_places(occasions_about(about))) == [second]
    assert [one.occasion for one in attendances_of(cast.teacher, cast.alliance)] == [occasion]
    [event] = Event.objects.filter(subject_type="diary.occasion", subject_id=occasion.pk)
    assert (event.move, event.root_type, event.root_id) == ("plan", "schools.partner", about.pk)


@pytest.mark.parametrize(
    ("start", "end", "link", "said"),
    [
        (-1, 1, "", "It must begin in the future."),
        (2, 2, "", "It must end after it begins."),
        (1, 2, "http://meet.example", "The link must be an address that begins with https://."),
        (1, 2, "https://a.example\nBcc: x", "The link must be an address that begins with https://."),
    ],
)
def test_times_and_links_that_cannot_be_are_refused(cast, about, start, end, link, said):
    at, hour = now(), timedelta(hours=1)
    with pytest.raises(Refused) as refused:
        services.plan(
            about=about,
            title="Day",
            starts_at=at + start * hour,
            ends_at=at + end * hour,
            link=link,
            by=cast.lead,
            now=at,
        )
    assert sentence(refused) == said


def test_a_booking_is_confirmed_with_an_entry_and_refused_where_all_places_are_taken(cast, about):
    occasion = plan(about, cast.lead, capacity=1)
    row = book(occasion, cast.teacher)
    assert told(cast.teacher) == [("diary.booked", ("REQUEST", row.sequence, "CONFIRMED"))]
    with pytest.raises(Refused) as refused:
        book(occasion, cast.head)
    assert sentence(refused) == f"Somebody else has taken {in_words(occasion.starts_at)}. Choose another time."
    book(occasion, cast.director, by=cast.lead, part=Part.LEADS)  # whoever leads takes no place
    with pytest.raises(Refused, match="This place is booked by now"):
        book(occasion, cast.director)
    assert not list(overbooked(cast.alliance))
    Occasion.objects.filter(pk=occasion.pk).update(capacity=0)
    assert list(overbooked(cast.alliance)) == [f"occasion {occasion.pk} has 1 people and 0 places."]


def test_people_choose_until_the_stated_time_and_staff_until_it_begins(cast, about):
    occasion = plan(about, cast.lead, book_by=now() + timedelta(days=5))
    other = plan(about, cast.lead, at=occasion.starts_at + timedelta(hours=1), book_by=occasion.book_by)
    late = {"now": occasion.book_by + timedelta(minutes=1)}
    row = book(occasion, cast.teacher)
    said = f"Places could be chosen and changed until {in_words(occasion.book_by)}. Ask the alliance."
    for refuse in (
        lambda: services.book(occasion=occasion, person=cast.head, by=cast.head, **late),
        lambda: services.book(occasion=other, person=cast.teacher, by=cast.teacher, instead_of=row, **late),
        lambda: services.withdraw(attendance=row, by=cast.teacher, **late),
    ):
        with pytest.raises(Refused) as refused:
            refuse()
        assert sentence(refused) == said
    services.book(occasion=occasion, person=cast.head, by=cast.lead, **late)
    begun = {"now": occasion.starts_at}
    with pytest.raises(Refused, match="began on"):
        services.book(occasion=occasion, person=cast.coordinator, by=cast.lead, **begun)
    with pytest.raises(Refused, match="began on"):
        services.withdraw(attendance=row, by=cast.lead, **begun)


def test_a_change_is_told_once_to_each_who_is_booked_and_only_if_they_would_notice(cast, about):
    occasion = plan(about, cast.lead)
    row = book(occasion, cast.teacher)
    gone = book(occasion, cast.head)
    services.withdraw(attendance=gone, by=cast.head, now=now())
    services.invite(occasion=occasion, person=cast.coordinator, by=cast.lead, now=now())
    services.change(occasion=occasion, by=cast.lead, now=now(), room="Hall", details="Bring a pen.")
    services.change(occasion=occasion, by=cast.lead, now=now(), room="Hall", capacity=9)
    assert [kind for kind, _ in told(cast.teacher)] == ["diary.booked", "diary.changed"]
    assert [kind for kind, _ in told(cast.head)] == ["diary.booked", "diary.withdrawn"]
    assert told(cast.coordinator) == []
    mail = Mail.objects.get(kind="diary.changed")
    [event] = Calendar.from_ical(mail.calendar).walk("VEVENT")
    assert (event["LOCATION"], event["DESCRIPTION"]) == ("Hall, Boldmere Junior School", "Bring a pen.")
    assert (event["UID"], event["SEQUENCE"]) == (str(row.uid), row.sequence + 1)
    now_is, was = mail.body.split("It was:")
    assert "Where: Hall, Boldmere Junior School" in now_is
    assert "Where: Room 4, Boldmere Junior School" in was
    with pytest.raises(Refused) as refused:
        services.change(occasion=occasion, by=cast.lead, now=now(), capacity=0)
    assert sentence(refused) == "1 person has a place already, so there cannot be only 0."


def test_another_date_moves_the_entry_and_frees_the_place(cast, about):
    first, second = plan(about, cast.lead, capacity=1), plan(about, cast.lead, room="Room 5", capacity=1)
    old = book(first, cast.teacher, about=about)
    uid = old.uid
    new = book(second, cast.teacher, instead_of=old, about=about)
    old.refresh_from_db()
    assert (old.state, new.state, new.uid) == (AttendanceState.MOVED, AttendanceState.BOOKED, uid)
    book(first, cast.head)
    assert told(cast.teacher) == [
        ("diary.booked", ("REQUEST", 0, "CONFIRMED")),
        ("diary.changed", ("REQUEST", 1, "CONFIRMED")),
    ]
    back = Attendance.objects.get(occasion=second)
    with pytest.raises(Refused, match="Somebody else has taken"):
        book(first, cast.teacher, instead_of=back)
    back.refresh_from_db()
    assert back.state == AttendanceState.BOOKED
    assert [one.state for one in attendances_about(about)] == ["moved", "booked"]


def test_calling_off_tells_those_who_come_and_those_invited_and_nobody_who_only_stood_by(cast, about):
    occasion = plan(about, cast.lead)
    book(occasion, cast.teacher)
    for person, part in ((cast.coordinator, Part.COMES), (cast.head, Part.LEADS)):
        services.invite(occasion=occasion, person=person, by=cast.lead, now=now(), part=part)
    services.call_off(occasion=occasion, reason="Snow.", by=cast.lead, now=now())
    assert told(cast.teacher)[-1] == ("diary.called_off", ("CANCEL", 1, "CANCELLED"))
    assert told(cast.coordinator) == [("diary.called_off", None)]
    assert told(cast.head) == []
    assert "will not take place. Snow." in Mail.objects.filter(kind="diary.called_off").first().body
    assert notes_about(occasion, "call_off").get().text == "Snow."
    assert set(Attendance.objects.values_list("state", flat=True)) == {"called_off"}
    with pytest.raises(Refused, match="is called off"):
        services.call_off(occasion=occasion, reason="Snow.", by=cast.lead, now=now())
    with pytest.raises(Refused, match="is called off"):
        book(occasion, cast.director)


def test_an_invitation_is_taken_declined_or_taken_back(cast, about):
    occasion = plan(about, cast.lead)
    rows = [
        services.invite(occasion=occasion, person=person, by=cast.lead, now=now())
        for person in (cast.teacher, cast.head, cast.coordinator)
    ]
    assert services.invite(occasion=occasion, person=cast.teacher, by=cast.lead, now=now()) == rows[0]
    book(occasion, cast.teacher)
    services.decline(attendance=rows[1], by=cast.head, now=now())
    services.withdraw(attendance=rows[2], by=cast.lead, now=now())
    assert [one.state for one in Attendance.objects.order_by("pk")] == ["booked", "declined", "withdrawn"]
    assert told(cast.head) == told(cast.coordinator) == []
    book(occasion, cast.head)
    services.invite(occasion=occasion, person=cast.coordinator, by=cast.lead, now=now())
    assert [one.state for one in Attendance.objects.order_by("pk")] == ["booked", "booked", "invited"]
    assert Event.objects.filter(subject_type="diary.attendance", move="invite").count() == 3


def test_who_came_is_written_down_once_it_has_begun_and_can_be_corrected(cast, about):
    occasion = plan(about, cast.lead)
    row = book(occasion, cast.teacher)
    with pytest.raises(Refused, match="who came can be written down afterwards"):
        services.write_down(attendance=row, came=True, by=cast.lead, now=now())
    services.write_down(attendance=row, came=False, by=cast.lead, now=occasion.starts_at)
    services.write_down(attendance=row, came=True, by=cast.lead, now=occasion.starts_at)
    row.refresh_from_db()
    assert row.state == AttendanceState.ATTENDED
    with pytest.raises(Refused, match="was over at"):
        services.change(occasion=occasion, by=cast.lead, now=occasion.ends_at, room="Hall")
