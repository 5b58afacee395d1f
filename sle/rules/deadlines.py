"""The two times of a round, for everyone and for one person, each judged by when the server received the request."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from alliance.deadlines import in_time
from alliance.schools.workdays import Calendar
from sle.models import Application, Round

# A last day lasts until its last second, UK time.
END_OF_DAY = time(23, 59, 59)


def hand_over_by(application: Application) -> datetime | None:
    """The last second at which this application can be handed over: the round's, or the person's own if later."""
    own = [e.hand_over_by for e in application.extensions.all() if e.hand_over_by]
    return max([*own, *([application.round.hand_over_by] if application.round.hand_over_by else [])], default=None)


def references_by(application: Application) -> datetime | None:
    """The last second at which references of this application are taken; never before its own hand-over time."""
    own = [e.references_by for e in application.extensions.all() if e.references_by]
    times = [*own, application.round.references_by, hand_over_by(application)]
    return max([time for time in times if time], default=None)


def takes_applications(round: Round, now: datetime) -> bool:
    """Is the round open, begun, and its hand-over time not over?"""
    return (
        round.state == "open" and (round.opens_at is None or round.opens_at <= now) and in_time(now, round.hand_over_by)
    )


def has_own_time(application: Application) -> bool:
    """Was this person given a later hand-over time than the round's?"""
    own = hand_over_by(application)
    return own is not None and own != application.round.hand_over_by


def appeal_until(round: Round, released: date, calendar: Calendar | None = None) -> date:
    """The last day of appeal: the round's number of working days after the letter."""
    return (calendar or Calendar(round.alliance)).add(released, round.appeal_working_days)


def end_of(day: date | None) -> datetime | None:
    """The last second of a last day; None for none."""
    return timezone.make_aware(datetime.combine(day, END_OF_DAY)) if day else None
