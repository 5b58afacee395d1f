"""Visits and the ledger of half days: planned, written down, handed in, called off, corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alliance.addresses import path_to
from alliance.diary import services as diary
from alliance.diary.states import Part
from alliance.drafts import Stale
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from support.models import VISIT, Deployment, LedgerLine, Visit
from support.queries.agreements import agreed_half_days, in_force, used_half_days
from support.queries.visits import calling_off
from support.rules import visits as rules
from support.rules.days import in_days
from support.rules.deployments import sides_at
from support.services.money import charge_entry
from support.services.telling import people_at_school, person_of, staff_of, tell_leader, tell_school, tell_staff
from support.services.wording import in_hours
from support.states import Entry, VisitState

RECORDED = ("on", "half_days", "focus", "activity", "next_steps")


@transaction.atomic
def plan_visit(
    *,
    deployment: Deployment,
    starts_at: datetime,
    ends_at: datetime,
    half_days: int,
    place: str,
    details: str,
    by: Person,
    now: datetime,
) -> Visit:
    """Plan a visit in the diary: leader and school get it with an entry for their calendar. Raises Refused."""
    allow(rules.may_plan_visit(by, deployment))
    allow(rules.may_visit_on(deployment, timezone.localdate(starts_at)))
    leader, school = deployment.supporter.person, deployment.request.school
    occasion = diary.plan(
        about=deployment,
        title=f"Visit of {leader.name} to {school}"[:160],
        starts_at=starts_at,
        ends_at=ends_at,
        place=place or str(school),
        details=details,
        by=by,
        now=now,
    )
    visit = Visit.objects.create(
        alliance_id=deployment.alliance_id,
        deployment=deployment,
        occasion=occasion,
        on=timezone.localdate(starts_at),
        half_days=half_days,
    )
    record(visit, "plan", by=by, at=now)
    diary.book(occasion=occasion, person=leader, by=by, now=now, part=Part.LEADS)
    for host in _hosts(deployment):
        if host != leader:
            diary.book(occasion=occasion, person=host, by=by, now=now)
    return visit


def _hosts(deployment: Deployment) -> list[Person]:
    """The school's people: the visit goes to their calendars whether or not they ever sign in."""
    found = [person_of(one) for one in people_at_school(deployment.request)]
    return list({person.pk: person for person in found}.values())


@transaction.atomic
def note_visit(*, deployment: Deployment, on: date, half_days: int, by: Person, now: datetime) -> Visit:
    """Note a visit that was arranged without the diary; its record is written next. Raises Refused."""
    allow(rules.may_plan_visit(by, deployment))
    allow(rules.may_note_visit_on(deployment, on, timezone.localdate(now)))
    visit = Visit.objects.create(alliance_id=deployment.alliance_id, deployment=deployment, on=on, half_days=half_days)
    record(visit, "note", by=by, at=now)
    return visit


@transaction.atomic
def save_record(*, visit: Visit, revision: int, values: Mapping[str, object], by: Person, now: datetime) -> Visit:
    """Keep the record as it is typed; `revision` is the save that it was typed over. The visit as it is then.

    Saving the same again is no change. Raises Stale where somebody saved something else meanwhile, and Refused.
    """
    stored = (
        Visit.objects.select_for_update(of=("self",)).select_related("deployment__request", "alliance").get(pk=visit.pk)
    )
    allow(rules.may_record_visit(by, stored))
    given = {name: values[name] for name in RECORDED if name in values}
    if all(getattr(stored, name) == value for name, value in given.items()):
        visit.refresh_from_db()
        return visit
    if stored.revision != revision:
        raise Stale({name: getattr(stored, name) for name in RECORDED}, stored.revision)
    Visit.objects.filter(pk=visit.pk).update(**given, revision=revision + 1, saved_at=now)
    visit.refresh_from_db()
    return visit


@transaction.atomic
def submit_record(*, visit: Visit, by: Person, now: datetime) -> None:
    """Hand the record in: the school can read it, and its half days stand in the ledger.

    Raises Refused where something is missing or more than is agreed would be used, and MoveRefused.
    """
    allow(rules.may_submit_record(by, visit, timezone.localdate(now)))
    VISIT.apply(visit, "submit", by=by, at=now, submitted_at=now)
    _write(visit.deployment, Entry.VISIT, visit.half_days, visit.on, visit=visit, by=by, now=now)
    deployment = visit.deployment
    leader = deployment.supporter.person.name
    page = path_to("support:visit", deployment.alliance, pk=visit.pk)
    tell_school(deployment.request, "visit_record", about=visit, page=page, dedupe=str(visit.pk), leader=leader)


