"""What responsibilities ask: which panel is about their record, and what it made of the candidates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet

from alliance.panels.models import AgreedScore, Criterion, Entry, Exercise, Level, Score, Seat
from alliance.panels.states import AssignmentState, ExerciseState
from alliance.people.models import Person


def exercise_about(record: models.Model) -> Exercise | None:
    """The latest exercise about this record of a responsibility (a round), if there is one."""
    return exercises_about([record]).get(record.pk)


def exercises_about(records: Sequence[models.Model]) -> dict[int, Exercise]:
    """The latest exercise about each of these records of one kind, by the record's primary key. One query."""
    if not records:
        return {}
    found = Exercise.objects.filter(
        about_type=records[0]._meta.label_lower, about_id__in=[record.pk for record in records]
    )
    return {exercise.about_id: exercise for exercise in found.order_by("id")}


def sits_on(person: Person | None, record: models.Model) -> bool:
    """Does the person sit on a panel about this record, or did they? Until release they have no other right on it.

    Whoever has left keeps what they read and scored in mind, so leaving gives no staff right back.
    """
    return (
        person is not None
        and Seat.objects.filter(
            person=person,
            exercise__about_type=record._meta.label_lower,
            exercise__about_id=record.pk,
        )
        .exclude(exercise__state=ExerciseState.CLOSED)
        .exists()
    )


@dataclass(frozen=True)
class CriterionResult:
    """What the panel made of one criterion: the agreed level, or the one all scorers gave, and their comments."""

    criterion: Criterion
    agreed: Level | None
    unanimous: Level | None
    reason: str
    comments: tuple[str, ...]

    @property
    def level(self) -> Level | None:
        """The level that counts for the recommendation."""
        return self.agreed or self.unanimous


@dataclass(frozen=True)
class Result:
    """What the panel made of one candidate. Numbers are thousandths, None while nobody has scored."""

    entry: Entry
    criteria: tuple[CriterionResult, ...]
    comments: tuple[str, ...]

    @property
    def candidate_id(self) -> int:
        """The candidate, as the responsibility knows them."""
        return self.entry.candidate_id

    @property
    def code(self) -> str:
        """The entry's code."""
        return self.entry.code

    @property
    def mean(self) -> int | None:
        """Mean of the scorers' means."""
        return self.entry.mean

    @property
    def median(self) -> int | None:
        """Median of the scorers' means."""
        return self.entry.median

    @property
    def spread(self) -> int | None:
        """Highest less lowest scorer."""
        return self.entry.spread

    @property
    def recommendation(self) -> str:
        """By the rubric's rule (states.Recommendation)."""
        return self.entry.recommendation


def results(*exercises: Exercise) -> list[Result]:
    """What these panels made of every candidate who has not withdrawn, in the order of codes. Four queries."""
    entries = list(Entry.objects.filter(exercise__in=exercises, withdrawn_at=None))
    rubrics = {exercise.pk: exercise.rubric_id for exercise in exercises}
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    for criterion in Criterion.objects.filter(rubric__in=rubrics.values()):
        criteria[criterion.rubric_id].append(criterion)
    agreed = {
        (a.entry_id, a.criterion_id): a
        for a in AgreedScore.objects.filter(entry__exercise__in=exercises).select_related("level")
    }
    scores: dict[tuple[int, int], list[Score]] = defaultdict(list)
    general: dict[int, list[str]] = defaultdict(list)
    seen: set[int] = set()
    for score in submitted_scores(*exercises):
        entry_id = score.assignment.entry_id
        scores[entry_id, score.criterion_id].append(score)
        if score.assignment_id not in seen:
            seen.add(score.assignment_id)
            general[entry_id] += [score.assignment.comment] if score.assignment.comment else []
    return [
        Result(
            entry,
            tuple(
                _criterion_result(criterion, agreed.get((entry.pk, criterion.pk)), scores[entry.pk, criterion.pk])
                for criterion in criteria[rubrics[entry.exercise_id]]
            ),
            tuple(general[entry.pk]),
        )
        for entry in entries
    ]


def submitted_scores(*exercises: Exercise) -> QuerySet[Score]:
    """Every score that counts, scorers in the order of their seats, with level and assignment."""
    return (
        Score.objects.filter(assignment__entry__exercise__in=exercises, assignment__state=AssignmentState.SUBMITTED)
        .select_related("assignment", "level")
        .order_by("assignment__seat_id", "criterion__position", "id")
    )


def _criterion_result(criterion: Criterion, agreed: AgreedScore | None, scores: list[Score]) -> CriterionResult:
    levels = {score.level_id: score.level for score in scores if score.level_id}
    return CriterionResult(
        criterion=criterion,
        agreed=agreed.level if agreed else None,
        unanimous=next(iter(levels.values())) if len(levels) == 1 else None,
        reason=agreed.reason if agreed else "",
        comments=tuple(score.comment for score in scores if score.comment),
    )
