"""Who matches requests and leaders, and what may not be planned."""

from __future__ import annotations

from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance
from support.models import Deployment, Request
from support.rules.sides import runs_support
from support.states import DeploymentState, RequestState

# While leaders are looked for, and when one has to be found in another's place.
PLANNED_IN = (RequestState.MATCHING, RequestState.AGREEING, RequestState.ACTIVE)


def may_match(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Whoever runs support for the alliance."""
    if not runs_support(person, alliance):
        return Refusal("Only a director, an administrator or the lead of school-to-school support can match leaders.")
    return None


def may_plan_for(person: Person | None, request: Request) -> Refusal | None:
    """The same, while leaders are wanted."""
    if refusal := may_match(person, request.alliance):
        return refusal
    if request.state not in PLANNED_IN:
        return Refusal(
            f"This request is at “{request.get_state_display()}”: leaders are found once its needs are agreed."
        )
    return None


def may_change_planned(person: Person | None, deployment: Deployment) -> Refusal | None:
    """The same, before anybody was asked."""
    if refusal := may_match(person, deployment.alliance):
        return refusal
    if deployment.state != DeploymentState.PLANNED:
        return Refusal("The home school has been asked already, so this is no longer only planned.")
    return None


def too_many_days(half_days: int, left: int, *, beyond: bool) -> Refusal | None:
    """Nobody is deployed beyond the days of their year, unless staff say that they know."""
    if half_days > left and not beyond:
        return Refusal(
            f"Only {left} half days are left this school year. Plan fewer, or say that you have settled more with them."
        )
    return None
