"""What the scores of a panel tell of its scorers, and of its entries with that allowed for.

Worked out when it is read and never stored: whoever must not know of a candidate gets figures in which that candidate
has no part, so they differ between readers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Sum

from alliance.panels import figures
from alliance.panels.leniency import Estimate, Moderation, Reading, criterion_effects, evened, moderate
from alliance.panels.models import Assignment, Criterion, Exercise, Level, Score, Seat
from alliance.panels.queries.results import exercise_about
from alliance.panels.rules import View
from alliance.panels.states import AssignmentState, ExerciseState

_OVER = (ExerciseState.SCORED, ExerciseState.CLOSED)
# By so many readings, evenly taken, how hard a criterion is is known to a fortieth of a level; the rest are not read.
ENOUGH_TO_TELL_CRITERIA = 500
# (assignment, entry, seat, mean in thousandths) of whoever has submitted and judged anything.
Submitted = tuple[int, int, int, int]


def submitted_means(exercise: Exercise, hidden: Collection[int] = ()) -> list[Submitted]:
    """The mean that every scorer gave every entry, without the entries in `hidden` (ids). One query."""
    found = Assignment.objects.filter(
        entry__exercise=exercise,
        entry__withdrawn_at=None,
        state=AssignmentState.SUBMITTED,
        mean__isnull=False,
    ).order_by("entry_id", "seat_id")
    given = found.values_list("pk", "entry_id", "seat_id", "mean")
    return [(pk, entry, seat, mean or 0) for pk, entry, seat, mean in given if entry not in hidden]


def moderation_of(exercise: Exercise, submitted: Sequence[Submitted] | None = None) -> Moderation:
    """Leniency by seat and adjusted mean by entry (ids), or why there are none: told of the whole panel, for reports;
    of only what was `submitted` on the entries that a reader may know of.

    Four queries at most where everybody judged everything, else six.
    """
    if exercise.state not in _OVER:
        return Moderation("Adjusted means are worked out once scoring has ended.")
    submitted = submitted_means(exercise) if submitted is None else submitted
    # What everybody scored together links the panel, and is no application: it has no adjusted mean.
    calibration = exercise_about(exercise)
    together = submitted_means(calibration) if calibration and submitted else []
    submitted = [*submitted, *together]
    exercises = [exercise, calibration] if calibration else [exercise]
    missing: dict[int, set[int]] = defaultdict(set)
    for assignment_id, criterion_id in (
        Score.objects.filter(
            assignment__entry__exercise__in=exercises, assignment__state=AssignmentState.SUBMITTED, cannot_judge=True
        )
        .order_by()
        .values_list("assignment_id", "criterion_id")
    ):
        missing[assignment_id].add(criterion_id)
    whole = [pk for pk, *_ in submitted if pk not in missing]
    effects, weights = _criteria(exercise, whole) if len(whole) < len(submitted) else ({}, {})
    readings = [
        Reading(entry, seat, evened(mean, missing[pk], effects, weights) if pk in missing else mean)
        for pk, entry, seat, mean in submitted
    ]
    ends = list(Level.objects.filter(rubric=exercise.rubric_id).values_list("value", flat=True))
    moderation = moderate(readings, lowest=min(ends, default=0), highest=max(ends, default=0))
    extra = {entry for _, entry, _, _ in together}
    return replace(moderation, entries={pk: one for pk, one in moderation.entries.items() if pk not in extra})


def _criteria(exercise: Exercise, whole: Sequence[int]) -> tuple[dict[int, float], dict[int, int]]:
    """How much higher than the others each criterion is scored, by some of the assignments that judged the `whole`
    rubric, and the criteria's weights."""
    weights = dict(Criterion.objects.filter(rubric=exercise.rubric_id).values_list("pk", "weight"))
    some = sorted(whole)[:: 1 + len(whole) // ENOUGH_TO_TELL_CRITERIA]
    judged = Score.objects.filter(assignment__in=some, level__isnull=False).order_by()
    sums = {
        one["criterion_id"]: (one["total"], one["number"])
        for one in judged.values("criterion_id").annotate(total=Sum("level__value"), number=Count("pk"))
    }
    return criterion_effects(sums, weights), weights


@dataclass(frozen=True)
class ScorerLeniency:
    """A scorer: how many entries they scored, the mean of what they gave, and their leniency, None where there are too
    few to tell. Thousandths."""

    seat: Seat
    entries: int
    mean: int | None
    leniency: Estimate | None

    @property
    def said(self) -> str:
        """What the leniency means, in words."""
        if self.leniency is None:
            return "Too few to tell"
        if not self.leniency.differs():
            return "Not told apart from the panel"
        return "More lenient than the panel" if self.leniency.value > 0 else "Stricter than the panel"


def scorer_leniency(view: View) -> tuple[Moderation, list[ScorerLeniency]]:
    """Everybody who has scored what this person may know of, and what the whole tells. Queries as `moderation_of`, and
    two."""
    submitted = submitted_means(view.exercise, view.hidden)
    moderation = moderation_of(view.exercise, submitted)
    given: dict[int, list[int]] = defaultdict(list)
    for _, _, seat_id, mean in submitted:
        given[seat_id].append(mean)
    seats = Seat.objects.filter(exercise=view.exercise, pk__in=given).select_related("person")
    return moderation, [
        ScorerLeniency(seat, len(given[seat.pk]), figures.mean(given[seat.pk]), moderation.scorers.get(seat.pk))
        for seat in seats
    ]
