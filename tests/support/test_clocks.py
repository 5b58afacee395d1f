"""The alliance's promises in time: which clocks run, and how they stand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from alliance.post.models import Mail
from alliance.schools.workdays import Calendar
from support.models import ServiceTimes
from support.queries.clocks import CONTACT, MATCH, Light, clocks_of, record_due, service_times
from support.services import requests as services
from support.services import triage
from support.services.promises import remind_of_promises as remind
from support.states import RequestState
from tests.factories.support import make_request

MONDAY = datetime(2026, 10, 5, 10, 0, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("hours", "light"), [(1, Light.GREEN), (35, Light.GREEN), (36, Light.AMBER), (48, Light.AMBER), (49, Light.RED)]
)
def test_a_match_is_promised_within_48_hours_and_shown_as_it_runs_out(cast, hours, light):
    request = make_request(cast.alliance, cast.school, asked_at=MONDAY)
    [clock] = clocks_of(request, service_times(cast.alliance), MONDAY + timedelta(hours=hours))
    assert (clock.key, clock.due, clock.light) == (MATCH, MONDAY + timedelta(hours=48), light)


def test_contact_is_promised_from_the_match_until_it_has_come(cast):
    request = make_request(
        cast.alliance, cast.school, state=RequestState.AGREEING, asked_at=MONDAY, matched_at=MONDAY + timedelta(days=1)
    )
    times = service_times(cast.alliance)
    [clock] = clocks_of(request, times, MONDAY + timedelta(days=2))
    assert (clock.key, clock.due) == (CONTACT, MONDAY + timedelta(days=8))
    request.contacted_at = MONDAY + timedelta(days=3)
    assert clocks_of(request, times, MONDAY + timedelta(days=3)) == []


def test_no_clock_runs_for_what_is_over(cast):
    request = make_request(cast.alliance, cast.school, state=RequestState.DECLINED, asked_at=MONDAY)
    assert clocks_of(request, service_times(cast.alliance), MONDAY + timedelta(days=9)) == []


def test_the_alliance_promises_its_own_times(cast):
    ServiceTimes.objects.create(alliance=cast.alliance, match_hours=24)
    request = make_request(cast.alliance, cast.school, asked_at=MONDAY)
    [clock] = clocks_of(request, service_times(cast.alliance), MONDAY)
    assert clock.due == MONDAY + timedelta(hours=24)


def test_a_record_is_due_at_the_end_of_the_fifth_working_day(cast):
    due = record_due(date(2026, 10, 8), service_times(cast.alliance), Calendar(cast.alliance))
    assert timezone.localtime(due).date() == date(2026, 10, 15)
    assert timezone.localtime(due).hour == 23


def kinds(**more) -> list[str]:
    return list(Mail.objects.filter(**more).order_by("pk").values_list("kind", flat=True))


def test_staff_are_reminded_once_before_and_once_when_it_is_late(cast):
    make_request(cast.alliance, cast.school, by=cast.head, asked_at=MONDAY, handled_by=cast.lead)
    for hours in (1, 40, 41, 60, 61):
        remind(cast.alliance, MONDAY + timedelta(hours=hours))
    assert kinds(person=cast.lead) == ["support.request_due", "support.request_late"]


def test_whoever_was_asked_a_question_is_reminded_once_until_they_answer(cast):
    request = make_request(cast.alliance, cast.school, by=cast.head, handled_by=cast.lead)
    now = timezone.now()
    triage.ask_back(request=request, question="Which years?", by=cast.lead, now=now)
    remind(cast.alliance, now)
    assert kinds(person=cast.head) == ["support.request_question"]
    for days in (7, 8):
        remind(cast.alliance, now + timedelta(days=days))
    assert kinds(person=cast.head) == ["support.request_question", "support.request_question_reminder"]
    services.answer_question(request=request, text="5 and 6.", by=cast.head, link=None, now=now)
    triage.ask_back(request=request, question="How many?", by=cast.lead, now=now)
    remind(cast.alliance, now + timedelta(days=7))
    assert kinds(person=cast.head).count("support.request_question_reminder") == 2
