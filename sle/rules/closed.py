"""What of a round is closed to whom until its outcomes are released, whatever other roles they hold.

Whoever sits on its panel scores blind; whoever applies in it is a rival of all the others. Neither sees another's
application, reference, dossier, mail or outcome, and neither runs the round's panel or its letters.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from alliance.panels.models import Seat
from alliance.panels.queries import sits_on as seated_on
from alliance.people.models import Person
from alliance.refusal import Refusal
from sle.models import Application, Designation, InterviewPlan, Review, Round
from sle.states import OPEN_REVIEW, ApplicationState, RoundState

OPEN_AGAIN = (RoundState.RELEASED, RoundState.FINISHED, RoundState.CANCELLED)
ON_THE_PANEL = Refusal(
    "You are on this round’s panel, or were, so its applications are closed to you until the outcomes are released."
)
ON_THE_REVIEWS_PANEL = Refusal(
    "You are on the panel for a review of this designation, or were, so all else about it is closed to you until the "
    "review is decided."
)
APPLIES_HERE = Refusal(
    "You have applied in this round yourself, so everybody else’s applications are closed to you until the outcomes "
    "are released. Another of the alliance’s staff does this."
)


def rounds_closed_to(person: Person) -> QuerySet[Round]:
    """The rounds in scope that are closed to the person: on whose panel they sit or sat, or in which they apply."""
    seats = Seat.objects.filter(person=person, exercise__about_type="sle.round")
    interviewing = Seat.objects.filter(person=person, exercise__about_type="sle.interviewplan")
    own = Application.objects.filter(applicant=person).exclude(state=ApplicationState.WITHDRAWN)
    return Round.objects.filter(
        Q(pk__in=seats.values("exercise__about_id"))
        | Q(interview_plan__in=interviewing.values("exercise__about_id"))
        | Q(pk__in=own.values("round_id"))
    ).exclude(state__in=OPEN_AGAIN)


def reviews_closed_to(person: Person) -> QuerySet[Review]:
    """The open reviews in scope on whose panel the person sits or sat: they score blind."""
    seats = Seat.objects.filter(person=person, exercise__about_type="sle.review")
    return Review.objects.filter(pk__in=seats.values("exercise__about_id"), state__in=OPEN_REVIEW)


def closed_designation(person: Person | None, designation: Designation) -> Refusal | None:
    """Why everything about a designation is closed to somebody who scores its review blind; None if it is not."""
    if person is None or designation.person_id == person.pk:
        return None
    return ON_THE_REVIEWS_PANEL if reviews_closed_to(person).filter(designation=designation).exists() else None


def sits_on_panel(person: Person | None, round: Round) -> bool:
    """Does or did the person sit on the panel of this round, whose outcomes are not released yet?"""
    if round.state in OPEN_AGAIN:
        return False
    return seated_on(person, round) or (round.interviews and _interviews_in(person, round))


def _interviews_in(person: Person | None, round: Round) -> bool:
    plan = InterviewPlan.objects.filter(round=round).first()
    return plan is not None and seated_on(person, plan)


def applicants_of(rounds: Sequence[Round]) -> dict[int, set[int]]:
    """Primary keys of the people who apply, by round. One query."""
    found: dict[int, set[int]] = {round.pk: set() for round in rounds}
    living = Application.objects.filter(round__in=rounds).exclude(state=ApplicationState.WITHDRAWN)
    for round_id, applicant_id in living.values_list("round_id", "applicant_id"):
        found[round_id].add(applicant_id)
    return found


def closed_round(person: Person | None, round: Round) -> Refusal | None:
    """Why everybody else's applications in this round are closed to the person; None if they are not.

    A draft counts, because it may still be handed over; an application that was withdrawn does not.
    """
    if person is None or round.state in OPEN_AGAIN:
        return None
    if sits_on_panel(person, round):
        return ON_THE_PANEL
    return APPLIES_HERE if person.pk in applicants_of([round])[round.pk] else None
