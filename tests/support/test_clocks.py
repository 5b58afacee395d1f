"""The alliance's promises in time: which clocks run, and how they stand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alliance.addresses import path_to
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.schools.models import Closure
from alliance.schools.workdays import bank_holidays
from support.models import Request, ServiceTimes, Wait
from support.queries.clocks import CONTACT, MATCH, Light, clocks_of, match_due, promises_of, record_due
from support.rules.counted_time import Counted
from support.services import deployments, triage
from support.services import requests as services
from support.services.promises import remind_of_promises as remind
from support.states import DeploymentState, RequestState, Waited
from tests.factories.support import make_request
from tests.factories.support_work import offered

MONDAY = datetime(2026, 10, 5, 10, 0, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("hours", "light"), [(1, Light.GREEN), (35, Light.GREEN), (36, Light.AMBER), (48, Light.AMBER), (49, Light.RED)]
)
def test_a_match_is_promised_within_48_hours_and_shown_as_it_runs_out(cast, hours, light):
    request = make_request(cast.alliance, cast.school, asked_at=MONDAY)
    [clock] = clocks_of(request, promises_of(cast.alliance), MONDAY + timedelta(hours=hours))
    assert (clock.key, clock.due, clock.light) == (MATCH, MONDAY + timedelta(hours=48), light)


def test_contact_is_promised_from_the_match_until_it_has_come(cast):
    request = make_request(
        cast.alliance, cast.school, state=RequestState.AGREEING, asked_at=MONDAY, matched_at=MONDAY + timedelta(days=1)
    )
    times = promises_of(cast.alliance)
    [clock] = clocks_of(request, times, MONDAY + timedelta(days=2))
    assert (clock.key, clock.due) == (CONTACT, MONDAY + timedelta(days=8))
    request.contacted_at = MONDAY + timedelta(days=3)
    assert clocks_of(request, times, MONDAY + timedelta(days=3)) == []


def test_no_clock_runs_for_what_is_over(cast):
    request = make_request(cast.alliance, cast.school, state=RequestState.DECLINED, asked_at=MONDAY)
    assert clocks_of(request, promises_of(cast.alliance), MONDAY + timedelta(days=9)) == []


def test_the_alliance_promises_its_own_times(cast):
    ServiceTimes.objects.create(alliance=cast.alliance, match_hours=24)
    request = make_request(cast.alliance, cast.school, asked_at=MONDAY)
    [clock] = clocks_of(request, promises_of(cast.alliance), MONDAY)
    assert clock.due == MONDAY + timedelta(hours=24)


def test_a_record_is_due_at_the_end_of_the_fifth_working_day(cast):
    due = record_due(date(2026, 10, 8), promises_of(cast.alliance))
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


def at(*day: int, hour: int = 15) -> datetime:
    return timezone.make_aware(datetime(*day, hour))


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (at(2026, 10, 6), at(2026, 10, 8)),  # within a week
        (at(2026, 10, 9), at(2026, 10, 13)),  # over a weekend
        (at(2026, 10, 10), at(2026, 10, 14, hour=0)),  # asked on a Saturday: from Monday on
        (at(2026, 10, 23), at(2026, 10, 27)),  # clocks go back on the Sunday
        (at(2027, 3, 25), at(2027, 3, 31)),  # Easter: four days, and clocks go forward on its Sunday
        (at(2027, 3, 26), at(2027, 4, 1, hour=0)),  # asked on Good Friday
        (at(2026, 12, 24), at(2026, 12, 30)),  # Christmas on a Friday, Boxing Day moved to the Monday
        (at(2027, 12, 31), at(2028, 1, 5)),  # New Year's Day on a Saturday, moved to the Monday
    ],
)
def test_48_hours_are_two_working_days_where_only_those_count(asked, due):
    assert Counted(is_working).after(asked, timedelta(hours=48)) == due


@pytest.mark.parametrize(("asked", "due"), [((2026, 10, 24), 14), ((2027, 3, 27), 16), ((2026, 10, 6), 15)])
def test_hours_are_counted_as_they_pass_when_clocks_change(asked, due):
    found = Counted().after(at(*asked), timedelta(hours=48))
    assert found == at(asked[0], asked[1], asked[2] + 2, hour=due)


TIMES = st.integers(0, 2 * 365 * 24 * 60).map(lambda at: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=at))
HOURS = st.integers(0, 400).map(lambda hours: timedelta(hours=hours))


@given(start=TIMES, whole=HOURS, gaps=st.lists(st.tuples(TIMES, HOURS), max_size=4), working=st.booleans())
def test_what_is_due_is_due_when_as_much_has_counted(start, whole, gaps, working):
    waits = [(since, since + length) for since, length in gaps]
    counted = Counted(is_working if working else None, waits)
    due = counted.after(start, whole)
    assert counted.between(start, due) == whole
    points = [start + (due - start) * part / 7 for part in range(8)]
    assert sum((counted.between(a, b) for a, b in pairwise(points)), timedelta()) == whole
    assert all(counted.between(since, until) == timedelta() for since, until in waits)
    plain = Counted(None).after(start, whole)
    assert due >= plain == start + whole
    if working and whole:
        assert is_working(timezone.localdate(due - timedelta(microseconds=1)))
    if whole:
        assert Counted(counted.is_working, [*waits, (start, None)]).after(start, whole) is None
        assert Counted(counted.is_working, [*waits, (due, None)]).after(start, whole) == due


def test_the_clock_stands_still_while_the_school_is_asked_and_goes_on_after_its_answer(cast, sign_in):
    request = make_request(cast.alliance, cast.school, by=cast.head, asked_at=MONDAY, handled_by=cast.lead)
    hours = [MONDAY + timedelta(hours=number) for number in (40, 90, 97, 101)]
    triage.ask_back(request=request, question="Which years?", by=cast.lead, now=hours[0])
    [clock] = clocks_of(request, promises_of(cast.alliance), hours[1])
    assert (clock.due, clock.light, clock.word) == (None, Light.STILL, "Waits for the school")
    client = sign_in(cast.lead)
    for name in ("request_board", "request_list"):
        assert "Waits for the school" in client.get(path_to(f"support:{name}", cast.alliance)).content.decode()
    remind(cast.alliance, hours[1])
    assert kinds(person=cast.lead) == []
    services.answer_question(request=request, text="5 and 6.", by=cast.head, link=None, now=hours[1])
    request = Request.objects.get()
    found = [clocks_of(request, promises_of(cast.alliance), now)[0] for now in hours[2:]]
    assert {one.due for one in found} == {MONDAY + timedelta(hours=98)}
    assert [one.light for one in found] == [Light.AMBER, Light.RED]


def test_what_is_late_stays_late_when_a_question_is_asked_then(cast):
    request = make_request(cast.alliance, cast.school, by=cast.head, asked_at=MONDAY)
    triage.ask_back(request=request, question="Which years?", by=cast.lead, now=MONDAY + timedelta(hours=50))
    [clock] = clocks_of(request, promises_of(cast.alliance), MONDAY + timedelta(hours=60))
    assert (clock.due, clock.light) == (MONDAY + timedelta(hours=48), Light.RED)


def test_closures_of_the_alliance_do_not_count_where_it_says_so(cast):
    ServiceTimes.objects.create(alliance=cast.alliance, match_on_working_days=True)
    Closure.objects.create(alliance=cast.alliance, first_day=date(2026, 10, 6), last_day=date(2026, 10, 7))
    request = make_request(cast.alliance, cast.school, asked_at=MONDAY)
    promises = promises_of(cast.alliance)
    assert match_due(request, promises) == MONDAY + timedelta(days=4)
    remind(cast.alliance, MONDAY + timedelta(days=3))
    assert Mail.objects.count() == 0


@pytest.mark.slow
def test_a_school_that_wants_none_says_why_and_others_are_sought_with_a_clock_of_their_own(cast, sign_in):
    deployment = offered(cast)
    request = deployment.request
    matched = timezone.now() - timedelta(hours=20)
    Request.objects.update(asked_at=matched - timedelta(hours=45), matched_at=matched, handled_by=cast.lead)
    page = path_to("support:request_want_none", cast.alliance, code=request.code)
    client = sign_in(cast.head)
    assert page in client.get(path_to("support:request_choose", cast.alliance, code=request.code)).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    answer = client.post(page, {"reason": "We are a small school."}, follow=True).content.decode()
    assert "The alliance has been told and looks for others." in answer
    assert "We are a small school." in answer
    deployment.refresh_from_db()
    request.refresh_from_db()
    assert (deployment.state, request.state, request.matched_at) == (
        DeploymentState.NOT_CHOSEN,
        RequestState.MATCHING,
        None,
    )
    assert "We are a small school." in Mail.objects.get(kind="support.none_wanted", person=cast.lead).body
    assert "small school" not in Mail.objects.get(kind="support.not_chosen").body
    [clock] = clocks_of(request, promises_of(cast.alliance), timezone.now())
    wait = Wait.objects.get()
    assert (wait.what, wait.since, clock.due) == (Waited.CHOICE, matched, wait.until + timedelta(hours=48))
    assert client.post(page, {"reason": "Again."}).status_code == 403
    with pytest.raises(Refused, match="Nobody is proposed"):
        deployments.want_none(request=request, reason="Again.", by=cast.head, now=timezone.now())
