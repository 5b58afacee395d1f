"""Who hands a round over to its panel, and who moves it on from there."""

from __future__ import annotations

from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from sle.models import ROUND, Round
from sle.rules.closed import closed_round
from sle.rules.rounds import may_manage_rounds
from sle.states import RoundState


def may_run_panel(person: Person | None, round: Round) -> Refusal | None:
    """Staff who neither sit on the panel nor apply in the round themselves."""
    refusal = may_manage_rounds(person, round.alliance)
    return refusal or closed_round(person, round)


def may_open_panel(person: Person | None, round: Round) -> Refusal | None:
    """A panel can be put together as soon as the round has its criteria, until scoring starts."""
    refusal = may_run_panel(person, round)
    if refusal is None and round.rubric_id is None:
        return Refusal("Choose the criteria of this round first: the panel scores against them.")
    if refusal is None and round.state not in (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED):
        return Refusal(f"This round is {round.get_state_display().lower()}: its panel stands.")
    return refusal


def may_hand_over(person: Person | None, round: Round) -> Refusal | None:
    """Dossiers are frozen after the round has closed; late ones with more time of their own while the panel scores."""
    refusal = may_run_panel(person, round)
    if refusal is None and round.state not in (RoundState.CLOSED, RoundState.SCORING):
        return Refusal(f"This round is {round.get_state_display().lower()}: dossiers are frozen after it has closed.")
    return refusal


def may_start_scoring(person: Person | None, round: Round) -> Refusal | None:
    """From the closed round; what else is missing, the check list says."""
    return first_refusal(may_run_panel(person, round), _legal(round, "start_scoring"))


def may_start_deciding(person: Person | None, round: Round) -> Refusal | None:
    """When the panel has scored."""
    return first_refusal(may_run_panel(person, round), _legal(round, "start_deciding"))


def _legal(round: Round, move: str) -> Refusal | None:
    if move in ROUND.available(round):
        return None
    return Refusal(f"This round is {round.get_state_display().lower()}, so that cannot be done.")
