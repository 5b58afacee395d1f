"""The round and its panel: handed over, scored, decided; what withdraws or ends is taken off the panel's desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from alliance.panels import services as panels
from alliance.panels.models import Exercise
from alliance.panels.queries import exercise_about
from alliance.panels.states import ExerciseState
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from sle.models import ROUND, Application, Round
from sle.queries.panel import missing_before_scoring, ready_for_panel
from sle.rules.panel import may_open_panel, may_start_deciding, may_start_scoring
from sle.services import interviews
from sle.services.letters import prepare_letters, void_letter
from sle.services.papers import sections_of
from sle.states import ApplicationState, RoundState

CODE = "SLE"


@transaction.atomic
def open_panel(*, round: Round, by: Person) -> Exercise:
    """The panel's exercise about this round, opened with the round's rubric and settings; the one that is there is
    brought in line with them until scoring starts. Raises Refused while the round has no rubric."""
    allow(may_open_panel(by, round))
    settings: dict[str, Any] = {
        "rubric": round.rubric,
        "anonymous": round.anonymous,
        "scores_per_entry": round.scores_per_entry,
        "score_by": round.score_by,
        "by": by,
    }
    exercise = panels.open_exercise(
        alliance=round.alliance,
        responsibility=Responsibility.SLE,
        about=round,
        title=round.title,
        code=CODE,
        **settings,
    )
    if exercise.state == ExerciseState.PREPARING:
        if exercise.entries.exists():
            settings["anonymous"] = exercise.anonymous
        panels.change_setup(exercise=exercise, **settings)
    return exercise


@transaction.atomic
def hand_over(*, round: Round, by: Person | None, now: datetime) -> int:
    """Freeze a dossier of every application that is ready and hand it to the panel; returns how many are new.

    Ready is what is submitted, eligible by every rule, and whose references have closed or have all been returned.
    Safe to repeat: nobody is handed over twice. `by` is None when the time has come by itself.
    """
    round = Round.objects.select_for_update().select_related("alliance").get(pk=round.pk)
    exercise = exercise_about(round)
    if exercise is None or exercise.state not in (ExerciseState.PREPARING, ExerciseState.SCORING):
        return 0
    ready = ready_for_panel(round, exercise, now)
    for application in ready:
        panels.add_entry(
            exercise=exercise,
            candidate_id=application.pk,
            areas=[line.area.name for line in application.areas.all()],
            sections=sections_of(application),
            by=by,
            now=now,
        )
    return len(ready)


@transaction.atomic
def start_scoring(*, round: Round, by: Person, now: datetime) -> None:
    """Scoring starts: the panel is told, and the round's applications are open to it as cleared dossiers.

    Raises Refused with what is missing first (see `queries.panel.missing_before_scoring`).
    """
    round = Round.objects.select_for_update().select_related("alliance").get(pk=round.pk)
    allow(may_start_scoring(by, round))
    hand_over(round=round, by=by, now=now)
    if missing := missing_before_scoring(round, now):
        raise Refused(Refusal(missing[0]))
    exercise = exercise_about(round)
    if exercise is None:
        raise Refused(Refusal("The round has not been handed over to a panel."))
    ROUND.apply(round, "start_scoring", by=by, at=now)
    if exercise.state == ExerciseState.PREPARING:
        panels.start_scoring(exercise=exercise, by=by, now=now)


@transaction.atomic
def start_deciding(*, round: Round, by: Person, now: datetime) -> None:
    """Scoring ends: interviews can be held and outcomes proposed. Each applicant gets a letter to be worded.

    Raises Refused while somebody still has to score something.
    """
    round = Round.objects.select_for_update().select_related("alliance").get(pk=round.pk)
    allow(may_start_deciding(by, round))
    exercise = exercise_about(round)
    if exercise is None:
        raise Refused(Refusal("The round has not been handed over to a panel."))
    if exercise.state == ExerciseState.SCORING:
        panels.end_scoring(exercise=exercise, by=by, now=now)
    ROUND.apply(round, "start_deciding", by=by, at=now)
    scored = exercise.entries.filter(withdrawn_at=None).values_list("candidate_id", flat=True)
    prepare_letters(applications=Application.objects.filter(pk__in=list(scored), state=ApplicationState.SUBMITTED))


@transaction.atomic
def withdraw_from_panel(*, application: Application, now: datetime) -> None:
    """The application is withdrawn: the panel need not score it, no interview is held, no letter is sent."""
    exercise = exercise_about(application.round)
    if exercise is not None:
        panels.withdraw_entry(exercise=exercise, candidate_id=application.pk, now=now)
    interviews.let_go(application=application, now=now)
    void_letter(application=application, by=None, now=now)


@transaction.atomic
def dismiss_panel(*, round: Round, by: Person | None, now: datetime) -> None:
    """The round is released, finished or cancelled: its panel has no more to do with it. Safe to repeat.

    Interviews still to come are called off; letters that were never released are not needed where the round is
    cancelled.
    """
    exercise = exercise_about(round)
    if exercise is not None:
        panels.close_exercise(exercise=exercise, by=by, now=now)
    interviews.dismiss(round=round, by=by, now=now)
    if round.state != RoundState.RELEASED:
        # A round that is finished may still offer places from its reserve.
        for application in round.applications.exclude(state=ApplicationState.DECIDED):
            void_letter(application=application, by=by, now=now)


def hand_over_what_is_due(alliance: Alliance, now: datetime) -> None:
    """Freeze the dossiers of applications whose references have closed since the last look."""
    for round in Round.objects.filter(state__in=(RoundState.CLOSED, RoundState.SCORING)).select_related("alliance"):
        hand_over(round=round, by=None, now=now)
