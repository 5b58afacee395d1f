"""Colours of states, and a few words, on the pages of this app."""

from __future__ import annotations

from django import template

from sle.models import Reference

register = template.Library()

ROUND = {"open": "green", "draft": "yellow", "closed": "blue", "cancelled": "red", "finished": "grey"}
APPLICATION = {
    "draft": "light-blue",
    "handed_over": "blue",
    "submitted": "green",
    "ineligible": "red",
    "not_considered": "red",
    "withdrawn": "grey",
}
REFERENCE = {"asked": "blue", "checking": "yellow", "returned": "green", "declined": "red", "replaced": "grey"}
STRENGTH = {
    "strongly": "Supports strongly",
    "clearly": "Supports",
    "reservations": "Supports with reservations",
    "not": "Does not support",
}


@register.filter
def round_colour(state: str) -> str:
    """The tag's colour of a round's state."""
    return ROUND.get(state, "purple")


@register.filter
def application_colour(state: str) -> str:
    """The tag's colour of an application's state."""
    return APPLICATION.get(state, "purple")


@register.filter
def reference_colour(state: str) -> str:
    """The tag's colour of a reference's state."""
    return REFERENCE.get(state, "light-blue")


@register.filter
def part_colour(status: str) -> str:
    """The tag's colour of a part of the task list."""
    return {"In progress": "light-blue", "Optional": "grey"}.get(status, "blue")


@register.filter
def strength(key: str) -> str:
    """How strongly a referee supports, in words."""
    return STRENGTH.get(key, "")


@register.filter
def working_days(number: int) -> str:
    """A number of working days in words."""
    return f"{number} working day{'' if number == 1 else 's'}"


@register.filter
def send_again(reference: Reference) -> str:
    """What the applicant's button says."""
    return f"Send the link to {reference.name} again"
