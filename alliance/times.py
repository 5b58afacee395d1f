"""Times in words, the same in pages, mails and letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone

from alliance.dates import time_in_words


def in_short(at: datetime | date | None) -> str:
    """A time in few letters, for tables, UK time: "1 Feb 2027, 3pm"; a date without the time; nothing for nothing."""
    return _said(at, lambda day: f"{day.day} {day:%b %Y}")


def day_in_short(at: datetime | date | None) -> str:
    """A day in few letters, for tables, UK time: "1 Feb 2027"; nothing for nothing."""
    return in_short(timezone.localtime(at).date() if isinstance(at, datetime) else at)


def in_words(at: datetime | date | None) -> str:
    """A time as people say it, UK time: "Monday 1 February 2027, 3pm"; a date without the time; nothing for nothing."""
    return _said(at, lambda day: f"{day:%A} {day.day} {day:%B %Y}")


def _said(at: datetime | date | None, day: Callable[[date], str]) -> str:
    if at is None:
        return ""
    if not isinstance(at, datetime):
        return day(at)
    local = timezone.localtime(at)
    return f"{day(local)}, {time_in_words(local.time())}"
