"""Visits are written down once the letter of assurance is on file; the ledger never exceeds what is agreed."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from alliance.addresses import path_to
from alliance.diary.models import Attendance
from alliance.drafts import Stale
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.workflow.machine import MoveRefused
from support.models import Agreement, Deployment, LedgerLine, PostingLine, Visit
from support.queries.visits import broken, calling_off, decided_of, unrecorded
from support.services import agreements, visits
from support.services.reminders import remind_of_records
from support.states import Entry, VisitState
from tests.factories.support_work import active, assure, at_work, recorded, sign_all, visited


def used(deployment: Deployment) -> list[int]:
    return list(deployment.ledger.order_by("pk").values_list("half_days", flat=True))


@pytest.mark.slow
def test_visits_begin_once_the_letter_of_assurance_is_on_file(cast):
    deployment = active(cast)
    with pytest.raises(Refused, match=r"letter of assurance of .* is not on file yet"):
        visited(deployment)
    assure(deployment, cast.lead)
    assert visited(deployment).state == VisitState.PLANNED


@pytest.mark.slow
def test_a_planned_visit_stands_in_both_calendars(cast):
    deployment = at_work(cast)
    begins = timezone.now() + timedelta(days=7)
    visit = visits.plan_visit(
        deployment=deployment,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        half_days=1,
        place="",
        details="Bring books.",
        by=deployment.supporter.person,
        now=timezone.now(),
    )
    came = Attendance.objects.filter(occasion=visit.occasion).order_by("pk").values_list("person", flat=True)
    assert list(came) == [deployment.supporter.person.pk, cast.head.pk]
    booked = Mail.objects.filter(kind="diary.booked")
    assert booked.count() == 2
    assert all("BEGIN:VCALENDAR" in mail.calendar for mail in booked)
    with pytest.raises(Refused, match="not taken place yet"):
        visits.submit_record(visit=visit, by=deployment.supporter.person, now=timezone.now())
    visits.call_off_visit(visit=visit, reason="Snow.", by=cast.head, now=timezone.now())
    assert Mail.objects.filter(kind="diary.called_off").count() == 2
    assert used(deployment) == []


def test_a_visit_goes_also_to_the_calendar_of_a_contact_without_an_account(cast):
    deployment = at_work(cast)
    deployment.request.contact_name, deployment.request.contact_email = "Olive Office", "office@penns.example"
    deployment.request.save()
    begins = timezone.now() + timedelta(days=7)
    ends = begins + timedelta(hours=3)
    given = {"starts_at": begins, "ends_at": ends, "half_days": 1, "place": "", "details": "", "by": cast.lead}
    visit = visits.plan_visit(deployment=deployment, now=timezone.now(), **given)
    [mail] = Mail.objects.filter(kind="diary.booked", email="office@penns.example")
    assert "BEGIN:VCALENDAR" in mail.calendar
    assert "Dear Olive Office" in mail.body
    visits.call_off_visit(visit=visit, reason="Snow.", by=cast.lead, now=timezone.now())
    assert Mail.objects.filter(kind="diary.called_off", email="office@penns.example").count() == 1


@pytest.mark.slow
def test_a_record_is_complete_and_then_its_half_days_stand_in_the_ledger(cast):
    deployment = at_work(cast)
    leader, visit = deployment.supporter.person, visited(deployment, half_days=2)
    with pytest.raises(Refused, match="Not handed in yet: The focus; What you did; The next steps"):
        visits.submit_record(visit=visit, by=leader, now=timezone.now())
    words = {"focus": "Reasoning", "activity": "Taught.", "next_steps": "Plan."}
    visits.save_record(visit=visit, revision=0, values=words, by=leader, now=timezone.now())
    visits.submit_record(visit=visit, by=leader, now=timezone.now())
    [line] = LedgerLine.objects.all()
    assert (line.entry, line.half_days, line.on, line.visit) == (Entry.VISIT, 2, visit.on, visit)
    assert Mail.objects.filter(kind="support.visit_record").count() == 1
    with pytest.raises(Refused, match="stays as it is"):
        visits.save_record(visit=visit, revision=1, values={"focus": "Other"}, by=leader, now=timezone.now())
    with pytest.raises((Refused, MoveRefused)):
        visits.submit_record(visit=visit, by=leader, now=timezone.now())
    assert used(deployment) == [2]


@pytest.mark.slow
def test_a_stale_tab_overwrites_nothing(cast):
    deployment = at_work(cast)
    leader, visit = deployment.supporter.person, visited(deployment)
    save = {"visit": visit, "by": leader, "now": timezone.now()}
    visits.save_record(revision=0, values={"activity": "One."}, **save)
    with pytest.raises(Stale) as refused:
        visits.save_record(revision=0, values={"activity": "Two."}, **save)
    assert (refused.value.stored["activity"], refused.value.revision) == ("One.", 1)
    visits.save_record(revision=0, values={"activity": "One."}, **save)  # the same again is no change
    assert Visit.objects.get().revision == 1


@pytest.mark.slow
def test_more_than_is_agreed_waits_for_an_extension(cast):
    deployment = at_work(cast, half_days=2)
    recorded(deployment, half_days=1)
    with pytest.raises(Refused, match=r"Agreed: 1 day\. Used: half a day\. This would be more"):
        recorded(deployment, half_days=2)
    assert (used(deployment), Visit.objects.filter(state=VisitState.SUBMITTED).count()) == ([1], 1)
    second = agreements.draft_agreement(request=deployment.request, by=cast.lead, now=timezone.now())
    [line] = second.lines.all()
    more = {"values": {}, "lines": {line.pk: {"half_days": 4}}, "by": cast.lead, "now": timezone.now()}
    agreements.save_agreement(agreement=second, revision=second.revision, **more)
    agreements.propose_agreement(agreement=second, by=cast.lead, now=timezone.now())
    sign_all(second, cast)
    visit = Visit.objects.get(state=VisitState.PLANNED)
    visits.submit_record(visit=visit, by=deployment.supporter.person, now=timezone.now())
    assert used(deployment) == [1, 2]
    assert list(broken(cast.alliance)) == []


def to_come(deployment, *, hours: int, half_days: int = 2) -> Visit:
    """A visit in the diary that begins in so many hours."""
    begins = timezone.now() + timedelta(hours=hours)
    return visits.plan_visit(
        deployment=deployment,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        half_days=half_days,
        place="",
        details="",
        by=deployment.supporter.person,
        now=timezone.now(),
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hours", "who", "late_hours", "counts"),
    [
        (47, "school", 48, [2]),
        (49, "school", 48, []),
        (47, "leader", 48, []),
        (1, "school", 0, []),
        (1, "school", 2, [2]),
        (47, "staff", 48, [2]),
    ],
)
def test_a_visit_counts_that_the_school_calls_off_later_than_is_agreed(cast, hours, who, late_hours, counts):
    deployment = at_work(cast)
    Agreement.objects.update(late_hours=late_hours)
    visit = to_come(deployment, hours=hours)
    people = {"school": cast.head, "leader": deployment.supporter.person, "staff": cast.lead}
    visits.call_off_visit(visit=visit, reason="The hall was flooded.", by=people[who], now=timezone.now())
    assert used(deployment) == counts
    told = Mail.objects.filter(kind="support.visit_counts")
    assert {mail.email for mail in told} == (
        {visit.deployment.request.contact_email, deployment.supporter.person.email}
        | ({cast.lead.email} if who == "school" else set())
        if counts
        else set()
    )


@pytest.mark.slow
def test_staff_decide_otherwise_and_say_why(cast):
    deployment = at_work(cast)
    late, early = to_come(deployment, hours=5), to_come(deployment, hours=200)
    call = {"reason": "Ill.", "now": timezone.now()}
    with pytest.raises(Refused, match="Only a director"):
        visits.call_off_visit(visit=late, by=cast.head, counts=False, why="It was ice.", **call)
    with pytest.raises(Refused, match="Say why you decide otherwise"):
        visits.call_off_visit(visit=late, by=cast.lead, counts=False, **call)
    visits.call_off_visit(visit=late, by=cast.lead, counts=False, why="It was ice.", **call)
    assert (used(deployment), decided_of(late)) == ([], "It was ice.")
    visits.call_off_visit(visit=early, by=cast.lead, counts=True, why="The third time.", **call)
    assert used(deployment) == [2]
    assert ": The third time." in Mail.objects.filter(kind="support.visit_counts").first().body


@pytest.mark.slow
def test_no_more_counts_than_is_left_and_what_is_let_off_is_given_back(cast):
    deployment = at_work(cast, half_days=3)
    recorded(deployment, half_days=2)
    visit = to_come(deployment, hours=5)
    terms = calling_off(visit, timezone.now())
    assert (terms.late, terms.half_days, terms.pence) == (True, 1, 17_500)
    visits.call_off_visit(visit=visit, reason="Ill.", by=cast.head, now=timezone.now())
    assert used(deployment) == [2, 1]
    with pytest.raises(Refused, match="Only a director"):
        visits.let_off(visit=visit, reason="Ice.", by=cast.head, now=timezone.now())
    visits.let_off(visit=visit, reason="Ice.", by=cast.lead, now=timezone.now())
    assert used(deployment) == [2, 1, -1]
    owed = PostingLine.objects.filter(account="school").aggregate(sum=Sum("pence"))["sum"]
    assert owed == 2 * 17_500
    with pytest.raises(Refused, match="Nothing counts for this visit"):
        visits.let_off(visit=visit, reason="Ice.", by=cast.lead, now=timezone.now())


@pytest.mark.slow
def test_both_sides_read_beforehand_what_calling_off_costs(cast, sign_in):
    deployment = at_work(cast)
    agreement = Agreement.objects.get()
    assert "calls off less than 48 hours before it begins counts as used" in agreement.html
    late, early = to_come(deployment, hours=5), to_come(deployment, hours=200, half_days=1)
    late_page, early_page = (path_to("support:visit_call_off", cast.alliance, pk=one.pk) for one in (late, early))
    school, leader, staff = sign_in(cast.head), sign_in(deployment.supporter.person), sign_in(cast.lead)
    assert late_page in school.get(path_to("support:deployment", cast.alliance, pk=deployment.pk)).content.decode()
    shown = school.get(late_page).content.decode()
    assert "That is less than 48 hours before, so it counts as used, as agreed: 1 day, £350." in shown
    assert "After that it counts as used, as agreed: half a day, £175." in school.get(early_page).content.decode()
    assert "Calling it off costs nothing." in leader.get(late_page).content.decode()
    missing = staff.post(late_page, {"reason": "Ill.", "counts": "otherwise"})
    assert (missing.status_code, "Say why you decide otherwise" in missing.content.decode()) == (422, True)
    staff.post(late_page, {"reason": "Ill.", "counts": "leader"})
    staff.post(early_page, {"reason": "Ill.", "counts": "otherwise", "why": "The third time."})
    assert used(deployment) == [1]
    page = path_to("support:visit", cast.alliance, pk=early.pk)
    assert "It counts as used: half a day." in school.get(page).content.decode()
    assert "Let it not count" not in school.get(page).content.decode()
    off = path_to("support:visit_let_off", cast.alliance, pk=early.pk)
    assert off in staff.get(page).content.decode()
    answer = staff.post(off, {"reason": "It was the second."}, follow=True).content.decode()
    assert "It does not count as used." in answer


def test_corrections_are_lines(cast):
    deployment = at_work(cast)
    visit = recorded(deployment)
    correct = {"deployment": deployment, "on": visit.on, "reason": "Agreed.", "by": cast.lead, "now": timezone.now()}
    visits.correct_ledger(half_days=-1, visit=visit, **correct)
    with pytest.raises(Refused, match="No more can be given back"):
        visits.correct_ledger(half_days=-1, visit=None, **correct)
    with pytest.raises(Refused, match="This would be more than is agreed"):
        visits.correct_ledger(half_days=7, visit=None, **correct)
    assert used(deployment) == [1, -1]


def test_what_was_signed_is_watched(cast):
    active(cast)
    Agreement.objects.update(html="<p>Other words.</p>")
    assert [sentence for sentence in broken(cast.alliance) if "has other words" in sentence]


@pytest.mark.slow
def test_the_leader_is_reminded_the_day_after_and_again_when_it_is_late(cast):
    deployment = at_work(cast)
    visit = visited(deployment, days_ago=0)
    [(found, due)] = unrecorded(cast.alliance, timezone.now())
    assert found == visit
    soon = timezone.now() + timedelta(days=1)
    while soon.weekday() > 4:
        soon += timedelta(days=1)
    for at in (soon, soon, due + timedelta(days=7)):
        while at.weekday() > 4:
            at += timedelta(days=1)
        remind_of_records(cast.alliance, at)
    assert Mail.objects.filter(kind="support.record_remind", person=deployment.supporter.person).count() == 2


@pytest.mark.slow
def test_the_record_on_a_page_saves_itself_and_is_handed_in(cast, client):
    deployment = at_work(cast)
    visit = visited(deployment)
    client.force_login(deployment.supporter.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    save = path_to("support:visit_save", cast.alliance, pk=visit.pk)
    typed = {"revision": "0", "focus": "Reasoning", "activity": "Taught", "next_steps": "", "on_0": "x"}
    assert client.post(save, typed).json()["revision"] == 1
    assert client.post(save, {**typed, "focus": "Other"}).status_code == 409
    page = path_to("support:visit_record", cast.alliance, pk=visit.pk)
    assert b"Reasoning" in client.get(page).content
    day = {"on_0": visit.on.day, "on_1": visit.on.month, "on_2": visit.on.year, "half_days": "1"}
    lacking = client.post(page, {**typed, **day, "revision": "1"})
    assert lacking.status_code == 422
    assert b"Taught" in lacking.content
    stale = client.post(page, {**typed, **day, "revision": "0", "activity": "Mine"})
    assert stale.status_code == 409
    assert (b"Mine" in stale.content, b"Stored now" in stale.content) == (True, True)
    visit.refresh_from_db()
    given = {**typed, **day, "revision": str(visit.revision), "next_steps": "Plan."}
    assert client.post(page, given).status_code == 302
    visit.refresh_from_db()
    assert visit.state == VisitState.SUBMITTED


@pytest.mark.slow
def test_a_day_with_a_wrong_year_is_refused_beside_the_field(cast, sign_in):
    deployment = at_work(cast)
    client, today = sign_in(cast.lead), timezone.localdate()
    sentences = {
        "visit_note": {
            -1: "By the agreement support begins on",
            1: "This day is still to come. Plan the visit instead",
        },
        "deployment_end": {-1: "and this day is before it.", 1: "The last day cannot lie in the future"},
    }
    for name, wrong in sentences.items():
        page = path_to(f"support:{name}", cast.alliance, pk=deployment.pk)
        for years, sentence in wrong.items():
            day = {"on_0": "1", "on_1": "6", "on_2": str(today.year + years)}
            answer = client.post(page, {**day, "half_days": "1", "reason": "Done."})
            assert (answer.status_code, sentence in answer.content.decode()) == (422, True), (name, years)
    assert not Visit.objects.exists()
