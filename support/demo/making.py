"""Making the demo's requests through the services, at times in the past, as far as each story goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from alliance.expertise.models import Area
from alliance.people.models import Person
from support.forms.requests import phase_of
from support.models import Request
from support.queries.requests import proposed_context
from support.services import diagnosis, requests, triage
from support.states import Funding, RequestState, Urgency


@dataclass(frozen=True)
class Measured:
    """A figure before support: what, where it stands, what it should reach, and who says so."""

    name: str
    baseline: int
    target: int
    source: str
    unit: str = "%"


@dataclass(frozen=True)
class Story:
    """One request: what it says, who asks (the part before the @), for which school (URN), how many days ago, and how
    far it has come."""

    title: str
    by: str
    urn: int
    days_ago: int
    areas: tuple[str, ...]
    detail: str
    outcomes: str
    until: RequestState = RequestState.ASKED
    urgency: Urgency = Urgency.SOON
    funding: Funding = Funding.SCHOOL
    half_days: int = 6
    question: str = ""
    answer: str = ""
    reason: str = ""
    focus: str = ""
    measures: tuple[Measured, ...] = ()
    ofsted: str = "Requires improvement"
    results: str = ""
    in_need: bool = False
    hours_ago: int = 0


def at(days_ago: int, hours_ago: int = 0) -> datetime:
    """10am so many days ago, or so many hours before now."""
    if not days_ago:
        return timezone.now() - timedelta(hours=hours_ago)
    return timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days_ago), time(10, 0)))


def tell_story(cast: Any, story: Story) -> Request:
    """Make the request, and take it as far as its story goes."""
    by, asked = cast.people[story.by], at(story.days_ago, story.hours_ago)
    made = requests.start_request(alliance=cast.alliance, school=cast.schools[story.urn], by=by, now=asked)
    _write(made, story, by, cast)
    if story.until == RequestState.DRAFT:
        return made
    requests.ask_request(request=made, by=by, now=asked)
    if story.until == RequestState.WITHDRAWN:
        later = asked + timedelta(days=1)
        requests.withdraw_request(request=made, reason=story.reason, by=by, link=None, now=later)
    else:
        triaged(cast, made, story, asked)
    return made


def triaged(cast: Any, made: Request, story: Story, asked: datetime) -> None:
    """What staff do with it, an hour after it was asked and on."""
    lead = cast.lead
    if story.until == RequestState.ASKED:
        return
    if story.question:
        triage.ask_back(request=made, question=story.question, by=lead, now=asked + timedelta(hours=1))
        if not story.answer:
            return
        answered = asked + timedelta(hours=5)
        requests.answer_question(request=made, text=story.answer, by=cast.people[story.by], link=None, now=answered)
    if story.until == RequestState.DECLINED:
        triage.decline_request(request=made, reason=story.reason, by=lead, now=asked + timedelta(days=1))
        return
    triage.accept_request(request=made, by=lead, now=asked + timedelta(hours=6))
    if story.until == RequestState.CANCELLED:
        triage.cancel_request(request=made, reason=story.reason, by=lead, now=asked + timedelta(days=9))
        return
    _agree(cast, made, story, asked + timedelta(hours=24))


def _write(made: Request, story: Story, by: Person, cast: Any) -> None:
    values: dict[str, Any] = {"title": story.title, "detail": story.detail, "outcomes": story.outcomes}
    requests.save_request(request=made, revision=0, values=values, by=by)
    areas = list(Area.objects.open_to(made.alliance).filter(name__in=story.areas))
    requests.save_areas(request=made, revision=1, areas=areas, phase=phase_of(made.school), by=by)
    if story.until == RequestState.DRAFT:
        return
    name, email, _ = cast.heads_by_urn[story.urn]
    more: dict[str, Any] = {
        "urgency": story.urgency,
        "funding": story.funding,
        "half_days": story.half_days,
        "contact_name": name,
        "contact_email": email,
        "contact_telephone": "01632 960000",
    }
    requests.save_request(request=made, revision=2, values=more, by=by)


def _agree(cast: Any, made: Request, story: Story, now: datetime) -> None:
    """Needs are agreed one by one; measures and where the school stands, where the diagnosis is finished."""
    lead, finished = cast.lead, story.until == RequestState.MATCHING
    needs = list(made.needs.select_related("area"))
    for place, need in enumerate(needs):
        if place and not finished:
            break
        agreed: dict[str, Any] = {"area": need.area, "phase": need.phase, "focus": story.focus if not place else ""}
        share = max(2, story.half_days // len(needs))
        diagnosis.save_need(request=made, need=need, half_days=share, by=lead, **agreed)
        for measure in story.measures if not place else ():
            values = {
                "name": measure.name,
                "unit": measure.unit,
                "baseline": measure.baseline,
                "target": measure.target,
                "less_is_better": measure.target < measure.baseline,
                "source": measure.source,
                "baseline_on": (now - timedelta(days=20)).date(),
            }
            diagnosis.save_measure(need=need, measure=None, values=values, by=lead)
    if not finished:
        return
    known = proposed_context(made)
    share = known.pop("fsm")
    context = {**known, "fsm_tenths": None if share is None else int(share * 10)}
    context |= {"ofsted": story.ofsted, "ofsted_on": (now - timedelta(days=400)).date()}
    context |= {"results": story.results, "in_need": story.in_need}
    diagnosis.freeze_context(request=made, values=context, by=lead, now=now)
    fresh = Request.objects.select_related("context", "alliance", "school").get(pk=made.pk)
    diagnosis.finish_diagnosis(request=fresh, by=lead, now=now + timedelta(hours=2))
