"""What this responsibility plugs into the core: the plugs of its parts, put together."""

from collections.abc import Iterator

from alliance.people.models import Person
from alliance.portal import NavItem, Portal
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from support.plugs import requests


def _navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    yield from requests.navigation(person, alliance)


PORTAL = Portal(
    name="support",
    responsibility=Responsibility.SUPPORT,
    navigation=_navigation,
    pages={"support.request": requests.request_page},
)
