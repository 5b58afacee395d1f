"""Who reads how support does, and who says what it should do."""

from __future__ import annotations

from alliance.expertise.models import Area
from alliance.members.queries import holds
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance
from support.models import Priority
from support.rules.sides import runs_support
from support.states import Phase


def may_see_board(person: Person | None, alliance: Alliance) -> Refusal | None:
    """The board and the staff of support read how it does."""
    if runs_support(person, alliance) or holds(person, alliance, Role.BOARD):
        return None
    return Refusal("These figures are for the alliance’s board and its staff.")


def may_steer(person: Person | None, alliance: Alliance) -> Refusal | None:
    """The director writes priorities, and what support is measured against."""
    if holds(person, alliance, Role.DIRECTOR):
        return None
    return Refusal("The alliance’s director writes its priorities and targets.")


def may_keep_priority(
    person: Person | None, priority: Priority, area: Area, phase: str, this_year: int
) -> Refusal | None:
    """One priority for an area and phase in a school year that is not over."""
    if refused := may_steer(person, priority.alliance):
        return refused
    if priority.year < this_year:
        return Refusal("That school year is over, so its priorities stay as they were.")
    same = Priority.objects.filter(alliance=priority.alliance, year=priority.year, area=area, phase=phase)
    if same.exclude(pk=priority.pk).exists():
        words = "" if phase == Phase.ALL else f" for {Phase(phase).label.lower()}"
        return Refusal(f"{area.name}{words} is a priority of that school year already. Change that one instead.")
    return None
