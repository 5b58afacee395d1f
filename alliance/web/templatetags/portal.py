"""Tags of every page (built in: no {% load %}): addresses inside the alliance, its words, its times."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html

from alliance import times
from alliance.addresses import path_to
from alliance.schools.vocabulary import word_for

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], name: str, **kwargs: Any) -> str:
    """The path of a page in the alliance of this request: `{% to 'sle:round' pk=round.pk %}`."""
    return path_to(name, context["request"].alliance, **kwargs)


@register.filter
def when(value: datetime | date | None) -> str:
    """A time as people say it: "Monday 1 February 2027, 3pm"; a date without the time; nothing for nothing."""
    return times.in_words(value)


@register.filter
def short(value: datetime | None) -> str:
    """A time in few letters, for tables: "1 Feb 2027, 3pm"; nothing for nothing."""
    return times.in_short(value)


@register.filter
def thousandths(value: int | None) -> str:
    """An integer of thousandths as a number with two decimals and a true minus sign, nothing for nothing."""
    return "" if value is None else f"{value / 1000:.2f}".replace("-", "−")


@register.simple_tag(takes_context=True)
def term(context: dict[str, Any], key: str, *, plural: bool = False) -> str:
    """What this alliance calls something: `{% term "headteacher" %}`, `{% term "Headteacher" plural=True %}`.

    A capital in the key gives a capital in the word. Raises KeyError for a word that the portal does not know.
    """
    return word_for(getattr(context.get("request"), "alliance", None), key, plural=plural)


@register.simple_tag
def tag(text: str, colour: str = "") -> str:
    """A state as a tag with its word: `{% tag round.get_state_display "green" %}` (GOV.UK's colours of tags)."""
    return format_html('<strong class="govuk-tag{}">{}</strong>', f" govuk-tag--{colour}" if colour else "", text)


@register.simple_tag
def cell(title: str, *, numeric: bool = False) -> str:
    """The attributes of a table's cell that bears its column's title on a phone: `<td {% cell "Since" %}>`."""
    more = " govuk-table__cell--numeric" if numeric else ""
    return format_html('class="govuk-table__cell{}" data-label="{}"', more, title)


@register.filter
def clock(value: datetime) -> str:
    """Only the time of day, for "Saved 10:42"."""
    return f"{timezone.localtime(value):%H:%M}"


@register.filter
def day(value: datetime | date | None) -> str:
    """A day in few letters, for tables: "1 Feb 2027"; nothing for nothing."""
    return times.day_in_short(value)


@register.filter
def in_words(name: str) -> str:
    """A field's name as words: "first_name" is "First name"."""
    return name.replace("_", " ").replace("-", " ").capitalize()


@register.inclusion_tag("_crumbs.html", takes_context=True)
def crumbs(context: dict[str, Any], *pairs: str) -> dict[str, Any]:
    """The way back: pairs of words and addresses, from the outside in; the inbox (or public home) stands first.

    `{% to 'sle:round_list' as rounds %}{% crumbs "Rounds" rounds round.title round_url %}`
    """
    return crumbs_of(context, list(zip(pairs[::2], pairs[1::2], strict=True)))


@register.inclusion_tag("_crumbs.html", takes_context=True)
def crumbs_of(context: dict[str, Any], links: list[tuple[str, str]]) -> dict[str, Any]:
    """The same for a list of (words, address) that the view has made; what it begins with is not said twice."""
    request = context["request"]
    alliance, person = getattr(request, "alliance", None), getattr(request, "person", None)
    if alliance is None:
        first = ("Alliances", "/")
    elif person is None:
        first = (alliance.called, path_to("web:public", alliance))
    else:
        first = ("Inbox", path_to("web:inbox", alliance))
    return {"links": [first, *(link for link in links if link[1] != first[1])]}


@register.inclusion_tag("_action.html", takes_context=True)
def action(context: dict[str, Any], words: str, url: str, look: str = "", about: str = "") -> dict[str, Any]:
    """A button that posts to `url` and nothing else: `{% action "Send again" url "secondary" about=person.name %}`.

    `look` is secondary, warning, inverse or link; `about` completes the words for those who hear the page.
    """
    return {"csrf_token": context.get("csrf_token"), "words": words, "url": url, "look": look, "about": about}
