"""Supply and matching as the core asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.addresses import path_to
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem
from alliance.schools.models import Alliance
from support.kinds import supply
from support.models import Plan, Request
from support.queries.leaders import own_keys
from support.queries.supply_invariants import broken
from support.rules.sides import runs_support
from support.states import HOLDING, PlanState, RequestState

INVARIANTS = (broken,)
KINDS = supply.KINDS
JOBS = ((Plan, "support.make_plan"),)


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """Supporters for staff; for leaders their own availability, once for each designation."""
    if runs_support(person, alliance):
        yield NavItem("Supporters", path_to("support:supporter_list", alliance))
    for key in own_keys(person, alliance)[:1]:
        yield NavItem("My availability", path_to("support:supporter", alliance, key=key))


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """For staff: requests for which nobody is planned yet, and a plan that is ready."""
    if not runs_support(person, alliance):
        return
    waiting = Request.objects.filter(state=RequestState.MATCHING).exclude(deployments__state__in=HOLDING)
    if number := waiting.count():
        yield InboxItem(
            title="1 request looks for leaders" if number == 1 else f"{number} requests look for leaders",
            about="School-to-school support",
            url=path_to("support:plan", alliance),
            action="Plan",
        )
    if Plan.objects.filter(state=PlanState.MADE, asked_by=person).exists():
        yield InboxItem(
            title="The plan for all open requests is ready",
            about="School-to-school support",
            url=path_to("support:plan", alliance),
            action="Look",
        )
