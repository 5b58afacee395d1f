"""The sections of an ask: what the apps declare while it is a draft, what it keeps once it has opened."""

from __future__ import annotations

from alliance.portal import portals
from alliance.schools.models import Alliance
from alliance.surveys.models import Ask
from alliance.surveys.questions import Section
from alliance.surveys.states import AskState


def declared(alliance: Alliance) -> list[Section]:
    """What the apps would ask the schools of the alliance in scope now."""
    return [section for portal in portals() if portal.ask for section in portal.ask(alliance)]


def sections_of(ask: Ask) -> list[Section]:
    """The sections of `ask`."""
    if ask.state == AskState.DRAFT:
        return declared(ask.alliance)
    return [Section.read(stored) for stored in ask.sections]
