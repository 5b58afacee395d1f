"""Who arranges interviews and writes down how they went."""

from __future__ import annotations

from datetime import datetime

from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from sle.models import INTERVIEW, Application, Interview, Round
from sle.rules.decisions import still_decided
from sle.rules.interests import interest_refusal
from sle.rules.panel import may_run_panel
from sle.states import RoundState


def may_see_interviews(person: Person | None, round: Round) -> Refusal | None:
    """Staff who do not sit on the panel, in a round that has interviews."""
    refusal = may_run_panel(person, round)
    if refusal is None and not round.interviews:
        return Refusal("This round has no interviews.")
    return refusal


def may_invite(person: Person | None, application: Application) -> Refusal | None:
    """After scoring, while outcomes are open; not somebody with an interest in the application."""
    round = application.round
    refusal = first_refusal(
        may_see_interviews(person, round), interest_refusal(person, application), still_decided(application)
    )
    if refusal is None and round.state != RoundState.DECIDING:
        return Refusal("Interviews are arranged after scoring and before release.")
    return refusal


def may_change_interview(person: Person | None, interview: Interview, move: str) -> Refusal | None:
    """As inviting, for a move that the interview can still make."""
    refusal = may_invite(person, interview.application)
    if refusal is None and move not in INTERVIEW.available(interview):
        return Refusal(f"This interview stands as “{interview.get_state_display().lower()}”, so that cannot be done.")
    return refusal


def slot_problem(at: datetime | None, now: datetime) -> str:
    """The sentence for a slot in the past; empty if all is well."""
    return "" if at is None or at > now else "The interview must be in the future."
