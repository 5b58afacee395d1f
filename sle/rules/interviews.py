"""Who arranges interviews and writes down how they went."""

from __future__ import annotations

from datetime import datetime

from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from alliance.times import in_words
from sle.models import INTERVIEW, Application, AreaDecision, Interview, Round
from sle.rules.decisions import still_decided
from sle.rules.interests import interest_refusal
from sle.rules.panel import may_run_panel
from sle.states import DecisionState, RoundState


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


def may_write_down(person: Person | None, interview: Interview, move: str, now: datetime) -> Refusal | None:
    """How an interview went, or that the applicant stayed away, is known only once its time has come."""
    refusal = may_change_interview(person, interview, move)
    if refusal is None and interview.starts_at > now:
        return Refusal(
            f"This interview is on {in_words(interview.starts_at)}: how it went can be written down afterwards."
        )
    return refusal


def may_correct(person: Person | None, interview: Interview) -> Refusal | None:
    """As inviting, until an outcome that rests on the interview has been approved."""
    refusal = may_change_interview(person, interview, "correct")
    decisions = AreaDecision.objects.filter(application_area__application=interview.application_id)
    if refusal is None and decisions.exclude(state=DecisionState.PROPOSED).exists():
        return Refusal(
            "An outcome of this application is approved already, so what the interview found stands. It can be "
            "corrected once the chair has proposed another outcome."
        )
    return refusal


def slot_problem(at: datetime | None, now: datetime) -> str:
    """The sentence for a slot in the past; empty if all is well."""
    return "" if at is None or at > now else "The interview must be in the future."
