"""Visits are written down once the letter of assurance is on file; the ledger never exceeds what is agreed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.diary.models import Attendance
from alliance.drafts import Stale
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.workflow.machine import MoveRefused
from support.models import Agreement, Deployment, LedgerLine, Visit
from support.queries.visits import broken, unrecorded
from support.services import agreements, visits
from support.services.reminders import remind_of_records
from support.states import Entry, VisitState
from tests.factories.support_work import active, assure, at_work, recorded, sign_all, visited


def used(deployment: Deployment) -> list[int]:
    return list(deployment.ledger.order_by("pk").values_list("half_days", flat=True))


def test_visits_begin_once_the_letter_of_assurance_is_on_file(cast):
    deployment = active(cast)
    with pytest.raises(Refused, match=r"letter of assurance of .* is not on file yet"):
        visited(deployment)
    assure(deployment, cast.lead)
    assert visited(deployment).state == VisitState.PLANNED


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
    visits.call_off_visit(visit=visit, reason="Snow.", late=False, by=cast.head, now=timezone.now())
    assert Mail.objects.filter(kind="diary.called_off").count() == 2
    assert used(deployment) == []


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


def test_more_than_is_agreed_waits_for_an_extension(cast):
    deployment = at_work(cast, half_days=2)
    recorded(deployment, half_days=1)
    with pytest.raises(Refused, match=r"Agreed: 1 day\. Used: half a day\. This would be more"):
        recorded(deployment, half_days=2)
    assert (used(deployment), Visit.objects.filter(state=VisitState.SUBMITTED).count()) == ([1], 1)
    second = agreements.draft_agreement(request=deployment.request, by=cast.lead, now=timezone.now())
    [line] = second.lines.all()
    more = {"values": {}, "lines": {line.pk: {"half_days": 4}}, "by": cast.lead, "now": timezone.now()}
    agreements.save_agreement(agreement=second, **more)
    agreements.propose_agreement(agreement=second, by=cast.lead, now=timezone.now())
    sign_all(second, cast)
    visit = Visit.objects.get(state=VisitState.PLANNED)
    visits.submit_record(visit=visit, by=deployment.supporter.person, now=timezone.now())
    assert used(deployment) == [1, 2]
    assert list(broken(cast.alliance)) == []


def test_half_days_called_off_late_count_when_staff_say_so_and_corrections_are_lines(cast):
    deployment = at_work(cast)
    visit = visited(deployment)
    call = {"visit": visit, "reason": "The hall was flooded.", "late": True, "now": timezone.now()}
    with pytest.raises(Refused, match="The alliance decides"):
        visits.call_off_visit(by=cast.head, **call)
    visits.call_off_visit(by=cast.lead, **call)
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
