"""Who sees what schools need and offer, and what a round should look for because of it."""

from __future__ import annotations

from math import ceil

from alliance.members.queries import is_staff
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from alliance.schools.vocabulary import said
from sle.leader_kinds import SLE
from sle.models import Round
from sle.rules.rounds import STAFF_ONLY, may_set_up_round

# How many schools one leader can help in a year, unless staff say otherwise: about 15 days, some five for a school.
SCHOOLS_FOR_EACH = 3


def may_see_priorities(person: Person | None, alliance: Alliance) -> Refusal | None:
    """The alliance's staff and its SLE lead."""
    return None if is_staff(person, alliance, Responsibility.SLE) else STAFF_ONLY


def may_take_targets(person: Person | None, round: Round) -> Refusal | None:
    """A round's targets are taken from the yearly ask while it may be set up, if it is for specialist leaders."""
    refusal = may_set_up_round(person, round)
    if refusal is None and round.kind != SLE:
        return Refusal(said("Schools were asked about the areas of {sles}, and this round is for other leaders."))
    return refusal


def proposed_target(*, need: int, urgent: int, supply: int, each: int) -> int | None:
    """How many leaders a round should look for in an area: enough for the schools in need if each leader helps `each`
    of them, less those designated; at least one where need is urgent and nobody is designated. None for nobody.

    All numbers count schools or leaders. A guide that staff change: it is no quota.
    """
    lacking = ceil(need / each) - supply
    if urgent and not supply:
        lacking = max(lacking, 1)
    return lacking if lacking > 0 else None
