"""Times in the words of mails and pages."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def in_words(at: datetime) -> str:
    """An aware time as people say it, UK time: "Monday 1 February 2027, 3pm"."""
    local = timezone.localtime(at)
    hour, half = local.hour % 12 or 12, "am" if local.hour < 12 else "pm"
    clock = f"{hour}:{local.minute:02}{half}" if local.minute else f"{hour}{half}"
    if local.hour == 12 and not local.minute:
        clock = "midday"
    return f"{local:%A} {local.day} {local:%B %Y}, {clock}"
