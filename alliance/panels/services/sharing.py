"""Who scores what: everyone everything, or so many per entry, shared out by the solver or by hand."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from alliance.panels import queries
from alliance.panels.models import ASSIGNMENT, Assignment, Conflict, Entry, Exercise, Seat
from alliance.panels.plan import Pair
from alliance.panels.services.telling import tell_of_more
from alliance.panels.states import AssignmentState, ExerciseState, SeatRole, SeatState
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused
from alliance.workflow.events import record
from alliance.workflow.notes import write_note

_RANDOM_POSITIONS = 2**31 - 2


@transaction.atomic
def share_out(*, exercise: Exercise, now: datetime) -> Counter[int]:
    """Give every entry its scorers: everybody without a conflict, or `scores_per_entry` of them by `plan.make_plan`.

    Adds to what is there and takes nothing away; whoever has a conflict or was excused from an entry is never given
    it again. Entries whose dossier is not cleared wait. Returns how many entries each seat (by id) was given.
    """
    exercise = Exercise.objects.select_for_update().get(pk=exercise.pk)
    if exercise.by_name:
        return Counter()
    table = queries.sharing_table(exercise, anew=False)
    if exercise.scores_per_entry is None:
        every = {(entry.pk, seat.pk) for entry in table.entries for seat in table.seats}
        pairs = sorted(every - table.standing - table.forbidden)
    else:
        pairs = list(table.plan(exercise.pk).pairs)
    if pairs:
        give(exercise, pairs)
        record(exercise, "shared_out", by=None, at=now)
    return Counter(seat for _, seat in [*pairs, *_calibrate(exercise)])


def _calibrate(exercise: Exercise) -> list[Pair]:
    """While the panel scores a dossier together, put it on the desk of everybody who has not had it."""
    calibration = queries.calibration_of(exercise)
    if calibration is None or calibration.exercise.state != ExerciseState.SCORING:
        return []
    known = Assignment.objects.filter(entry=calibration).values_list("seat_id", flat=True)
    fresh = exercise.seats.filter(state=SeatState.SITTING).exclude(pk__in=list(known))
    pairs = [(calibration.pk, seat.pk) for seat in fresh]
    give(exercise, pairs, first=True)
    return pairs


def give(exercise: Exercise, pairs: Iterable[Pair], *, first: bool = False) -> None:
    """Put these pairs of (entry, seat) on the scorers' desks, each in the scorer's own random order, or `first`."""
    Assignment.objects.bulk_create(
        (
            Assignment(
                alliance_id=exercise.alliance_id,
                entry_id=entry,
                seat_id=seat,
                position=0 if first else 1 + secrets.randbelow(_RANDOM_POSITIONS),
            )
            for entry, seat in pairs
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def share_by_hand(
    *, entry: Entry, seats: Iterable[Seat], by: Person | None, now: datetime, not_before: datetime | None = None
) -> None:
    """Staff name who scores this entry. Whoever has submitted stays; everybody else on the panel is excused, so that
    nothing that is shared out later brings them back to it. Where entries are given by name only, those named are told
    by the responsibility, and submit no scores before `not_before`, when they meet the candidate.

    Raises Refused when a seat has a conflict, which is never relaxed, while scoring when the dossier is not clear, and
    for a chair or deputy to whom the others’ scores stand open.
    """
    chosen = {seat.pk: seat for seat in seats}
    exercise = Exercise.objects.select_for_update().get(pk=entry.exercise_id)
    scoring = exercise.state == ExerciseState.SCORING
    if scoring and not queries.open_to_score(exercise).filter(pk=entry.pk).exists():
        raise Refused(Refusal(f"The dossier of {entry.code} is not cleared yet. Clear it first."))
    if Conflict.objects.filter(entry=entry, seat__in=chosen).exists():
        raise Refused(Refusal("One of them has a conflict with this application and cannot score it."))
    counting = entry.assignments.filter(state__in=[AssignmentState.ASSIGNED, AssignmentState.SUBMITTED])
    fresh = chosen.keys() - set(counting.values_list("seat_id", flat=True))
    if queries.is_open(entry) and any(chosen[pk].role != SeatRole.SCORER for pk in fresh):
        raise Refused(Refusal("Whoever chairs may have read the others’ scores by now, so they cannot score it."))
    known = set(Assignment.objects.filter(entry=entry).values_list("seat_id", flat=True))
    conflicts = set(Conflict.objects.filter(entry=entry).values_list("seat_id", flat=True))
    others = exercise.seats.filter(state=SeatState.SITTING).exclude(pk__in=known | conflicts)
    if exercise.by_name:
        others = others.filter(pk__in=chosen)
        Entry.objects.filter(pk=entry.pk).update(not_before=not_before)
    give(exercise, [(entry.pk, seat.pk) for seat in others])
    given = Counter(chosen.keys() - known)
    for held in Assignment.objects.select_for_update().filter(entry=entry):
        if held.state == AssignmentState.ASSIGNED and held.seat_id not in chosen:
            ASSIGNMENT.apply(held, "excuse", by=by, at=now)
        elif held.state == AssignmentState.EXCUSED and held.seat_id in chosen:
            ASSIGNMENT.apply(held, "assign_again", by=by, at=now)
            given[held.seat_id] = 1
    record(entry, "shared_by_hand", by=by, at=now)
    if scoring and not exercise.by_name:
        tell_of_more(exercise=exercise, given=given, now=now)


@transaction.atomic
def accept_fewer(*, entry: Entry, scores: int, reason: str, by: Person, now: datetime) -> None:
    """The chair accepts that this entry is decided with `scores` scores, for a reason that stays on the record."""
    if scores < 1 or not reason.strip():
        raise Refused(Refusal("Say with how many scores, at least one, and why."))
    Entry.objects.filter(pk=entry.pk).update(fewer_accepted=scores)
    entry.fewer_accepted = scores
    record(entry, "fewer_accepted", by=by, at=now, fields=["fewer_accepted"])
    write_note(entry, "fewer_accepted", reason, by=by)


@transaction.atomic
def excuse(*, assignment: Assignment, by: Person, reason: str, now: datetime) -> None:
    """Take an entry off a scorer's desk: their draft is set aside; somebody else is given it where scores are counted.

    Raises MoveRefused when they have submitted meanwhile: what is submitted stands.
    """
    ASSIGNMENT.apply(assignment, "excuse", by=by, at=now)
    if reason.strip():
        write_note(assignment, "excuse", reason, by=by)
    exercise = assignment.entry.exercise
    if exercise.state == ExerciseState.SCORING:
        tell_of_more(exercise=exercise, given=share_out(exercise=exercise, now=now), now=now)
