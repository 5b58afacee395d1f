"""How strict or lenient each scorer is, and what an application would have got from the whole panel: pure arithmetic.

The model of one dossier read by one scorer, in thousandths of a level:

    score = criterion + candidate + scorer's leniency + noise

What is scored is the (weighted) mean of the levels given; where somebody could not judge a criterion, that criterion's
part is taken out of it first (`evened`), so an easy criterion that is missing makes nobody strict. Noise holds whatever
else moves one reading, its own likes and dislikes of this dossier included; that is why a reading counts once and not
once for every criterion. Candidates and leniencies are drawn towards their means, as far as their variances and the
number of scores demand: a mixed model's best linear unbiased prediction (Henderson, Biometrics 1975), which is the
ridge regression of Platt and Burges, "Regularized Least Squares to Remove Reviewer Bias". One hard scorer of three weak
candidates is not yet a hard scorer.

The two ratios of variances are not known either, and small panels say little about them. So the answer is the mean over
a grid of both, each weighed by its restricted likelihood (Patterson and Thompson, Biometrika 1971) and by a wide prior:
candidates differ about as much as one reading errs, scorers a quarter of that, each give or take a factor of ten.
(Stringency made up half as much of the variance of one score as ability in 207 interviewers, Medical Education 2010.)
The intervals hold that uncertainty too, and never shrink to nothing because a panel looked alike.

Leniency is told against the mean of those who scored, and an adjusted mean is what they all together would have given.
Levels count as numbers (Red, Amber, Green as 0, 1, 2): at the sizes of such panels that loses little, as
`python -m bench.leniency` shows. Whatever comes out is whole thousandths, the same whatever database was asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

# Two scorers differ, but nothing tells which of them is the strict one, nor how much scorers differ as a rule.
SCORERS_AT_LEAST = 3
# With fewer a scorer's leniency is mostly the luck of the draw: of so many applications it is told, of fewer not.
ENTRIES_AT_LEAST = 4
# Scores beyond what places every application and scorer: with 12 the noise is known to about a fifth (1 / √(2 × 12)).
SPARE_AT_LEAST = 12
# 95 of 100 intervals hold the truth.
_SURE = 1.96
_CANDIDATES = np.geomspace(0.05, 20, 12)
_SCORERS = np.geomspace(0.01, 6, 12)
_EXPECTED, _FACTOR = (1.0, 0.25), 1.2


class Reading(NamedTuple):
    """One scorer's mean on one entry, in thousandths of a level."""

    entry: int
    scorer: int
    value: float


class Estimate(NamedTuple):
    """A number with its 95% interval, in thousandths. `error` is its standard error."""

    value: int
    error: int
    low: int
    high: int

    def differs(self) -> bool:
        """Does its interval leave 0 out?"""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Moderation:
    """What the scores of a panel tell: leniency by scorer (above 0: lenient), adjusted mean by entry.

    `off` says in a sentence why nothing is adjusted; then there are neither. Scorers of fewer entries than
    ENTRIES_AT_LEAST are allowed for and not told.
    """

    off: str = ""
    scorers: Mapping[int, Estimate] = field(default_factory=dict)
    entries: Mapping[int, Estimate] = field(default_factory=dict)


def groups(pairs: Iterable[tuple[int, int]]) -> int:
    """Into how many parts do these pairs of (entry, scorer) fall, none of which shares an entry or a scorer?"""
    first: dict[int, int] = {}
    links = {(first.setdefault(entry, scorer), scorer) for entry, scorer in pairs}
    above = {scorer: scorer for _, scorer in links}

    def head(scorer: int) -> int:
        while above[scorer] != scorer:
            scorer = above[scorer]
        return scorer

    for one, other in links:
        above[head(one)] = head(other)
    return sum(scorer == over for scorer, over in above.items())


def connected(pairs: Iterable[tuple[int, int]]) -> bool:
    """Are all scorers linked by entries that they share, so that leniency can be told from ability? `pairs` are of
    (entry, scorer); nothing is not connected."""
    return groups(pairs) == 1


def why_off(pairs: Collection[tuple[int, int]]) -> str:
    """Why scores by these pairs of (entry, scorer) cannot be adjusted, as a sentence; empty if they can."""
    load = Counter(scorer for _, scorer in pairs)
    entries = len({entry for entry, _ in pairs})
    known = sum(count >= ENTRIES_AT_LEAST for count in load.values())
    if known < SCORERS_AT_LEAST:
        return (
            f"There are too few scores: {SCORERS_AT_LEAST} people must have scored {ENTRIES_AT_LEAST} applications "
            f"each, and {known or 'none'} {'has' if known == 1 else 'have'}."
        )
    if (parts := groups(pairs)) > 1:
        return (
            f"The panel falls into {parts} parts that share no application, so nobody can tell whether one part is "
            "stricter or had weaker applications."
        )
    spare = len(pairs) - entries - len(load) + 1
    if spare < SPARE_AT_LEAST:
        return (
            f"There are too few scores: {len(pairs)} of {entries} applications by {len(load)} people leave {spare} to "
            f"tell leniency from chance, and {SPARE_AT_LEAST} are needed."
        )
    return ""


def criterion_effects(sums: Mapping[int, tuple[int, int]], weights: Mapping[int, int]) -> dict[int, float]:
    """How much higher than the others each criterion is scored, in thousandths; weighted, they sum to nothing.

    `sums` holds for each criterion (sum of the levels' thousandths, how many) over readings that judged every one.
    """
    means = {criterion: total / count for criterion, (total, count) in sums.items() if count}
    if set(means) != set(weights):
        return dict.fromkeys(weights, 0.0)
    middle = sum(means[one] * weights[one] for one in weights) / sum(weights.values())
    return {one: means[one] - middle for one in weights}


