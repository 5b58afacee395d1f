"""Selection rates of groups, worked out from the rounded numbers of a table alone, and what they can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from alliance.equality.tables import Row

Z = 1.96  # 95 in 100
FOUR_FIFTHS = 0.8


@dataclass(frozen=True)
class Rate:
    """Of how many of a group how many were chosen, in per cent, with the interval that so few numbers leave open.

    `look` says that the rate is below four fifths of the highest one shown: a reason to look, no verdict.
    """

    group: str
    chosen: int
    applied: int
    percent: int
    low: int
    high: int
    look: bool


def wilson(chosen: int, applied: int) -> tuple[float, float]:
    """The 95% interval of a share, each end between 0 and 1 (Wilson 1927, which holds for small numbers too)."""
    share, square = chosen / applied, Z * Z
    middle = share + square / (2 * applied)
    half = Z * sqrt(share * (1 - share) / applied + square / (4 * applied * applied))
    whole = 1 + square / applied
    return (middle - half) / whole, (middle + half) / whole


def rates(rows: Sequence[Row]) -> list[Rate]:
    """A rate for each row that shows how many were chosen."""
    split = [(row.group, row.chosen, row.size) for row in rows if row.chosen is not None]
    best = max((chosen / applied for _, chosen, applied in split), default=0)
    found = []
    for group, chosen, applied in split:
        low, high = wilson(chosen, applied)
        look = chosen / applied < FOUR_FIFTHS * best
        found.append(
            Rate(group, chosen, applied, round(100 * chosen / applied), round(100 * low), round(100 * high), look)
        )
    return found


def reading(shown: Sequence[Rate]) -> str:
    """What these rates can and cannot show, in a sentence for people who do not read intervals."""
    if len(shown) < 2:
        return "Too few groups are large enough to be compared, so this table says nothing about who is chosen."
    apart = [(high, low) for high in shown for low in shown if high.percent > low.percent and low.high < high.low]
    if apart:
        high, low = max(apart, key=lambda pair: pair[0].percent - pair[1].percent)
        return (
            f"“{high.group}” was chosen more often than “{low.group}”, by more than chance alone would usually make. "
            "The numbers do not say why: look at how people came to apply, at the criteria and at the scores."
        )
    if any(rate.look for rate in shown):
        return (
            "One rate is below four fifths of the highest, which is a reason to look. With numbers as small as these "
            "it can be chance: the intervals overlap, so the table does not show that any group is treated worse."
        )
    return (
        "The intervals overlap: the table shows no difference between these groups. With numbers as small as these it "
        "does not show that there is none either."
    )
