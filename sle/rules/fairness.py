"""Who reads the fairness report of a round, and when there is one."""

from __future__ import annotations

from alliance.people.models import Person
from alliance.refusal import Refusal
from sle.models import Round
from sle.rules.rounds import may_manage_rounds
from sle.states import RoundState


def may_see_fairness(person: Person | None, round: Round) -> Refusal | None:
    """Director, administrators and the SLE lead, once outcomes are out: figures of a round that is still being scored
    or decided would show what is blind."""
    refusal = may_manage_rounds(person, round.alliance)
    if refusal is None and round.state not in (RoundState.RELEASED, RoundState.FINISHED):
        return Refusal("There is a fairness report once the outcomes of the round are released.")
    return refusal
