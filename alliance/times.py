"""Times in the words of mails and pages."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from alliance.dates import time_in_words


def in_words(at: datetime) -> str:
    """An aware time as people say it, UK time: "Monday 1 February 2027, 3pm"."""
    local = timezone.localtime(at)
    return f"{local:%A} {local.day} {local:%B %Y}, {time_in_words(local.time())}"
