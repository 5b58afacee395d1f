"""Deadlines judged by when the server received a request, and reminders before them, by working days."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from alliance.schools.workdays import Calendar


def in_time(received: datetime, until: datetime | None) -> bool:
    """Was a request that the server received at `received` in time? The whole second of the deadline still counts."""
    return until is not None and received.replace(microsecond=0) <= until


def is_near(calendar: Calendar, now: datetime, until: datetime, working_days: int) -> bool:
    """Are there at most `working_days` working days from today to the day of `until`?"""
    return calendar.between(timezone.localdate(now), timezone.localdate(until)) <= working_days


def reminder_due(
    calendar: Calendar, asked_at: datetime | None, until: datetime | None, now: datetime, *, every: int, before: int
) -> str:
    """The key of the reminder that is due `now` to somebody asked at `asked_at` to answer `until` then; empty if none.

    One is due every so many working days after the asking, and one `before` the end, though never on the day of the
    asking. The key is the same however often this is asked, and another where the end was moved.
    """
    if asked_at is None or until is None or not in_time(now, until):
        return ""
    waited = calendar.between(timezone.localdate(asked_at), timezone.localdate(now))
    if is_near(calendar, now, until, before) and waited >= 1:
        return f"before:{until.isoformat()}"
    if waited >= every:
        return f"asked:{asked_at.isoformat()}:{waited // every}"
    return ""
