"""Times in words, the same in pages, mails and letters."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from alliance.dates import time_in_words


def in_short(at: datetime | date | None) -> str:
    """A time in few letters, for tables, UK time: "1 Feb 2027, 3pm"; a date without the time; nothing for nothing."""
    if at is None:
        return ""
    if not isinstance(at, datetime):
        return f"{at.day} {at:%b %Y}"
    local = timezone.localtime(at)
    return f"{local.day} {local:%b %Y}, {time_in_words(local.time())}"


def in_words(at: datetime | date | None) -> str:
    """A time as people say it, UK time: "Monday 1 February 2027, 3pm"; a date without the time; nothing for nothing."""
    if at is None:
        return ""
    if not isinstance(at, datetime):
        return f"{at:%A} {at.day} {at:%B %Y}"
    local = timezone.localtime(at)
    return f"{local:%A} {local.day} {local:%B %Y}, {time_in_words(local.time())}"
