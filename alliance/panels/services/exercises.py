"""An exercise from opening to closing."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction

from alliance.panels import queries
from alliance.panels.models import ASSIGNMENT, EXERCISE, Assignment, Exercise, Rubric
from alliance.panels.services.conflicts import find_conflicts
from alliance.panels.services.meetings import close_meeting
from alliance.panels.services.sharing import share_out
from alliance.panels.services.telling import tell_scoring_open
from alliance.panels.states import AssignmentState, ExerciseState, SeatRole, SeatState
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused
from alliance.schools.models import Alliance
from alliance.workflow.events import record
from alliance.workflow.machine import MoveRefused


@transaction.atomic
def open_exercise(
    *,
    alliance: Alliance,
    responsibility: str,
    about: models.Model,
    title: str,
    code: str,
    rubric: Rubric,
    anonymous: bool,
    scores_per_entry: int | None,
    score_by: datetime | None,
    by: Person | None,
    by_name: bool = False,
) -> Exercise:
    """Open an exercise about a record of a responsibility; the one that is there already is returned as it is.

    `code` begins the codes of entries ("SLE"). `scores_per_entry` None means that everybody without a conflict scores
    everything; `by_name` that nothing is shared out, and `share_by_hand` names the scorers of each entry.
    """
    exercise, new = Exercise.objects.get_or_create(
        about_type=about._meta.label_lower,
        about_id=about.pk,
        code=code,
        defaults={
            "alliance": alliance,
            "responsibility": responsibility,
            "title": title,
            "rubric": rubric,
            "anonymous": anonymous,
            "scores_per_entry": scores_per_entry,
            "score_by": score_by,
            "by_name": by_name,
        },
    )
    if new:
        record(exercise, "opened", by=by)
    return exercise


@transaction.atomic
def change_setup(
    *,
    exercise: Exercise,
    rubric: Rubric,
    anonymous: bool,
    scores_per_entry: int | None,
    score_by: datetime | None,
    by: Person | None,
) -> None:
    """Change what scoring is done by. While scoring only `score_by` may move.

    Anonymity stays once dossiers are frozen, because its marks are made at the freezing. Raises Refused.
    """
    locked = Exercise.objects.select_for_update().get(pk=exercise.pk)
    changed = {"rubric": rubric.pk, "anonymous": anonymous, "scores_per_entry": scores_per_entry, "score_by": score_by}
    before = {
        "rubric": locked.rubric_id,
        "anonymous": locked.anonymous,
        "scores_per_entry": locked.scores_per_entry,
        "score_by": locked.score_by,
    }
    fields = [name for name, value in changed.items() if before[name] != value]
    if locked.state != ExerciseState.PREPARING and set(fields) - {"score_by"}:
        raise Refused(Refusal("Scoring has opened: the rubric and the way of scoring stay as they are."))
    if "anonymous" in fields and locked.entries.exists():
        raise Refused(Refusal("Dossiers are frozen already: whether they are anonymous stays as it is."))
    if fields:
        Exercise.objects.filter(pk=locked.pk).update(
            **{("rubric_id" if name == "rubric" else name): changed[name] for name in fields}
        )
        record(exercise, "setup_changed", by=by, fields=fields)
        exercise.refresh_from_db()
    if "rubric" in fields and (calibration := queries.exercise_about(exercise)):
        Exercise.objects.filter(pk=calibration.pk).update(rubric=rubric)


def missing_before_start(exercise: Exercise, *, hidden: frozenset[int] = frozenset(), blind: bool = False) -> list[str]:
    """What is missing before scoring can open, as sentences; nothing if it can.

    Entries in `hidden` (ids) are spoken of only in general. `blind` leaves out why others cannot score an entry: to
    somebody on the panel it would say from which school the candidate comes.
    """
    missing = []
    seats = list(exercise.seats.filter(state=SeatState.SITTING))
    entries = list(queries.active(exercise))
    if not any(seat.role == SeatRole.CHAIR for seat in seats):
        missing.append("The panel has no chair.")
    if not entries:
        missing.append("There are no applications to score.")
    if not exercise.rubric.criteria.exists() or not exercise.rubric.levels.exists():
        missing.append("The rubric has no criteria or no levels.")
    ready = set(queries.open_to_score(exercise).values_list("pk", flat=True))
    waiting = [entry for entry in entries if entry.pk not in ready]
    if waiting and exercise.anonymous:
        seen = sum(entry.pk not in hidden for entry in waiting)
        if seen:
            missing.append(f"{seen} dossier{' is' if seen == 1 else 's are'} not cleared yet.")
        if seen < len(waiting):
            missing.append("A dossier that is closed to you is not cleared yet: somebody else has to do it.")
    missing += queries.too_few(queries.short_of_scorers(exercise, entries=entries), hidden=hidden, blind=blind)
    return missing


@transaction.atomic
def start_scoring(*, exercise: Exercise, by: Person | None, now: datetime) -> None:
    """Open scoring: conflicts are looked for once more, entries shared out, the rubric frozen, the panel told.

    Raises Refused with the first thing that is missing.
    """
    locked = Exercise.objects.select_for_update(of=("self",)).select_related("rubric").get(pk=exercise.pk)
    find_conflicts(exercise=locked, now=now)
    missing = missing_before_start(locked) if locked.state == ExerciseState.PREPARING else []
    if missing:
        raise Refused(Refusal(missing[0]))
    Rubric.objects.select_for_update().get(pk=locked.rubric_id)
    Rubric.objects.filter(pk=locked.rubric_id, frozen_at=None).update(frozen_at=now)
    EXERCISE.apply(exercise, "start", by=by, at=now)
    if calibration := queries.exercise_about(exercise):
        EXERCISE.apply(calibration, "start", by=by, at=now)
    share_out(exercise=exercise, now=now)
    if not exercise.by_name:
        tell_scoring_open(exercise=exercise)


@transaction.atomic
def end_scoring(*, exercise: Exercise, by: Person | None, now: datetime) -> None:
    """End scoring: nothing can be submitted any more. Raises Refused while somebody still has to score something."""
    if left := len(queries.unfinished(exercise)):
        number = "1 application is" if left == 1 else f"{left} applications are"
        raise Refused(
            Refusal(f"{number} not scored by everybody yet. Excuse a scorer on the panel’s page, or wait for them.")
        )
    EXERCISE.apply(exercise, "end_scoring", by=by, at=now)


@transaction.atomic
def close_exercise(*, exercise: Exercise, by: Person | None, now: datetime) -> None:
    """Close the exercise, at release or when its record is cancelled: its panel has no more to do with it.

    Drafts are set aside, and a moderation meeting that is open is closed. Closing twice does nothing.
    """
    if (calibration := queries.exercise_about(exercise)) and calibration.state != ExerciseState.CLOSED:
        close_exercise(exercise=calibration, by=by, now=now)
    open_ones = list(
        Assignment.objects.select_for_update(of=("self",)).filter(
            entry__exercise=exercise, state=AssignmentState.ASSIGNED
        )
    )
    if open_ones:
        ASSIGNMENT.apply_many(open_ones, "excuse", by=by, at=now)
    if going_on := queries.open_meeting(exercise):
        close_meeting(meeting=going_on, by=by, now=now)
    try:
        EXERCISE.apply(exercise, "close", by=by, at=now)
    except MoveRefused:
        exercise.refresh_from_db()
        if exercise.state != ExerciseState.CLOSED:
            raise
