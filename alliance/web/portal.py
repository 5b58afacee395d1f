"""What the pages of every alliance plug into the core: the way to the inbox."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.addresses import path_to
from alliance.members.queries import alliances_of, holds
from alliance.people.models import Person
from alliance.portal import NavItem, Portal
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import word_for
from alliance.web import rules


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """The inbox, for everybody who has a role here or something to do without one."""
    if holds(person, alliance) or alliance in alliances_of(person):
        yield NavItem("Inbox", path_to("web:inbox", alliance))


def settings_navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """Partners for staff; settings for the director and administrators."""
    if rules.may_keep_partners(person, alliance) is None:
        yield NavItem(word_for(alliance, "Partner", plural=True), path_to("web:partner_list", alliance))
    if rules.may_change_settings(person, alliance) is None:
        yield NavItem("Settings", path_to("web:settings", alliance))


PORTAL = Portal(name="web", navigation=navigation)
