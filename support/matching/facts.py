"""What matching knows of a request and of a leader: plain facts, no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import hypot

METRES_PER_MILE = 1609.344
Place = tuple[int, int]  # easting and northing, metres on the British National Grid


@dataclass(frozen=True)
class Wanted:
    """A need: its area in words, all names that the area goes by (its own and the national one), phase, half days."""

    id: int
    area: str
    names: frozenset[str]
    phase: str
    half_days: int


@dataclass(frozen=True)
class Asking:
    """A request as matching sees it. `family` are the URNs of the school, before and since; the days are the first and
    the last on which support is wanted; `year` is where its school year begins."""

    id: int
    family: frozenset[int]
    place: Place | None
    settings: frozenset[str]
    needs: tuple[Wanted, ...]
    urgency: str
    begins: date
    ends: date
    year: int


@dataclass(frozen=True)
class Helping:
    """A leader as matching sees them. `key` names them in a plan. `left` are half days by school year, `helped` the
    year in which they last worked for a school by its URN, `refused` the reason by the request (id) for which they
    have been ruled out, declined or not been released."""

    key: str
    family: frozenset[int]
    place: Place | None
    areas: frozenset[str]
    phases: frozenset[str]
    settings: frozenset[str]
    left: Mapping[int, int]
    miles: int | None = None
    interests: frozenset[int] = frozenset()
    away: tuple[tuple[date, date], ...] = ()
    until: date | None = None
    load: int = 0
    helped: Mapping[int, int] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)


def miles_between(one: Place | None, other: Place | None) -> float | None:
    """The straight line in miles; None where one of the places is not known."""
    if one is None or other is None:
        return None
    return hypot(one[0] - other[0], one[1] - other[1]) / METRES_PER_MILE


def days_away(asking: Asking, helping: Helping) -> tuple[int, int]:
    """On how many of the days wanted the leader is away, and how many days are wanted."""
    whole = (asking.ends - asking.begins).days + 1
    gone: set[int] = set()
    for first, last in helping.away:
        begin, end = max(first, asking.begins), min(last, asking.ends)
        gone.update(range((begin - asking.begins).days, (end - asking.begins).days + 1))
    return len(gone), whole
