"""An entry's figures, recomputed in Python in the transaction of whatever changed them."""

from __future__ import annotations

from collections import defaultdict

from alliance.panels import figures
from alliance.panels.models import AgreedScore, Assignment, Criterion, Entry, Level, Score
from alliance.panels.states import AssignmentState


def recount(entry: Entry) -> None:
    """Recompute the figures of `entry`, its moderated score and recommendation from what is submitted and agreed.

    Locks the entry's row, so that of two submissions at once the second counts both. Somebody who abstained from
    every criterion has no mean and moves nothing.
    """
    locked = Entry.objects.select_for_update(of=("self",)).select_related("exercise__rubric").get(pk=entry.pk)
    rubric = locked.exercise.rubric
    submitted = Assignment.objects.filter(entry=locked, state=AssignmentState.SUBMITTED)
    means = [mean for mean in submitted.values_list("mean", flat=True) if mean is not None]
    levels = Level.objects.filter(rubric=rubric).in_bulk()
    given: dict[int, list[Level]] = defaultdict(list)
    for criterion_id, level_id in Score.objects.filter(assignment__in=submitted, level__isnull=False).values_list(
        "criterion_id", "level_id"
    ):
        given[criterion_id].append(levels[level_id])
    agreed = dict(AgreedScore.objects.filter(entry=locked).values_list("criterion_id", "level_id"))
    effects: list[str | None] = []
    counted: list[tuple[int, int] | None] = []
    for criterion in Criterion.objects.filter(rubric=rubric):
        same = set(given[criterion.pk])
        level = levels[agreed[criterion.pk]] if criterion.pk in agreed else same.pop() if len(same) == 1 else None
        effects.append(level.effect if level else None)
        counted.append((level.value, criterion.weight) if level else None)
    values = {
        "score_count": len(means),
        "mean": figures.mean(means),
        "median": figures.median(means),
        "spread": figures.spread(means),
        "disagreements": sum(figures.far_apart([level.position for level in one]) for one in given.values()),
        "moderated": figures.moderated(counted),
        "recommendation": figures.recommend(effects, figures.mean(means), rubric.minimum_mean),
    }
    Entry.objects.filter(pk=locked.pk).update(**values)
    for name, value in values.items():
        setattr(entry, name, value)
