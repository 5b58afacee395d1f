"""Finding conflicts between seats and entries, and declaring them. No conflict is ever relaxed or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from alliance.panels import queries, rules
from alliance.panels.models import ASSIGNMENT, Assignment, Conflict, Entry, Exercise, Interest, Seat
from alliance.panels.services.sharing import share_out
from alliance.panels.services.telling import tell_of_more
from alliance.panels.services.totals import recount
from alliance.panels.states import AssignmentState, ConflictKind, ExerciseState, InterestKind, SeatState
from alliance.refusal import Refusal, Refused
from alliance.workflow.events import record
from alliance.workflow.notes import write_note


def find_conflicts(
    *, exercise: Exercise, now: datetime, seats: Iterable[Seat] | None = None, entries: Iterable[Entry] | None = None
) -> int:
    """Look for conflicts between `seats` and `entries` (all, unless named) and hide what is found; how many were new.

    Asks the responsibility who the candidates are. Runs inside the caller's transaction, whenever a seat or an entry
    is added, interests are declared, and scoring opens.
    """
    facts = queries.candidate_facts(exercise)
    at_table = list(seats if seats is not None else exercise.seats.filter(state=SeatState.SITTING))
    papers = list(entries if entries is not None else exercise.entries.all())
    known = set(Conflict.objects.filter(entry__in=papers, seat__in=at_table).values_list("entry_id", "seat_id", "kind"))
    new = []
    for seat in at_table:
        person = queries.standing(seat.person, exercise.alliance, seat)
        for entry in papers:
            if entry.candidate_id not in facts:
                continue
            for kind in sorted(rules.conflict_kinds(person, facts[entry.candidate_id])):
                if (entry.pk, seat.pk, str(kind)) not in known:
                    new.append(Conflict(alliance_id=exercise.alliance_id, entry=entry, seat=seat, kind=kind, at=now))
    Conflict.objects.bulk_create(new, ignore_conflicts=True)
    for conflict in new:
        _step_back(conflict.entry, conflict.seat)
    return len(new)


@transaction.atomic
def declare_interests(
    *, seat: Seat, schools: Iterable[str], people: Iterable[str], now: datetime, candidates: Iterable[int] = ()
) -> None:
    """The holder of the seat says with which schools and people they must have nothing to do; dossiers open after it.

    In an anonymous exercise nobody tells them who applied, so whatever they type is matched now and later. They are
    not told whether it met anybody. Where names are shown, `candidates` holds the ids of entries they ticked. Saying
    it again adds to what was said.
    """
    exercise = Exercise.objects.select_for_update().get(pk=seat.exercise_id)
    typed = [(InterestKind.SCHOOL, text) for text in schools] + [(InterestKind.PERSON, text) for text in people]
    Interest.objects.bulk_create(
        [
            Interest(alliance_id=seat.alliance_id, seat=seat, kind=kind, text=text.strip()[:200])
            for kind, text in typed
            if text.strip()
        ],
        ignore_conflicts=True,
    )
    Seat.objects.filter(pk=seat.pk, declared_at=None).update(declared_at=now)
    seat.refresh_from_db()
    record(seat, "declared_interests", by=seat.person, at=now)
    find_conflicts(exercise=exercise, now=now, seats=[seat])
    for entry in Entry.objects.filter(exercise=exercise, pk__in=list(candidates)):
        _declare(entry, seat, now)
    if exercise.state == ExerciseState.SCORING:
        share_out(exercise=exercise, now=now)


@transaction.atomic
def recuse(*, entry: Entry, seat: Seat, now: datetime, reason: str = "") -> None:
    """The holder of the seat declares a conflict with the entry: it is hidden from them for good.

    They need not say why. What they had drafted is set aside; scores they had submitted no longer count. Another
    scorer is found where the exercise shares out. Raises Refused when the panel is closed.
    """
    exercise = Exercise.objects.select_for_update().get(pk=entry.exercise_id)
    if exercise.state == ExerciseState.CLOSED:
        raise Refused(Refusal("This panel is closed."))
    _declare(entry, seat, now)
    record(entry, "conflict_declared", by=seat.person, at=now)
    if reason.strip():
        write_note(entry, "conflict_declared", reason.strip(), by=seat.person)
    if exercise.state == ExerciseState.SCORING:
        tell_of_more(exercise=exercise, given=share_out(exercise=exercise, now=now), now=now)


def _declare(entry: Entry, seat: Seat, now: datetime) -> None:
    Conflict.objects.get_or_create(
        entry=entry, seat=seat, kind=ConflictKind.DECLARED, defaults={"alliance_id": entry.alliance_id, "at": now}
    )
    _step_back(entry, seat)


def _step_back(entry: Entry, seat: Seat) -> None:
    """Take the entry off the seat's desk, submitted or not."""
    held = (
        Assignment.objects.select_for_update(of=("self",))
        .filter(Q(entry=entry, seat=seat) & ~Q(state=AssignmentState.RECUSED))
        .first()
    )
    if held:
        counted = held.state == AssignmentState.SUBMITTED
        ASSIGNMENT.apply(held, "recuse", by=seat.person)
        if counted:
            recount(entry)
