"""How far a panel has come, and what waits for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alliance.panels import rules
from alliance.panels.models import Assignment, Conflict, Dossier, Entry, Exercise, Seat
from alliance.panels.queries.calibration import KIND, calibrating
from alliance.panels.queries.entries import active
from alliance.panels.queries.people import run_by
from alliance.panels.rules import View
from alliance.panels.states import AssignmentState, ExerciseState, SeatState
from alliance.people.models import Person
from alliance.portal import portals
from alliance.schools.models import Alliance


@dataclass(frozen=True)
class ScorerProgress:
    """How much of their work somebody on the panel has done, without anything hidden from the viewer."""

    seat: Seat
    submitted: int
    drafts: int
    total: int


@dataclass(frozen=True)
class EntryProgress:
    """Where an entry stands for those who run the panel."""

    entry: Entry
    cleared: bool
    submitted: int
    assigned: int


def scorer_progress(view: View) -> list[ScorerProgress]:
    """Everybody on the panel with how much they have done. Two queries."""
    done: Counter[int] = Counter()
    drafts: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for seat_id, entry_id, state, saved_at in Assignment.objects.filter(
        entry__exercise=view.exercise,
        entry__withdrawn_at=None,
        state__in=[AssignmentState.ASSIGNED, AssignmentState.SUBMITTED],
    ).values_list("seat_id", "entry_id", "state", "saved_at"):
        if entry_id in view.hidden:
            continue
        total[seat_id] += 1
        done[seat_id] += state == AssignmentState.SUBMITTED
        drafts[seat_id] += state == AssignmentState.ASSIGNED and saved_at is not None
    seats = Seat.objects.filter(exercise=view.exercise).select_related("person", "school")
    return [
        ScorerProgress(seat, done[seat.pk], drafts[seat.pk], total[seat.pk])
        for seat in seats
        if seat.state == SeatState.SITTING or total[seat.pk]
    ]


def entry_progress(view: View) -> list[EntryProgress]:
    """Every entry that exists for this person, by code. Three queries."""
    submitted: Counter[int] = Counter()
    assigned: Counter[int] = Counter()
    for entry_id, state in Assignment.objects.filter(
        entry__exercise=view.exercise, state__in=[AssignmentState.ASSIGNED, AssignmentState.SUBMITTED]
    ).values_list("entry_id", "state"):
        assigned[entry_id] += 1
        submitted[entry_id] += state == AssignmentState.SUBMITTED
    uncleared = set(waiting_to_be_cleared(view.exercise).values_list("pk", flat=True))
    return [
        EntryProgress(entry, entry.pk not in uncleared, submitted[entry.pk], assigned[entry.pk])
        for entry in active(view.exercise).exclude(pk__in=view.hidden)
    ]


def waiting_to_be_cleared(*exercises: Exercise) -> QuerySet[Entry]:
    """Entries whose latest dossier nobody has cleared yet, of those of the exercises that are anonymous."""
    anonymous = [exercise for exercise in exercises if exercise.anonymous]
    later = Dossier.objects.filter(entry=OuterRef("entry"), version__gt=OuterRef("version"))
    latest = Dossier.objects.filter(entry__exercise__in=anonymous, cleared_at=None).exclude(Exists(later))
    return active(*anonymous).filter(pk__in=latest.values("entry"))


def exercises_of(person: Person, alliance: Alliance) -> Iterable[tuple[Exercise, Seat | None]]:
    """Exercises in which the person sits, or which they run, newest first, with their seat; none that they left."""
    seats = {seat.exercise_id: seat for seat in Seat.objects.filter(alliance=alliance, person=person)}
    every = Exercise.objects.filter(alliance=alliance).exclude(about_type=KIND)
    exercises = list(every.select_related("alliance"))
    run = run_by(person, exercises)
    for exercise in exercises:
        seat = seats.get(exercise.pk)
        if seat and seat.state == SeatState.LEFT:
            if exercise.state != ExerciseState.CLOSED:
                continue
            seat = None
        if seat or exercise.pk in run:
            yield exercise, seat


def waits_for_seats(seats: Iterable[Seat]) -> Counter[int]:
    """How many entries each of these seats still has to score now, by its primary key. Two queries."""
    seats = list(seats)
    closed = calibrating(seat.exercise for seat in seats)
    own = Conflict.objects.filter(entry=OuterRef("entry"), seat=OuterRef("seat"))
    owed = Assignment.objects.filter(
        seat__in=[seat for seat in seats if seat.exercise.state == ExerciseState.SCORING],
        state=AssignmentState.ASSIGNED,
        entry__withdrawn_at=None,
    )
    begun = Q(entry__not_before=None) | Q(entry__not_before__lte=timezone.now())
    owed = owed.filter(begun).exclude(entry__exercise__in=closed)
    return Counter(owed.exclude(Exists(own)).values_list("seat_id", flat=True))


def scoring_page(exercise: Exercise) -> str:
    """Where staff start and end scoring by the responsibility's own check list; empty where the panel's page does."""
    for portal in portals():
        if exercise.about_type in portal.scoring_pages:
            return portal.scoring_pages[exercise.about_type](exercise.alliance, exercise.about_id)
    return ""


def deciding_page(exercise: Exercise) -> str:
    """Where outcomes are proposed; empty before scoring is over, after release, and where nothing is decided."""
    for portal in portals():
        if exercise.about_type in portal.deciding_pages and exercise.state == ExerciseState.SCORED:
            return portal.deciding_pages[exercise.about_type](exercise.alliance, exercise.about_id)
    return ""


def unfinished(*exercises: Exercise) -> list[Entry]:
    """The entries on which somebody has not submitted, or that nobody has scored. Two queries."""
    entries = list(active(*exercises))
    waiting = set(
        Assignment.objects.filter(entry__in=entries, state=AssignmentState.ASSIGNED).values_list("entry_id", flat=True)
    )
    return [entry for entry in entries if entry.pk in waiting or entry.score_count == 0]


def short_of_scorers(*exercises: Exercise, entries: Iterable[Entry] | None = None) -> list[tuple[Entry, int, str]]:
    """Entries that too few can score: (entry, how many can, why the others cannot). Five queries at most."""
    seats = list(Seat.objects.filter(exercise__in=exercises, state=SeatState.SITTING))
    of = {exercise.pk: exercise for exercise in exercises}
    found = entries if entries is not None else active(*exercises)
    wanted = [entry for entry in found if not of[entry.exercise_id].by_name]
    conflicts = Conflict.objects.filter(entry__in=wanted, seat__in=seats).order_by("id")
    why: dict[tuple[int, int], str] = {}
    for conflict in conflicts:
        why.setdefault((conflict.entry_id, conflict.seat_id), conflict.get_kind_display().lower())
    aside: dict[int, set[int]] = {}
    has: set[tuple[int, int]] = set()
    full = _full(seats)
    done: Counter[int] = Counter()
    for entry_id, seat_id, state, seat_state in Assignment.objects.filter(entry__in=wanted).values_list(
        "entry_id", "seat_id", "state", "seat__state"
    ):
        if state == AssignmentState.EXCUSED:
            aside.setdefault(entry_id, set()).add(seat_id)
        has.add((entry_id, seat_id))
        if state == AssignmentState.EXCUSED:
            continue
        if state == AssignmentState.SUBMITTED and seat_state == SeatState.LEFT:
            done[entry_id] += 1
    short = []
    for entry in wanted:
        excused = aside.get(entry.pk, set())
        own = [seat for seat in seats if seat.exercise_id == entry.exercise_id]
        able = [s for s in own if (entry.pk, s.pk) not in why and s.pk not in excused]
        busy = [s for s in able if s.pk in full and (entry.pk, s.pk) not in has]
        able = [s for s in able if s not in busy]
        can = len(able) + done[entry.pk]
        if can < rules.needed(of[entry.exercise_id], entry):
            reasons = Counter([why[key] for key in why if key[0] == entry.pk])
            reasons.update({"excused": len([s for s in own if s.pk in excused])})
            reasons.update({"with as many as they can take": len(busy)})
            said = ", ".join(f"{count} {reason}" for reason, count in reasons.items() if count)
            short.append((entry, can, said or "the panel is too small"))
    return short


def _full(seats: Iterable[Seat]) -> set[int]:
    """Ids of the seats that have as many entries as they can take. One query at most."""
    caps = {seat.pk: seat.cap for seat in seats if seat.cap is not None}
    if not caps:
        return set()
    counting = Assignment.objects.filter(
        seat__in=caps, entry__withdrawn_at=None, state__in=[AssignmentState.ASSIGNED, AssignmentState.SUBMITTED]
    )
    load = Counter(counting.values_list("seat_id", flat=True))
    return {seat for seat, cap in caps.items() if load[seat] >= cap}


def _people(can: int) -> str:
    return f"{can} {'person' if can == 1 else 'people'} only" if can else "nobody"


def too_few(short: Sequence[tuple[Entry, int, str]], *, hidden: Container[int], blind: bool) -> list[str]:
    """What `short_of_scorers` found, in words, and what to do about it; entries whose ids are `hidden` are not named.

    `blind` leaves out why: whoever sits on the panel could tell from it whose application it is.
    """
    said = [
        f"{entry.code} can be scored by {_people(can)}{'' if blind else f' ({why})'}. Add somebody from outside to the "
        "panel, or let the chair accept fewer scores with a reason."
        for entry, can, why in short
        if entry.pk not in hidden
    ]
    if len(said) < len(short):
        said.append("Too few can score an application that is closed to you: somebody else has to see to it.")
    return said
