"""Tags of every page (built in: no {% load %}): addresses inside the alliance, its words, its times."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from alliance.addresses import path_to

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], name: str, **kwargs: Any) -> str:
    """The path of a page in the alliance of this request: `{% to 'sle:round' pk=round.pk %}`."""
    return path_to(name, context["request"].alliance, **kwargs)


@register.filter
def when(value: datetime | date | None) -> str:
    """A time as people say it: "Monday 1 February 2027, 3pm"; a date without the time; nothing for nothing."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return f"{value:%A} {value.day} {value:%B %Y}"
    local = timezone.localtime(value)
    hour, half = local.hour % 12 or 12, "am" if local.hour < 12 else "pm"
    clock = f"{hour}:{local.minute:02}{half}" if local.minute else f"{hour}{half}"
    if local.hour == 12 and not local.minute:
        clock = "midday"
    return f"{local:%A} {local.day} {local:%B %Y}, {clock}"


@register.filter
def thousandths(value: int | None) -> str:
    """An integer of thousandths as a number with two decimals, nothing for nothing."""
    return "" if value is None else f"{value / 1000:.2f}"