@transaction.atomic
def call_off_visit(
    *,
    visit: Visit,
    reason: str,
    by: Person,
    now: datetime,
    by_school: bool = True,
    counts: bool | None = None,
    why: str = "",
) -> None:
    """The visit does not take place; whoever has it in their calendar is told.

    Whether its half days count as used is what the agreement says of a visit that the school calls off late, unless
    staff decide otherwise (`counts`) and say `why`. `by_school` is for staff to say: is it the school that calls off?
    Raises Refused and MoveRefused.
    """
    allow(rules.may_call_off(by, visit))
    # Half days of one leader are counted one after the other.
    deployment = Deployment.objects.select_for_update(of=("self",)).get(pk=visit.deployment_id)
    terms = calling_off(visit, now)
    agreed = rules.is_the_schools(sides_at(by, visit.deployment), by_school) and terms.late
    decided = agreed if counts is None else counts
    if decided != agreed:
        allow(rules.may_decide_otherwise(by, deployment, why))
    VISIT.apply(visit, "call_off", by=by, at=now)
    write_note(visit, "call_off", reason.strip(), by=by)
    if decided != agreed:
        write_note(visit, "decide_otherwise", why.strip(), by=by)
    if visit.occasion is not None and visit.occasion.ends_at > now:
        diary.call_off(occasion=visit.occasion, reason=reason, by=by, now=now)
    if decided and terms.half_days:
        _write(visit.deployment, Entry.LATE, terms.half_days, visit.on, visit=visit, by=by, now=now)
        as_agreed = f"as agreed, because the school called it off less than {in_hours(terms.hours)} before"
        _tell_of_late(visit, "visit_counts", terms.half_days, as_agreed if agreed else why.strip(), by)


@transaction.atomic
def let_off(*, visit: Visit, reason: str, by: Person, now: datetime) -> LedgerLine:
    """Staff let a visit not count that was called off late: a correction gives back what was charged.

    Raises Refused.
    """
    Deployment.objects.select_for_update(of=("self",)).get(pk=visit.deployment_id)  # two at once give back once
    allow(rules.may_let_off(by, visit))
    half_days = rules.counted_of(visit)
    line = _write(visit.deployment, Entry.CORRECTION, -half_days, visit.on, visit=visit, by=by, now=now)
    write_note(line, "correct", reason.strip(), by=by)
    _tell_of_late(visit, "visit_let_off", half_days, reason.strip(), by)
    return line


def _tell_of_late(visit: Visit, verb: str, half_days: int, why: str, by: Person) -> None:
    """School and leader hear whether a visit that was called off counts, and staff where it was not they who did it."""
    deployment, leader = visit.deployment, visit.deployment.supporter.person.name
    page, more = path_to("support:visit", deployment.alliance, pk=visit.pk), {"on": in_words(visit.on), "why": why}
    told = {"days": in_days(half_days), "leader": leader, **more}
    tell_school(deployment.request, verb, about=visit, page=page, dedupe=str(visit.pk), **told)
    tell_leader(deployment, verb, dedupe=str(visit.pk), **told)
    if by not in staff_of(deployment.request):
        tell_staff(deployment.request, verb, about=visit, page=page, dedupe=str(visit.pk), **told)


def call_off_all(deployment: Deployment, *, by: Person | None, now: datetime) -> None:
    """No visit that is still to come takes place; one that is over can still be written down by a correction."""
    today = timezone.localdate(now)
    for visit in deployment.visits.filter(state=VisitState.PLANNED).select_related("occasion"):
        VISIT.apply(visit, "call_off", by=by, at=now)
        if visit.occasion is not None and visit.on >= today and visit.occasion.ends_at > now:
            diary.call_off(occasion=visit.occasion, reason="Support has ended.", by=by, now=now)


@transaction.atomic
def correct_ledger(
    *,
    deployment: Deployment,
    half_days: int,
    on: date,
    reason: str,
    by: Person,
    now: datetime,
    visit: Visit | None = None,
) -> LedgerLine:
    """Another line that puts the ledger right: half days more, or fewer than none. Raises Refused."""
    allow(rules.may_correct_ledger(by, deployment))
    if visit is None and not in_force(deployment):
        raise Refused(Refusal("Say which visit is corrected: this leader stands in no agreement in force."))
    if not half_days:
        raise Refused(Refusal("A correction of no half days corrects nothing."))
    line = _write(deployment, Entry.CORRECTION, half_days, on, visit=visit, by=by, now=now)
    write_note(line, "correct", reason.strip(), by=by)
    return line


def _write(
    deployment: Deployment, entry: Entry, half_days: int, on: date, *, visit: Visit | None, by: Person, now: datetime
) -> LedgerLine:
    """A line of the ledger, within what is agreed: the deployment's row is the lock under which it is counted."""
    Deployment.objects.select_for_update().get(pk=deployment.pk)
    allow(rules.within_agreed(half_days, used_half_days(deployment), agreed_half_days(deployment)))
    line = LedgerLine.objects.create(
        alliance_id=deployment.alliance_id,
        deployment=deployment,
        visit=visit,
        entry=entry,
        half_days=half_days,
        on=on,
        written_by=by,
        written_at=now,
    )
    record(line, "write", by=by, at=now)
    charge_entry(entry=line, by=by, now=now)
    return line
