"""Everybody for one request: who can help, the best first, and who cannot and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from support.matching.eligibility import ruled_out
from support.matching.facts import Asking, Helping
from support.matching.scoring import Match, match


@dataclass(frozen=True)
class Ranking:
    """Matches, the best first; and (key, why) of those ruled out, in the order given."""

    matches: tuple[Match, ...]
    out: tuple[tuple[str, str], ...]


def rank(asking: Asking, everybody: Sequence[Helping]) -> Ranking:
    """Rank everybody for one request. Equal points stand by distance, then by key: always in the same order."""
    matches, out = [], []
    for helping in everybody:
        if why := ruled_out(asking, helping):
            out.append((helping.key, why))
        else:
            matches.append(match(asking, helping))
    order = sorted(matches, key=lambda one: (-one.points, one.miles is None, one.miles or 0, one.key))
    return Ranking(tuple(order), tuple(out))
