"""Money as the core asks for it: kinds of letters, pages, the inbox of staff, and what must always be true."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from alliance.addresses import path_to
from alliance.people.models import Person
from alliance.portal import InboxItem
from alliance.schools.models import Alliance
from support.kinds.money import KINDS
from support.queries.money import broken, unstated
from support.rules.school_years import terms_before
from support.rules.sides import runs_support


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Statements of the last school term, for staff, while something that was charged stands on none."""
    if not runs_support(person, alliance):
        return
    term = terms_before(timezone.localdate(), 2)[1]
    if unstated(alliance, term.last).exists():
        yield InboxItem(
            title=f"Make the statements for {term.name}",
            about="School-to-school support",
            url=path_to("support:statement_make", alliance),
            action="Make",
        )


def statement_page(alliance: Alliance, pk: int) -> str:
    """Statements stand in one list."""
    return path_to("support:statement_list", alliance)


def pot_page(alliance: Alliance, pk: int) -> str:
    """The statement of the pot with this primary key."""
    return path_to("support:pot_statement", alliance, pk=pk)


INVARIANTS = (broken,)
PAGES = {"support.pot": pot_page, "support.statement": statement_page}

__all__ = ["INVARIANTS", "KINDS", "PAGES", "inbox"]
