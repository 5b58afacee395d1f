"""Who arranges interviews, who chooses a slot, and until when."""

from __future__ import annotations

from datetime import datetime

from alliance.deadlines import in_time
from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from alliance.times import in_words
from sle.models import INTERVIEW, Application, Interview, Round
from sle.rules.decisions import still_decided
from sle.rules.interests import interest_refusal
from sle.rules.panel import may_run_panel
from sle.states import InterviewState, RoundState

SHORTEST, LONGEST, MOST = 5, 480, 60
NOT_INVITED = Refusal("This application is not invited to an interview.")


def may_see_interviews(person: Person | None, round: Round) -> Refusal | None:
    """Staff who do not sit on the panel, in a round that has interviews."""
    refusal = may_run_panel(person, round)
    if refusal is None and not round.interviews:
        return Refusal("This round has no interviews.")
    return refusal


def may_arrange(person: Person | None, round: Round) -> Refusal | None:
    """After scoring, while outcomes are open."""
    refusal = may_see_interviews(person, round)
    if refusal is None and round.state != RoundState.DECIDING:
        return Refusal("Interviews are arranged after scoring and before release.")
    if refusal is None and round.interview_rubric_id is None:
        return Refusal("Choose the criteria of the interview first: interviewers score against them.")
    return refusal


def may_invite(person: Person | None, application: Application) -> Refusal | None:
    """As arranging; not somebody with an interest in the application."""
    return first_refusal(
        may_arrange(person, application.round), interest_refusal(person, application), still_decided(application)
    )


def may_change_interview(person: Person | None, interview: Interview, move: str) -> Refusal | None:
    """As inviting, for a move that the interview can still make."""
    refusal = may_invite(person, interview.application)
    if refusal is None and move not in INTERVIEW.available(interview):
        return Refusal(f"This interview stands as “{interview.get_state_display().lower()}”, so that cannot be done.")
    return refusal


def may_choose_slot(person: Person | None, interview: Interview, now: datetime) -> Refusal | None:
    """The applicant until the stated time, by when the server received it; staff as they arrange interviews."""
    application, plan = interview.application, interview.plan
    if person is None or application.applicant_id != person.pk:
        return may_change_interview(person, interview, "call_off")
    if interview.state != InterviewState.INVITED:
        return Refusal("Your interview is called off. If there is to be another, you get an e-mail.")
    if application.round.state != RoundState.DECIDING:
        return Refusal("The interviews of this round are over.")
    if not in_time(now, plan.choose_by):
        return Refusal(f"A time could be chosen and changed until {in_words(plan.choose_by)}. Ask the alliance.")
    return still_decided(application)


def length_problem(minutes: int, number: int) -> str:
    """The sentence for slots that cannot be planned; empty if all is well."""
    if not SHORTEST <= minutes <= LONGEST:
        return f"A slot takes {SHORTEST} to {LONGEST} minutes."
    if number < 1:
        return "There is no time for a single slot: end later, or make slots shorter."
    return "" if number <= MOST else f"These are {number} slots. Add at most {MOST} at a time."
