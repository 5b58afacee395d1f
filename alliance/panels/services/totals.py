"""An entry's figures, recomputed in Python in the transaction of whatever changed them."""

from __future__ import annotations

from collections import defaultdict

from alliance.panels import figures
from alliance.panels.models import AgreedScore, Assignment, Criterion, Entry, Score
from alliance.panels.states import AssignmentState


def recount(entry: Entry) -> None:
    """Recompute mean, median, spread, disagreements and recommendation of `entry` from what is submitted and agreed.

    Locks the entry's row, so that of two submissions at once the second counts both. Somebody who abstained from
    every criterion has no mean and moves nothing.
    """
    locked = Entry.objects.select_for_update(of=("self",)).select_related("exercise__rubric").get(pk=entry.pk)
    rubric = locked.exercise.rubric
    submitted = Assignment.objects.filter(entry=locked, state=AssignmentState.SUBMITTED)
    means = [mean for mean in submitted.values_list("mean", flat=True) if mean is not None]
    given: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for criterion_id, position, effect in Score.objects.filter(
        assignment__in=submitted, level__isnull=False
    ).values_list("criterion_id", "level__position", "level__effect"):
        given[criterion_id].append((position, effect))
    agreed = dict(AgreedScore.objects.filter(entry=locked).values_list("criterion_id", "level__effect"))
    effects: list[str | None] = []
    for criterion in Criterion.objects.filter(rubric=rubric):
        levels = set(given[criterion.pk])
        effects.append(agreed.get(criterion.pk) or (levels.pop()[1] if len(levels) == 1 else None))
    values = {
        "score_count": len(means),
        "mean": figures.mean(means),
        "median": figures.median(means),
        "spread": figures.spread(means),
        "disagreements": sum(figures.far_apart([position for position, _ in levels]) for levels in given.values()),
        "recommendation": figures.recommend(effects, figures.mean(means), rubric.minimum_mean),
    }
    Entry.objects.filter(pk=locked.pk).update(**values)
    for name, value in values.items():
        setattr(entry, name, value)
