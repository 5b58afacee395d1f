"""Calibration: a dossier that the whole panel scores before its applications, and how they read it.

A calibration is an exercise about an exercise, with one entry. So nothing that reads a panel's own entries ever meets
it; its scorers are the seats of the panel itself, on whose desks it lies first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from alliance.panels import rules
from alliance.panels.models import AgreedScore, Assignment, Criterion, Entry, Exercise, Level, Score, Seat
from alliance.panels.states import AssignmentState, ExerciseState, SeatRole
from alliance.refusal import Refusal

KIND = Exercise._meta.label_lower


def calibration_of(exercise: Exercise) -> Entry | None:
    """The dossier that the panel scores together first, with its own exercise; None where it scores none."""
    found = Entry.objects.filter(exercise__about_type=KIND, exercise__about_id=exercise.pk)
    return found.select_related("exercise__alliance", "exercise__rubric").first()


def calibrating(exercises: Iterable[Exercise]) -> set[int]:
    """Ids of those exercises whose own entries are still closed, because their calibration is not over."""
    open_ones = Exercise.objects.filter(about_type=KIND, about_id__in=[one.pk for one in exercises])
    return set(open_ones.exclude(state=ExerciseState.CLOSED).values_list("about_id", flat=True))


def why_closed(assignment: Assignment) -> Refusal | None:
    """Why the dossier of this assignment is still closed to its scorer: the panel's calibration is not over."""
    calibration = calibration_of(assignment.entry.exercise)
    if calibration is None:
        return None
    own = Assignment.objects.filter(entry=calibration, seat=assignment.seat, state=AssignmentState.ASSIGNED)
    return rules.closed_by_calibration(assignment.entry, calibration, owed=own.exists())


def calibrations_to_lead(seats: Iterable[Seat]) -> dict[int, str]:
    """What the chair's calibrations wait for, in words, by exercise. Two queries at most."""
    chairing = [seat.exercise_id for seat in seats if seat.role == SeatRole.CHAIR and seat.declared_at]
    if not chairing:
        return {}
    found = Entry.objects.filter(exercise__about_type=KIND, exercise__about_id__in=chairing).select_related("exercise")
    waiting = set(
        Assignment.objects.filter(entry__in=found, state=AssignmentState.ASSIGNED).values_list("entry_id", flat=True)
    )
    said = {}
    for entry in found:
        if entry.exercise.state == ExerciseState.SCORED:
            said[entry.exercise.about_id] = "Write down how the panel reads the rubric, and open the applications"
        elif entry.exercise.state == ExerciseState.SCORING and entry.pk not in waiting and entry.score_count:
            said[entry.exercise.about_id] = f"Everybody has scored {entry.code}: show the panel how it read it"
    return said


@dataclass(frozen=True)
class Reading:
    """How the panel read one criterion of the calibration dossier: each scorer's level by the scorer's name or code,
    how many gave each level, and what was agreed."""

    criterion: Criterion
    scores: Sequence[tuple[str, Score | None]]
    counts: Sequence[tuple[Level, int]]
    cannot_judge: int
    agreed: AgreedScore | None

    @property
    def words(self) -> str:
        """How many gave what: "Red 1, Green 3"."""
        said = [f"{level.name} {count}" for level, count in self.counts if count]
        return ", ".join([*said, *([f"cannot judge {self.cannot_judge}"] if self.cannot_judge else [])])


def calibration_scores(entry: Entry) -> QuerySet[Assignment]:
    """Who has submitted scores on the calibration dossier, in an order that says nothing of the panel's."""
    submitted = Assignment.objects.filter(entry=entry, state=AssignmentState.SUBMITTED)
    return submitted.select_related("seat__person").order_by("submitted_at", "id")


def readings(entry: Entry, *, seat: Seat | None, named: bool) -> list[Reading]:
    """How the panel read each criterion. Five queries. Scorers bear a letter; `named` for who leads the calibration."""
    held = list(calibration_scores(entry))
    names = {}
    for place, one in enumerate(held):
        code = one.seat.person.name if named else f"Scorer {_letters(place)}"
        names[one.pk] = f"{code} (you)" if seat and one.seat_id == seat.pk else code
    given: dict[int, dict[int, Score]] = defaultdict(dict)
    for score in Score.objects.filter(assignment__in=held).select_related("level"):
        given[score.criterion_id][score.assignment_id] = score
    levels = list(Level.objects.filter(rubric=entry.exercise.rubric_id))
    agreed = agreed_readings(entry)
    return [
        Reading(
            criterion,
            [(names[one.pk], given[criterion.pk].get(one.pk)) for one in held],
            [(lv, sum(s.level_id == lv.pk for s in given[criterion.pk].values())) for lv in levels],
            sum(s.level_id is None for s in given[criterion.pk].values()),
            agreed.get(criterion.pk),
        )
        for criterion in Criterion.objects.filter(rubric=entry.exercise.rubric_id)
    ]


def _letters(place: int) -> str:
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


def agreed_readings(entry: Entry) -> dict[int, AgreedScore]:
    """What the panel agreed on each criterion (by id) of the calibration dossier."""
    return {one.criterion_id: one for one in AgreedScore.objects.filter(entry=entry).select_related("level")}
