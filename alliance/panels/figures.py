"""Means, medians and the rule for a recommendation. Pure integers (thousandths), so that every database agrees.

Somebody who could not judge a criterion, or who abstained altogether, never moves a mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alliance.panels.states import LevelEffect, Recommendation


def divided(number: int, by: int) -> int:
    """`number / by` rounded half up, in integers."""
    return (2 * number + by) // (2 * by)


def weighted_mean(values: Iterable[tuple[int, int]]) -> int | None:
    """Mean of (value in thousandths, weight), in thousandths; None where nothing was judged."""
    pairs = list(values)
    weight = sum(w for _, w in pairs)
    return divided(sum(v * w for v, w in pairs), weight) if weight else None


def mean(values: Sequence[int]) -> int | None:
    """Mean in thousandths, None of nothing."""
    return divided(sum(values), len(values)) if values else None


def median(values: Sequence[int]) -> int | None:
    """Median in thousandths (of an even number: halfway, rounded up), None of nothing."""
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else divided(ordered[middle - 1] + ordered[middle], 2)


def spread(values: Sequence[int]) -> int | None:
    """Highest less lowest, in thousandths, None of nothing."""
    return max(values) - min(values) if values else None


def far_apart(positions: Sequence[int]) -> bool:
    """Do scorers disagree on a criterion? Two or more levels apart, as Red and Green are."""
    return bool(positions) and max(positions) - min(positions) >= 2


def moderated(levels: Sequence[tuple[int, int] | None]) -> int | None:
    """The moderated score: the mean of the levels that count (value in thousandths, weight), one per criterion; None
    while a criterion has none."""
    counted = [level for level in levels if level is not None]
    return weighted_mean(counted) if len(counted) == len(levels) else None


def recommend(effects: Sequence[str | None], mean: int | None, minimum_mean: int | None) -> Recommendation:
    """The rule for a recommendation.

    `effects` holds per criterion the effect of its agreed level (or of the level all scorers gave), None where there
    is neither. Any level against rules out; else nothing is said until every criterion is agreed; else a mean below
    the rubric's minimum rules out; else any level with support means with a support plan.
    """
    if LevelEffect.AGAINST in effects:
        return Recommendation.AGAINST
    if not effects or None in effects:
        return Recommendation.OPEN
    if minimum_mean is not None and (mean is None or mean < minimum_mean):
        return Recommendation.AGAINST
    return Recommendation.SUPPORT if LevelEffect.SUPPORT in effects else Recommendation.FOR
