"""Who offers a place that comes up to somebody in reserve, and until when.

The panel has found that a reserve meets the criteria, so nobody scores anew. Two people stand behind it all the same:
one of the staff puts the applicant forward with a reason, and whoever approves outcomes (`rules.decisions`) approves it
unless it was theirs. The letter then goes the way of every outcome letter.
"""

from __future__ import annotations

from datetime import date

from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from alliance.times import in_words
from sle.models import AreaDecision, Designation
from sle.rules.applications import NOT_YOURS
from sle.rules.decisions import Deciders, deciders
from sle.rules.interests import interest_refusal
from sle.rules.letters import may_see_letters
from sle.states import DESIGNATING, ApplicationState, DecisionState, DesignationState, Outcome


def reserve_is_over(decision: AreaDecision, today: date) -> Refusal | None:
    """The last day in reserve counts; after it nobody is in reserve any more."""
    until = decision.reserve_until
    if until is None or until >= today:
        return None
    line = decision.application_area
    return Refusal(
        f"{line.application.name} was in reserve for {line.area.name} until {in_words(until)} only, so a place can no "
        "longer be offered."
    )


def may_offer_place(
    person: Person | None, decision: AreaDecision, today: date, who: Deciders | None = None
) -> Refusal | None:
    """Staff without an interest in the application, by the last day in reserve, where somebody is left to approve."""
    application = decision.application_area.application
    refusal = first_refusal(may_see_letters(person, application.round), interest_refusal(person, application))
    if refusal is not None or person is None:
        return refusal
    if decision.state != DecisionState.RELEASED or decision.outcome != Outcome.RESERVE:
        return Refusal(f"{application.name} is not in reserve for {decision.application_area.area.name}.")
    if decision.left_reserve_at is not None:
        return Refusal(f"{application.name} no longer wants a place in {decision.application_area.area.name}.")
    if refusal := reserve_is_over(decision, today):
        return refusal
    if Designation.objects.filter(application=application, state=DesignationState.OFFERED).exists():
        return Refusal(
            f"{application.name} has not replied yet to the offer in another area. A place can be offered after that."
        )
    if not (who or deciders(application.round)).approvers(application.pk, person.pk):
        return Refusal("Nobody but you could approve this offer, so a director or an administrator has to make it.")
    return None


def may_take_back_place(person: Person | None, decision: AreaDecision) -> Refusal | None:
    """As offering, until the letter has gone out."""
    application = decision.application_area.application
    refusal = first_refusal(may_see_letters(person, application.round), interest_refusal(person, application))
    if refusal is None and (decision.state == DecisionState.RELEASED or not decision.from_reserve):
        return Refusal("There is no offer on its way that could be taken back.")
    return refusal


def may_leave_reserve(person: Person | None, decision: AreaDecision, today: date) -> Refusal | None:
    """Only the applicant, from the letter that tells them of the reserve until its last day or until a place is
    offered. A place that is only being prepared changes nothing: they do not know of it, and are not to learn of it."""
    application, area = decision.application_area.application, decision.application_area.area
    if person is None or application.applicant_id != person.pk:
        return NOT_YOURS
    told = application.state == ApplicationState.DECIDED and decision.reserve_until is not None
    if not told or (decision.outcome in DESIGNATING and decision.state == DecisionState.RELEASED):
        return Refusal(f"You are not in reserve for {area.name}.")
    if decision.left_reserve_at is not None:
        return Refusal(f"You have told the alliance that you no longer want a place in {area.name}.")
    if reserve_is_over(decision, today):
        return Refusal(f"The reserve for {area.name} is over, so there is nothing to give up.")
    return None
