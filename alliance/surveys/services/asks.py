"""The life of a yearly ask: set up, open, give more time, close."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from alliance.deadlines import in_time
from alliance.people.models import Person
from alliance.post.services import cancel_waiting
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.schools.queries import partner_schools
from alliance.surveys import rules
from alliance.surveys.models import ASK, Ask, Reply
from alliance.surveys.queries import schools_not_asked, unanswered
from alliance.surveys.sections import declared
from alliance.surveys.services.telling import tell_with_link
from alliance.surveys.states import AskState
from alliance.workflow.events import record


@transaction.atomic
def create_ask(*, alliance: Alliance, year: int, values: Mapping[str, Any], by: Person, now: datetime) -> Ask:
    """A draft for the school year that begins in `year`, with its times and words. Raises Refused."""
    Alliance.objects.select_for_update().get(pk=alliance.pk)  # of two who set up the same year, one does
    allow(rules.may_run_asks(by, alliance))
    if Ask.objects.filter(alliance=alliance, year=year).exists():
        raise Refused(Refusal("There is an ask for this school year already."))
    made = Ask.objects.create(alliance=alliance, year=year, **values)
    record(made, "create", by=by, at=now)
    return made


@transaction.atomic
def change_ask(*, ask: Ask, values: Mapping[str, Any], by: Person) -> None:
    """Change a draft's times and words. Raises Refused once schools have been asked."""
    locked = _locked(ask)
    allow(rules.may_change_ask(by, locked))
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    if changed:
        Ask.objects.filter(pk=locked.pk).update(**{name: values[name] for name in changed})
        record(locked, "set_up", by=by, fields=sorted(changed))


@transaction.atomic
def open_ask(*, ask: Ask, by: Person, now: datetime) -> int:
    """Ask every partner school of today, by mail from the opening time on; how many get one.

    The questions are kept as they stand now. Raises Refused.
    """
    locked = _locked(ask)
    allow(rules.may_open_ask(by, locked, now))
    sections = [section.stored() for section in declared(locked.alliance)]
    ASK.apply(locked, "open", by=by, at=now, opened_at=now, sections=sections)
    return _ask_schools(locked, list(partner_schools(locked.alliance)), now)


@transaction.atomic
def ask_newcomers(*, ask: Ask, by: Person, now: datetime) -> int:
    """Ask the schools too that have become partners since the ask opened; how many."""
    locked = _locked(ask)
    allow(rules.may_chase(by, locked))
    schools = list(schools_not_asked(locked))
    _ask_schools(locked, schools, now)
    record(locked, "ask_newcomers", by=by, at=now)
    return len(schools)


@transaction.atomic
def extend_ask(*, ask: Ask, closes_at: datetime, by: Person, now: datetime) -> int:
    """Give every school more time; those that have not answered are told. How many are told. Raises Refused."""
    locked = _locked(ask)
    allow(rules.may_chase(by, locked))
    if closes_at <= locked.closes_at or closes_at <= now:
        raise Refused(Refusal("Choose a time that is later than the closing time so far, and still to come."))
    Ask.objects.filter(pk=locked.pk).update(closes_at=closes_at)
    locked.closes_at = closes_at
    record(locked, "extend", by=by, at=now, fields=["closes_at"])
    return tell_with_link(locked, list(unanswered(locked)), "more_time", now=now, dedupe=closes_at.isoformat())


@transaction.atomic
def close_ask(*, ask: Ask, by: Person | None, now: datetime) -> None:
    """Close the ask: schools can no longer answer, and mails that have not gone out yet do not. What they began is
    kept. `by` is None when its time has come."""
    locked = _locked(ask)
    if by is not None:
        allow(rules.may_close_ask(by, locked))
    ASK.apply(locked, "close", by=by, at=now, closed_at=now)
    for reply in unanswered(locked):
        cancel_waiting(about=reply)


def close_when_due(alliance: Alliance, now: datetime) -> None:
    """Called every half minute: close what its closing time is over."""
    for ask in Ask.objects.filter(alliance=alliance, state=AskState.OPEN, closes_at__lt=now):
        if not in_time(now, ask.closes_at):
            close_ask(ask=ask, by=None, now=now)


def _ask_schools(ask: Ask, schools: list[Any], now: datetime) -> int:
    due = max(now, ask.opens_at)
    replies = Reply.objects.bulk_create(
        Reply(alliance_id=ask.alliance_id, ask=ask, school=school, asked_at=due) for school in schools
    )
    return tell_with_link(ask, replies, "asked", now=now, due=due)


def _locked(ask: Ask) -> Ask:
    return Ask.objects.select_for_update(of=("self",)).select_related("alliance").get(pk=ask.pk)
