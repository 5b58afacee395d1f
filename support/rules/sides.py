"""On which sides of a request somebody stands: each side sees its part and no more."""

from __future__ import annotations

from enum import StrEnum

from alliance.members.queries import holds, is_staff, memberships_of, speaks_for
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.schools.models import Alliance, Partner
from alliance.schools.states import Responsibility
from support.models import Deployment, Request
from support.states import Source


class Side(StrEnum):
    """Whose part somebody sees."""

    STAFF = "the alliance"
    SCHOOL = "the supported school"
    COMMISSIONER = "the commissioner"
    LEADER = "the leader"
    HOME = "the home school"


def runs_support(person: Person | None, alliance: Alliance) -> bool:
    """Directors, administrators and the lead of support."""
    return is_staff(person, alliance, Responsibility.SUPPORT)


def speaks_for_request(person: Person | None, request: Request) -> bool:
    """The head or coordinator of the school, or whoever began the draft while they still answer for a school."""
    if request.school is not None:
        return speaks_for(person, request.alliance, request.school)
    return person is not None and request.asked_by_id == person.pk


def commissions_for(person: Person | None, alliance: Alliance) -> list[Partner]:
    """The partners for which the person commissions support today, by name."""
    if not holds(person, alliance, Role.COMMISSIONER) or person is None:
        return []
    roles = [one for one in memberships_of(person, alliance) if one.role == Role.COMMISSIONER]
    return sorted({one.partner for one in roles if one.partner is not None}, key=lambda one: (one.name, one.pk))


def commissions(person: Person | None, request: Request) -> bool:
    """Anybody who commissions for the organisation that asked."""
    return request.commissioner_id in {one.pk for one in commissions_for(person, request.alliance)}


def sides_of(person: Person | None, request: Request) -> set[Side]:
    """Every side of the request on which the person stands; none is no right to see it.

    What was never asked is seen by the side alone that writes it. Leaders and home schools stand by their deployments:
    see `side_in`.
    """
    draft = request.asked_at is None
    found = set()
    if runs_support(person, request.alliance) and (not draft or request.source == Source.STAFF):
        found.add(Side.STAFF)
    elsewhere = draft and (request.commissioner_id or request.source == Source.STAFF)
    if speaks_for_request(person, request) and not elsewhere:
        found.add(Side.SCHOOL)
    if commissions(person, request):
        found.add(Side.COMMISSIONER)
    for deployment in request.deployments.select_related("supporter", "home_school"):
        found |= side_in(person, deployment)
    return found


def side_in(person: Person | None, deployment: Deployment) -> set[Side]:
    """On which sides of a deployment the person stands, as leader or for the leader's home school, once they were told
    of it."""
    found: set[Side] = set()
    if person is None:
        return found
    if deployment.asked_at is not None and speaks_for(person, deployment.alliance, deployment.home_school):
        found.add(Side.HOME)
    if deployment.released_at is not None and deployment.supporter.person_id == person.pk:
        found.add(Side.LEADER)
    return found
