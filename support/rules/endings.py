"""Who holds the mid-term review, and who tells the alliance something in confidence."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.times import in_words
from support.models import Concern, Deployment, Request
from support.rules.deployments import NOT_YOURS, STAFF_ONLY
from support.rules.sides import Side, runs_support, sides_of
from support.states import ConcernState, RequestState


def may_hold_review(person: Person | None, request: Request) -> Refusal | None:
    """A leader or staff write down the mid-term review while support is under way."""
    if not sides_of(person, request) & {Side.STAFF, Side.LEADER}:
        return Refusal("The leader or the alliance writes down the mid-term review.")
    if request.state != RequestState.ACTIVE:
        return Refusal("A mid-term review is held while support is under way.")
    return None


def since_it_began(begins_on: date | None, on: date) -> Refusal | None:
    """What happens to support happens from its first day on."""
    if begins_on is not None and on < begins_on:
        return Refusal(f"Support began on {in_words(begins_on)}, and this day is before it.")
    return None


def may_end_on(deployment: Deployment, on: date, today: date) -> Refusal | None:
    """The last day of a leader's work is not to come, and not before its first."""
    if on > today:
        return Refusal("The last day cannot lie in the future: end it on that day.")
    return since_it_began(deployment.begins_on, on)


def may_raise_concern(sides: Set[Side]) -> Refusal | None:
    """Whoever stands on any side of the request, also by the link in a mail."""
    return None if sides else NOT_YOURS


def may_read_concern(person: Person | None, concern: Concern) -> Refusal | None:
    """Staff alone, and none of them about whom it may be: a leader reads no concern about support that they give."""
    if not runs_support(person, concern.alliance) or Side.LEADER in sides_of(person, concern.request):
        return STAFF_ONLY
    return None


def may_settle_concern(person: Person | None, concern: Concern) -> Refusal | None:
    """Staff write down once what became of it."""
    if refused := may_read_concern(person, concern):
        return refused
    if concern.state != ConcernState.RAISED:
        return Refusal("This has been dealt with.")
    return None
