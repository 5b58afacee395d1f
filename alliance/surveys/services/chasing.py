"""Sending a school's link again, and reminding by working days."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.deadlines import reminder_due
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from alliance.surveys import rules
from alliance.surveys.models import Ask, Reply
from alliance.surveys.queries import open_asks, replies_of
from alliance.surveys.services.telling import tell_with_link
from alliance.surveys.states import UNANSWERED
from alliance.workflow.events import record


@transaction.atomic
def send_again(*, reply: Reply, by: Person, now: datetime) -> Reply:
    """Send the link again to whoever is known at the school now; the link sent before dies. Two clicks within a minute
    send one mail. Raises Refused, also where nobody is known there. Returns the reply with whom it went to."""
    locked = replies_of(reply.ask).select_for_update(of=("self",)).get(pk=reply.pk)
    allow(rules.may_send(by, locked))
    told = tell_with_link(locked.ask, [locked], "asked", now=now, dedupe=f"{now:%Y%m%d%H%M}")
    if not locked.email:
        raise Refused(Refusal(f"Nobody is known at {locked.school.name}. Add its head to the contacts first."))
    if told:
        record(locked, "send_again", by=by, at=now)
    return locked


@transaction.atomic
def remind_all(*, ask: Ask, by: Person, now: datetime) -> int:
    """Remind every school that has not answered and has somebody to remind; how many. Two clicks within a minute
    send one mail."""
    allow(rules.may_chase(by, ask))
    silent = list(replies_of(ask).filter(state__in=UNANSWERED))
    told = tell_with_link(ask, silent, "reminder", now=now, dedupe=f"{now:%Y%m%d%H%M}")
    record(ask, "remind_all", by=by, at=now)
    return told


def remind(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: remind schools that have not answered, every so many working days after they were
    asked and shortly before the ask closes. Schools that nobody was known at are looked at again."""
    calendar = Calendar(alliance)
    if not calendar.is_working(timezone.localdate(now)):
        return
    for ask in open_asks(alliance, now).select_related("alliance"):
        due: dict[str, list[Reply]] = {}
        for reply in replies_of(ask).filter(state__in=UNANSWERED):
            key = reminder_due(
                calendar, reply.asked_at, ask.closes_at, now, every=ask.remind_every, before=ask.remind_before
            )
            if key:
                due.setdefault(key, []).append(reply)
        with transaction.atomic():
            for key, replies in due.items():
                tell_with_link(ask, replies, "reminder", now=now, dedupe=key)
