"""What the rest of the portal may read: which rounds are settled, and finished tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alliance.equality.models import Pool, Settled
from alliance.equality.rates import Rate, rates, reading
from alliance.equality.tables import Row


@dataclass(frozen=True)
class Table:
    """A finished table with the rates that it shows, and a sentence on what they can and cannot show."""

    key: str
    title: str
    rows: Sequence[Row]
    rates: Sequence[Rate]
    reading: str

    @property
    def is_hidden(self) -> bool:
        """Can nothing of it be shown?"""
        return all(row.is_hidden for row in self.rows)


@dataclass(frozen=True)
class Pooled:
    """The tables of a pool, the rounds in it (primary keys), and how many applied and were chosen in all of them."""

    rounds: Sequence[int]
    applied: int
    chosen: int
    frozen_on: date
    tables: Sequence[Table]


def settled(kind: str) -> set[int]:
    """The rounds of this kind in the alliance in scope whose answers are counted or deleted."""
    return set(Settled.objects.filter(kind=kind).values_list("round_id", flat=True))


def pooled_with(kind: str, round_pk: int) -> Pooled | None:
    """The tables of the pool in which this round is counted; None while it is in none. Two queries."""
    pool = Pool.objects.filter(rounds__kind=kind, rounds__round_id=round_pk).first()
    if pool is None:
        return None
    rounds = list(Settled.objects.filter(pool=pool).order_by("round_id").values_list("round_id", flat=True))
    return Pooled(
        rounds, pool.chosen + pool.others, pool.chosen, pool.frozen_on, [_table(stored) for stored in pool.tables]
    )


def _table(stored: dict) -> Table:
    rows = [Row(**row) for row in stored["rows"]]
    shown = rates(rows)
    return Table(stored["key"], stored["title"], rows, shown, reading(shown))
