"""Colours of states, and days in words, on the pages about deployments."""

from __future__ import annotations

from django import template

from alliance.money import in_pounds
from support.rules.days import in_days

register = template.Library()
register.filter("in_pounds", in_pounds)
register.filter("in_days", in_days)

DEPLOYMENT = {
    "planned": "yellow",
    "release_asked": "blue",
    "leader_asked": "blue",
    "offered": "purple",
    "chosen": "turquoise",
    "active": "green",
    "paused": "yellow",
    "not_released": "red",
    "declined": "red",
}
AGREEMENT = {"draft": "yellow", "signing": "blue", "signed": "green"}
SIGNATURE = {"asked": "yellow", "signed": "green", "refused": "red"}
VISIT = {"planned": "blue", "submitted": "green"}


@register.filter
def deployment_colour(state: str) -> str:
    """The tag's colour of a deployment's state."""
    return DEPLOYMENT.get(state, "grey")


@register.filter
def agreement_colour(state: str) -> str:
    """The tag's colour of an agreement's state."""
    return AGREEMENT.get(state, "grey")


@register.filter
def signature_colour(state: str) -> str:
    """The tag's colour of a signature's state."""
    return SIGNATURE.get(state, "grey")


@register.filter
def visit_colour(state: str) -> str:
    """The tag's colour of a visit's state."""
    return VISIT.get(state, "grey")
