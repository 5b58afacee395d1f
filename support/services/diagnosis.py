"""What is agreed with the school before anybody is looked for: needs, measures, and where the school stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from alliance.expertise.models import Area
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from support.models import REQUEST, Context, Measure, Need, Request, ServiceTimes
from support.rules import requests as rules
from support.rules.sides import sides_of
from support.services.requests import locked
from support.services.telling import concerned_by, tell


@transaction.atomic
def save_need(
    *, request: Request, need: Need | None, area: Area, phase: str, focus: str, half_days: int, by: Person
) -> Need:
    """Write a need as it was agreed with the school: a new one (`need` is None), or changed; either way confirmed.

    Raises Refused where the request is not being diagnosed, or has that need already.
    """
    found = _diagnosed(request, by)
    same = found.needs.filter(area=area, phase=phase).first()
    if same is not None and same != need:
        raise Refused(Refusal(f"{area.name} in this phase is among the needs already. Change that one."))
    if need is None and found.needs.count() >= rules.MOST_NEEDS:
        raise Refused(Refusal(f"A request has {rules.MOST_NEEDS} needs at most. Ask for the others separately."))
    kept = need or Need(alliance=found.alliance, request=found)
    kept.area, kept.phase, kept.focus, kept.half_days, kept.confirmed = area, phase, focus.strip(), half_days, True
    kept.save()
    record(kept, "confirm" if need else "add", by=by, fields=["area", "phase", "focus", "half_days"])
    return kept


@transaction.atomic
def remove_need(*, need: Need, by: Person) -> None:
    """Take away a need that turned out to be none, with its measures. Raises Refused."""
    found = _diagnosed(need.request, by)
    allow(rules.may_remove_need(sides_of(by, found), need))
    record(need, "remove", by=by)
    need.delete()


@transaction.atomic
def save_measure(*, need: Need, measure: Measure | None, values: Mapping[str, Any], by: Person) -> Measure:
    """Write down by what it will be seen whether support has helped: name, unit, source, baseline, its day, target.

    Raises Refused.
    """
    _diagnosed(need.request, by)
    kept = measure or Measure(alliance=need.alliance, need=need)
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    record(kept, "change" if measure else "add", by=by, fields=sorted(values))
    return kept


@transaction.atomic
def remove_measure(*, measure: Measure, by: Person) -> None:
    """Take a measure away. Raises Refused."""
    _diagnosed(measure.need.request, by)
    record(measure, "remove", by=by)
    measure.delete()


@transaction.atomic
def freeze_context(*, request: Request, values: Mapping[str, Any], by: Person, now: datetime) -> Context:
    """Keep where the school stands today; what the register says later changes nothing of it. Raises Refused."""
    found = _diagnosed(request, by)
    kept, _ = Context.objects.update_or_create(
        request=found, defaults={"alliance": found.alliance, "frozen_at": now, **values}
    )
    record(kept, "freeze", by=by, at=now, fields=sorted(values))
    return kept


@transaction.atomic
def finish_diagnosis(*, request: Request, by: Person, now: datetime) -> None:
    """Everything is agreed: leaders are looked for from now on. Those concerned are told. Raises Refused."""
    found = locked(request)
    allow(rules.may_finish_diagnosis(sides_of(by, found), found))
    first = found.diagnosed_at is None
    REQUEST.apply(found, "diagnose", by=by, at=now, diagnosed_at=now)
    if first:
        tell(found, concerned_by(found), "request_diagnosed")
    request.refresh_from_db()


@transaction.atomic
def diagnose_again(*, request: Request, reason: str, by: Person, now: datetime) -> None:
    """Open needs and measures again, because something turned out otherwise. Raises Refused."""
    found = locked(request)
    allow(rules.may_move(sides_of(by, found), found, "diagnose_again"))
    REQUEST.apply(found, "diagnose_again", by=by, at=now)
    write_note(found, "diagnose_again", reason.strip(), by=by)
    request.refresh_from_db()


# What an alliance says of its own times.
TIMES = ("match_hours", "match_on_working_days", "contact_days", "record_working_days", "late_hours")


@transaction.atomic
def set_times(*, times: ServiceTimes, by: Person) -> None:
    """Keep how soon the alliance promises what. Raises Refused."""
    allow(rules.may_set_times(by, times.alliance))
    times.save()
    record(times, "change", by=by, fields=TIMES)


def _diagnosed(request: Request, by: Person) -> Request:
    """The request, locked, if `by` may write down its needs now. Raises Refused."""
    found = locked(request)
    allow(rules.may_diagnose(sides_of(by, found), found))
    return found
