"""What an upheld appeal opens again, and nothing else: eligibility, the decision, the scores too, or a review."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.panels import services as panels
from alliance.panels.models import Exercise
from alliance.panels.queries import exercise_about
from alliance.panels.states import ExerciseState
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused
from alliance.schools.states import Responsibility
from alliance.times import in_words
from alliance.workflow.notes import write_note
from sle.models import APPLICATION, DECISION, Appeal, Application, AreaDecision, OutcomeLetter, Round
from sle.queries.panel import eligibility_gap, submitted
from sle.queries.register import current_designation
from sle.services.letters import open_letter
from sle.services.papers import sections_of
from sle.services.reviews import reinstate
from sle.states import DESIGNATING, OPEN_LETTER, AppealState, DecisionState, Remedy, RoundState

CODE = "AGAIN"
# From here on the round's own panel takes no more applications.
PANEL_IS_OVER = (RoundState.DECIDING, RoundState.RELEASED, RoundState.FINISHED)


@transaction.atomic
def put_right(*, appeal: Appeal, by: Person, now: datetime) -> None:
    """Open again what the appeal's remedy names; nothing for one that is dismissed.

    What was decided stays on record: the first letter as it went out, and a note on each decision. Raises Refused while
    a letter about a place from the reserve is on its way.
    """
    if not appeal.is_upheld:
        return
    if appeal.review is not None:
        if current_designation(appeal.appellant, appeal.review.designation.kind):
            raise Refused(Refusal(f"{appeal.appellant.name} holds another designation by now. It has to end first."))
        reinstate(review=appeal.review, by=by, now=now)
        return
    application = appeal.application
    if application is None:
        return
    if appeal.remedy == Remedy.ELIGIBILITY:
        APPLICATION.apply(application, "reconsider", by=by, at=now)
        return
    if OutcomeLetter.objects.filter(application=application, state__in=OPEN_LETTER).exists():
        raise Refused(
            Refusal("A letter about a place from the reserve is on its way. Release it or take it back first.")
        )
    decisions = AreaDecision.objects.filter(application_area__application=application, state=DecisionState.RELEASED)
    for decision in decisions.exclude(outcome__in=DESIGNATING).select_related("proposed_by", "approved_by"):
        write_note(decision, "decided_before_the_appeal", _as_it_stood(decision), by=None)
        DECISION.apply(decision, "reopen", by=by, at=now, approved_by=None, approved_at=None)
    open_letter(application=application, after_appeal=True)
    if appeal.remedy == Remedy.SCORING:
        first = exercise_about(application.round)
        entry = first.entries.filter(candidate_id=application.pk).first() if first else None
        if entry is None:
            raise Refused(Refusal("No panel has scored this application, so none can score it again."))
        panels.hand_on_entry(
            entry=entry, exercise=_new_panel(appeal, application.round, entry.exercise, by), by=by, now=now
        )


def _as_it_stood(decision: AreaDecision) -> str:
    who = " and ".join(
        f"{did} by {person.name}"
        for did, person in (("proposed", decision.proposed_by), ("approved", decision.approved_by))
        if person
    )
    until = f" until {in_words(decision.reserve_until)}" if decision.reserve_until else ""
    return f"{decision.get_outcome_display()}{until}, {who}."


def _new_panel(appeal: Appeal, round: Round, first: Exercise | None, by: Person) -> Exercise:
    """A panel for this one application, to be put together by whoever arranged the hearing: with the rubric and the
    settings of the first."""
    rubric = first.rubric if first else round.rubric
    if rubric is None:
        raise Refused(Refusal("The round has no criteria to score against."))
    return panels.open_exercise(
        alliance=appeal.alliance,
        responsibility=Responsibility.SLE,
        about=appeal,
        title=f"Scored again: {round.title}",
        code=CODE,
        rubric=rubric,
        anonymous=first.anonymous if first else round.anonymous,
        scores_per_entry=None,
        score_by=None,
        by=by,
    )


@transaction.atomic
def hand_to_new_panel(*, application: Application, by: Person, now: datetime) -> None:
    """An application that counts as eligible after an appeal goes to a panel of its own, where the round's panel has
    finished; before that it goes to the round's like any other. Does nothing for any other application."""
    round = application.round
    appeal = Appeal.objects.filter(
        application=application, state=AppealState.RELEASED, remedy=Remedy.ELIGIBILITY
    ).first()
    if appeal is None or round.state not in PANEL_IS_OVER or exercise_about(appeal) is not None:
        return
    ready = submitted(round).filter(pk=application.pk).first()
    if ready is None or eligibility_gap(ready, round.eligibility_rules.count()):
        return
    panels.add_entry(
        exercise=_new_panel(appeal, round, exercise_about(round), by),
        candidate_id=application.pk,
        areas=[line.area.name for line in ready.areas.all()],
        sections=sections_of(ready),
        by=by,
        now=now,
    )
    open_letter(application=application)


@transaction.atomic
def dismiss_new_panel(*, application: Application, by: Person, now: datetime) -> None:
    """The outcome is told again: whatever panel scored the application again has no more to do with it."""
    again = Exercise.objects.filter(about_type="sle.appeal", entries__candidate_id=application.pk)
    for exercise in again.exclude(state=ExerciseState.CLOSED):
        panels.close_exercise(exercise=exercise, by=by, now=now)