def evened(mean: int, missing: Collection[int], effects: Mapping[int, float], weights: Mapping[int, int]) -> float:
    """The mean that stands for all criteria where those `missing` could not be judged."""
    judged = sum(weights.values()) - sum(weights[one] for one in missing)
    return mean + sum(effects[one] * weights[one] for one in missing) / judged if judged else float(mean)


def moderate(readings: Sequence[Reading], *, lowest: int, highest: int) -> Moderation:
    """Leniency of every scorer and adjusted mean of every entry, or why there are none.

    `lowest` and `highest` are the rubric's ends in thousandths: no adjusted mean lies beyond them.
    """
    if off := why_off([(one.entry, one.scorer) for one in readings]):
        return Moderation(off)
    entries = sorted({one.entry for one in readings})
    scorers = sorted({one.scorer for one in readings})
    row, column = {pk: at for at, pk in enumerate(entries)}, {pk: at for at, pk in enumerate(scorers)}
    given, values = np.zeros((2, len(entries), len(scorers)))
    for one in readings:
        given[row[one.entry], column[one.scorer]] = 1
        values[row[one.entry], column[one.scorer]] = one.value
    means, errors, leniency, doubts = (part.tolist() for part in _predict(given, values))
    load = given.sum(0)
    return Moderation(
        scorers={pk: _estimate(leniency[at], doubts[at]) for pk, at in column.items() if load[at] >= ENTRIES_AT_LEAST},
        entries={pk: _estimate(means[at], errors[at], lowest, highest) for pk, at in row.items()},
    )


def _estimate(value: float, error: float, lowest: float = -np.inf, highest: float = np.inf) -> Estimate:
    value, low, high = (
        round(min(max(one, lowest), highest)) for one in (value, value - _SURE * error, value + _SURE * error)
    )
    return Estimate(value, round(error), low, high)


def _predict(given: Any, values: Any) -> tuple[Any, Any, Any, Any]:
    """Adjusted means and leniencies with their standard errors. `given` (entries × scorers) holds 1 where there is a
    value.

    Henderson's equations for each pair of ratios (candidates' and scorers' variance against the noise's), with the
    candidates and the mean absorbed: what is left is diagonal in the eigenvectors of the scorers' block, whatever the
    scorers' ratio, so that all of these are answered at once.
    """
    entries, scorers = given.shape
    count, middle = given.sum(), values.sum() / given.sum()
    values = np.where(given > 0, values - middle, 0.0)
    per_entry, of_entry = given.sum(1), values.sum(1)
    likely, answers = [], []
    for ratio in _CANDIDATES:
        absorbed = per_entry + 1 / ratio
        weight = given / absorbed[:, None]
        share = per_entry / absorbed
        left = count - per_entry @ share
        link = given.sum(0) - given.T @ share
        right = -(share @ of_entry)
        roots, vectors = np.linalg.eigh(np.diag(given.sum(0)) - given.T @ weight - np.outer(link, link) / left)
        turned = vectors.T @ (values.sum(0) - weight.T @ of_entry - link * right / left)
        stiff = np.maximum(roots, 0.0)[:, None] + 1 / _SCORERS
        rest = (values**2).sum() - (of_entry**2 / absorbed).sum() - right**2 / left
        squares = np.maximum(rest - (turned[:, None] ** 2 / stiff).sum(0), 1.0)
        determinant = np.log(absorbed).sum() + entries * np.log(ratio) + np.log(left)
        determinant = determinant + np.log(stiff).sum(0) + scorers * np.log(_SCORERS)
        prior = sum((np.log(r / e) / _FACTOR) ** 2 for r, e in zip((ratio, _SCORERS), _EXPECTED, strict=True))
        likely.append(-(determinant + (count - 1) * np.log(squares) + prior) / 2)
        # How a scorer's leniency enters an adjusted mean, and what of its error there is whoever scored.
        through = (1 / scorers - weight - np.outer(1 - share, link) / left) @ vectors
        fixed = of_entry / absorbed + (1 - share) * right / left
        own = 1 / absorbed + (1 - share) ** 2 / left
        apart = vectors - vectors.mean(0)
        noise, effect = squares / (count - 1), turned[:, None] / stiff
        answers.append(
            (
                fixed[:, None] + through @ effect,
                noise * (own[:, None] + through**2 @ (1 / stiff)),
                apart @ effect,
                noise * (apart**2 @ (1 / stiff)),
            )
        )
    weights = np.exp(np.array(likely) - np.max(likely))
    means, errors, leniency, doubts = (
        sum(part @ weight for part, weight in zip(parts, weights / weights.sum(), strict=True))
        for parts in zip(*((m, v + m**2, s, d + s**2) for m, v, s, d in answers), strict=True)
    )
    return (
        middle + means,
        np.sqrt(np.maximum(errors - means**2, 0)),
        leniency,
        np.sqrt(np.maximum(doubts - leniency**2, 0)),
    )


def places(entries: Mapping[int, Estimate]) -> dict[int, tuple[int, int]]:
    """The best and the last place that each entry may have: a difference inside its own 95% interval is a tie.

    The interval of a difference takes two entries' errors as independent, which they nearly are once the panel's mean
    level is out of them.
    """
    value = np.array([one.value for one in entries.values()], dtype=np.float32)
    square = np.array([one.error for one in entries.values()], dtype=np.float32) ** 2
    ahead = value - value[:, None] > _SURE * np.sqrt(square + square[:, None])
    return {
        key: (1 + better, len(entries) - worse)
        for key, better, worse in zip(entries, ahead.sum(1).tolist(), ahead.sum(0).tolist(), strict=True)
    }
