"""Colours of states, and a few words, on the pages of this app."""

from __future__ import annotations

from typing import Any

from django import template

from alliance.diary.models import Occasion
from alliance.diary.services import when as diary_when
from alliance.money import in_pounds
from alliance.portal import PublicAction, portals
from sle.leader_kinds import kind_of
from sle.models import Designation, Reference, Round
from sle.queries.directory import in_miles
from sle.states import RoundState

register = template.Library()


@register.simple_tag(takes_context=True)
def leader_actions(context: dict[str, Any], designation_id: int) -> list[PublicAction]:
    """What anybody can do about a leader of the directory (`Portal.leader_action`): ask for them."""
    alliance = context["request"].alliance
    return [portal.leader_action(alliance, designation_id) for portal in portals() if portal.leader_action]


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

DESIGNATION = {"offered": "yellow", "arriving": "yellow", "current": "green"}
REVIEW = {"gathering": "blue", "proposed": "yellow", "renewed": "green", "ended": "red"}
ATTENDANCE = {"invited": "yellow", "booked": "blue", "attended": "green", "absent": "red", "called_off": "red"}
RELEASE = {"wanted": "yellow", "asked": "blue", "agreed": "green", "refused": "red"}


@register.filter
def round_colour(state: str) -> str:
    """The tag's colour of a round's state."""
    return ROUND.get(state, "purple")


HAPPENED = {
    "create": "Draft made",
    "copy": "Copied from an earlier round",
    "set_up": "Set-up changed",
    "open": "Opened",
    "close": "Closed",
    "extend": "Everyone given more time",
    "start_scoring": "Scoring started",
    "start_deciding": "Deciding started",
    "set_release": "Time of release set",
    "unset_release": "Time of release taken back",
    "refuse_release": "Release refused at the set time",
    "release": "Outcomes released",
    "finish": "Finished",
    "cancel": "Cancelled",
}


@register.filter
def happened(move: str) -> str:
    """What happened to a round, as people say it; a move without such words by its own name."""
    return HAPPENED.get(move) or move.replace("_", " ").capitalize()


@register.filter
def stages(state: str) -> list[dict[str, str]]:
    """The stages of a round's life in order, each past, now or to come; a cancelled round has none."""
    line = [one.value for one in RoundState if one != RoundState.CANCELLED]
    if state not in line:
        return []
    here = line.index(state)
    return [
        {"label": str(RoundState(one).label), "at": "now" if n == here else "past" if n < here else "next"}
        for n, one in enumerate(line)
    ]


@register.filter
def leader(about: Round | Designation) -> str:
    """What the leaders that this round or designation is for are called: "specialist leader of education"."""
    return kind_of(about.alliance, about.kind).word


@register.filter
def leaders(about: Round | Designation) -> str:
    """The same for several: "specialist leaders of education"."""
    return kind_of(about.alliance, about.kind).plural


@register.filter
def designation_colour(state: str) -> str:
    """The tag's colour of a designation's state."""
    return DESIGNATION.get(state, "grey")


@register.filter
def review_colour(state: str) -> str:
    """The tag's colour of a review's state."""
    return REVIEW.get(state, "grey")


@register.filter
def release_colour(state: str) -> str:
    """The tag's colour of a head's release."""
    return RELEASE.get(state, "grey")


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
def working_days(number: int) -> str:
    """A number of working days in words."""
    return f"{number} working day{'' if number == 1 else 's'}"


@register.filter
def send_again(reference: Reference) -> str:
    """What the applicant's button says."""
    return f"Send the link to {reference.name} again"


@register.filter
def miles(squared: float | None) -> str:
    """How far away a leader of the directory works."""
    return in_miles(squared)


@register.filter
def pounds(pence: int) -> str:
    """A sum of money."""
    return in_pounds(pence)


@register.filter
def from_to(occasion: Occasion) -> str:
    """From when to when something takes place, in words."""
    return diary_when(occasion)


@register.filter
def attendance_colour(state: str) -> str:
    """The tag's colour of an answer to an invitation, or of what became of it."""
    return ATTENDANCE.get(state, "grey")
