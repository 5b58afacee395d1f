"""Who keeps supply: staff all of it, leaders their own availability."""

from __future__ import annotations

from datetime import date

from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance
from support.models import Away, Supporter
from support.rules.sides import runs_support


def may_see_supply(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Whoever runs support for the alliance."""
    if not runs_support(person, alliance):
        return Refusal("Only a director, an administrator or the lead of school-to-school support sees who can help.")
    return None


def may_keep_availability(person: Person | None, supporter: Supporter) -> Refusal | None:
    """The leader, and whoever runs support."""
    if person is not None and supporter.person_id == person.pk:
        return None
    if may_see_supply(person, supporter.alliance) is None:
        return None
    return Refusal("When somebody is free is kept by themselves and by the alliance’s staff.")


def may_be_away(first_day: date, last_day: date, today: date) -> Refusal | None:
    """Times away end after they begin, and are not over."""
    if last_day < first_day:
        return Refusal("The last day comes before the first.")
    if last_day < today:
        return Refusal("This time is over already.")
    return None


def may_remove_away(person: Person | None, away: Away) -> Refusal | None:
    """As for keeping it."""
    return may_keep_availability(person, away.supporter)
