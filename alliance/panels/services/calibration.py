"""Calibration: a dossier written or copied, scored by everybody, its spread shown, a reading agreed, scoring opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from alliance.panels import queries
from alliance.panels.models import (
    ASSIGNMENT,
    EXERCISE,
    Assignment,
    Criterion,
    Dossier,
    Entry,
    Exercise,
)
from alliance.panels.rules import waits_for
from alliance.panels.services.entries import Section, frozen_section
from alliance.panels.services.exercises import open_exercise
from alliance.panels.services.telling import tell_calibrated
from alliance.panels.states import AssignmentState, ExerciseState
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused
from alliance.workflow.events import record
from alliance.workflow.notes import write_note


@transaction.atomic
def write_calibration(*, exercise: Exercise, sections: Sequence[Section], by: Person, now: datetime) -> Entry:
    """The panel scores this dossier together before its applications. Writing it again replaces it.

    `sections` are as for `add_entry`; nobody's name may stand in them. Raises Refused once scoring has opened.
    """
    locked = Exercise.objects.select_for_update(of=("self",)).select_related("alliance", "rubric").get(pk=exercise.pk)
    if locked.state != ExerciseState.PREPARING:
        raise Refused(Refusal("Scoring has opened: what the panel scores together first stays as it is."))
    own = open_exercise(
        alliance=locked.alliance,
        responsibility=locked.responsibility,
        about=locked,
        title=f"Calibration: {locked.title}"[:160],
        code=locked.code,
        rubric=locked.rubric,
        anonymous=False,
        scores_per_entry=None,
        score_by=None,
        by=by,
    )
    entry, _ = Entry.objects.get_or_create(
        exercise=own, candidate_id=0, defaults={"alliance_id": own.alliance_id, "code": f"{locked.code}-C"}
    )
    Dossier.objects.filter(entry=entry).delete()
    frozen = [frozen_section(section, None) for section in sections]
    Dossier.objects.create(
        alliance_id=own.alliance_id,
        entry=entry,
        version=1,
        sections=frozen,
        frozen_at=now,
        cleared_at=now,
        cleared_by=by,
    )
    record(locked, "calibration_written", by=by, at=now)
    return entry


@transaction.atomic
def drop_calibration(*, exercise: Exercise, by: Person, now: datetime) -> None:
    """The panel scores nothing together first. Raises Refused once scoring has opened."""
    locked = Exercise.objects.select_for_update().get(pk=exercise.pk)
    if locked.state != ExerciseState.PREPARING:
        raise Refused(Refusal("Scoring has opened: what the panel scores together first stays as it is."))
    entry = queries.calibration_of(locked)
    if entry:
        entry.exercise.delete()
        record(locked, "calibration_dropped", by=by, at=now)


@transaction.atomic
def show_spread(*, exercise: Exercise, reason: str, by: Person, now: datetime) -> None:
    """Whoever leads the panel shows everybody how they read the calibration dossier; no more scores come to it.

    Raises Refused before anybody has submitted, and while somebody has not, without a `reason`; they are excused then.
    """
    entry = _calibration(exercise)
    waiting = list(
        Assignment.objects.select_for_update(of=("self",)).filter(entry=entry, state=AssignmentState.ASSIGNED)
    )
    if not queries.calibration_scores(entry).exists():
        raise Refused(Refusal(f"Nobody has scored {entry.code} yet, so there is nothing to show."))
    if waiting and not reason.strip():
        raise Refused(waits_for(len(waiting), entry))
    if waiting:
        ASSIGNMENT.apply_many(waiting, "excuse", by=by, at=now)
        write_note(exercise, "show_spread", reason, by=by)
    EXERCISE.apply(entry.exercise, "end_scoring", by=by, at=now)


@transaction.atomic
def end_calibration(*, exercise: Exercise, by: Person, now: datetime) -> None:
    """The applications open to the panel, which is told. Raises Refused before the spread was shown, and while there is
    a criterion without an agreed reading."""
    entry = _calibration(exercise)
    agreed = queries.agreed_readings(entry)
    if entry.exercise.state != ExerciseState.SCORED:
        raise Refused(Refusal(f"Show the panel first how it read {entry.code}."))
    for criterion in Criterion.objects.filter(rubric=entry.exercise.rubric_id):
        if criterion.pk not in agreed:
            raise Refused(Refusal(f"Write down first how the panel reads “{criterion.name}”."))
    EXERCISE.apply(entry.exercise, "close", by=by, at=now)
    tell_calibrated(exercise=exercise)


def _calibration(exercise: Exercise) -> Entry:
    entry = queries.calibration_of(exercise)
    if entry is None:
        raise Refused(Refusal("This panel scores no dossier together first."))
    return entry
