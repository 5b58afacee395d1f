"""What the pages of every alliance plug into the core: the way to the inbox."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.addresses import path_to
from alliance.members.queries import holds
from alliance.people.models import Person
from alliance.portal import NavItem, Portal
from alliance.schools.models import Alliance


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """The inbox, for everybody who has a role here."""
    if holds(person, alliance):
        yield NavItem("Inbox", path_to("web:inbox", alliance))


PORTAL = Portal(name="web", navigation=navigation)
