"""Who scores what: everyone everything, or so many per entry, shared out evenly or by hand."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from alliance.panels import queries
from alliance.panels.models import ASSIGNMENT, Assignment, Conflict, Entry, Exercise, Seat
from alliance.panels.services.telling import tell_of_more
from alliance.panels.states import AssignmentState, ExerciseState, SeatRole, SeatState
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused
from alliance.workflow.events import record
from alliance.workflow.notes import write_note

_RANDOM_POSITIONS = 2**31 - 1


@transaction.atomic
def share_out(*, exercise: Exercise, now: datetime) -> Counter[int]:
    """Give every entry its scorers: everybody without a conflict, or `scores_per_entry` of them, evenly.

    Adds to what is there and takes nothing away; whoever has a conflict or was excused from an entry is never given
    it again. Entries whose dossier is not cleared wait. Returns how many entries each seat (by id) was given.
    """
    exercise = Exercise.objects.select_for_update().get(pk=exercise.pk)
    seats = list(exercise.seats.filter(state=SeatState.SITTING))
    entries = list(queries.open_to_score(exercise))
    closed = set(Conflict.objects.filter(entry__in=entries).values_list("entry_id", "seat_id"))
    held = Assignment.objects.filter(entry__in=entries).values_list("entry_id", "seat_id", "state")
    touched = {(entry_id, seat_id) for entry_id, seat_id, _ in held}
    counting = Counter(
        entry_id for entry_id, _, state in held if state in (AssignmentState.ASSIGNED, AssignmentState.SUBMITTED)
    )
    load = Counter({seat.pk: 0 for seat in seats})
    load.update(seat_id for _, seat_id, state in held if state in ("assigned", "submitted") and seat_id in load)
    able = {
        entry.pk: [s for s in seats if (entry.pk, s.pk) not in closed and (entry.pk, s.pk) not in touched]
        for entry in entries
    }
    given: Counter[int] = Counter()
    new = []
    # Entries with the fewest possible scorers choose first, so that nobody's only scorers are used up elsewhere.
    for entry in sorted(entries, key=lambda e: (len(able[e.pk]), e.code)):
        free = able[entry.pk]
        secrets.SystemRandom().shuffle(free)
        if exercise.scores_per_entry is not None:
            wanted = max(0, exercise.scores_per_entry - counting[entry.pk])
            free = sorted(free, key=lambda seat: load[seat.pk])[:wanted]
        for seat in free:
            load[seat.pk] += 1
            given[seat.pk] += 1
            new.append(_assignment(entry, seat))
    Assignment.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        record(exercise, "shared_out", by=None, at=now)
    return given


def _assignment(entry: Entry, seat: Seat) -> Assignment:
    return Assignment(
        alliance_id=entry.alliance_id, entry=entry, seat=seat, position=secrets.randbelow(_RANDOM_POSITIONS)
    )


@transaction.atomic
def share_by_hand(*, entry: Entry, seats: Iterable[Seat], by: Person, now: datetime) -> None:
    """Staff name who scores this entry. Whoever has submitted stays; everybody else on the panel is excused, so that
    nothing that is shared out later brings them back to it.

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
    Assignment.objects.bulk_create(_assignment(entry, seat) for seat in others)
    given = Counter(chosen.keys() - known)
    for held in Assignment.objects.select_for_update().filter(entry=entry):
        if held.state == AssignmentState.ASSIGNED and held.seat_id not in chosen:
            ASSIGNMENT.apply(held, "excuse", by=by, at=now)
        elif held.state == AssignmentState.EXCUSED and held.seat_id in chosen:
            ASSIGNMENT.apply(held, "assign_again", by=by, at=now)
            given[held.seat_id] = 1
    record(entry, "shared_by_hand", by=by, at=now)
    if scoring:
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
