"""What this responsibility plugs into the core: the plugs of its parts, put together."""

from collections.abc import Iterator

from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem, Portal
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from support.kinds import deployments as deployment_kinds
from support.plugs import deployments, requests, supply
from support.queries.deployments import what_concerns
from support.services.releases import remind_of_answers


def _navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    yield from requests.navigation(person, alliance)


def _inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    yield from deployments.inbox(person, alliance)


PORTAL = Portal(
    name="support",
    responsibility=Responsibility.SUPPORT,
    navigation=_navigation,
    inbox=_inbox,
    alliances=what_concerns,
    post_kinds=(*deployment_kinds.KINDS,),
    jobs=supply.JOBS,
    reminders=(remind_of_answers,),
    pages={
        "support.request": requests.request_page,
        "support.deployment": deployments.deployment_page,
    },
)
