"""36. An aggregate about people never lets a group smaller than the threshold be read or worked out."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

import pytest

from alliance.equality import queries, services
from alliance.equality.models import Pool
from alliance.equality.tables import THRESHOLD
from tests.equality.conftest import KIND, ROUND, answered

__all__ = ["answered"]


@pytest.fixture
def pools(cast, answered):
    """Three pools, one after the other, of one round or of two; nearly everybody answered in the second."""
    found = []
    for rounds in ([answered(1, 34)], [answered(2, 47, silent=0.02)], [answered(3, 12), answered(4, 29)]):
        services.count(
            alliance=cast.alliance, round_kind=ROUND, kind=KIND, rounds=rounds, facts=(), today=date(2027, 3, 1)
        )
        found.append(queries.pooled_with(ROUND, rounds[0].pk))
    return found


def shown(table) -> list[int]:
    """Every number in a table."""
    return [number for row in table.rows for number in (row.applied, row.chosen, row.others) if number is not None]


def test_no_number_is_small_or_exact(pools):
    numbers = [number for pool in pools for table in pool.tables for number in shown(table)]
    assert numbers
    assert all(number >= THRESHOLD and number % 5 == 0 for number in numbers)


def test_no_table_less_another_leaves_a_small_group(pools):
    """All pairs of tables, also of different pools: sums and single numbers differ by nothing or by 5 and more."""
    tables = [table for pool in pools for table in pool.tables]
    for one, other in combinations(tables, 2):
        for a, b in product([*shown(one), sum(shown(one))], [*shown(other), sum(shown(other))]):
            assert abs(a - b) == 0 or abs(a - b) >= THRESHOLD


def test_no_table_is_computed_again_when_another_round_is_over(cast, answered, pools):
    """Nobody is counted in two pools, so yesterday's tables less today's are about different people."""
    before = list(Pool.objects.values_list("tables", flat=True))
    services.count(
        alliance=cast.alliance,
        round_kind=ROUND,
        kind=KIND,
        rounds=[answered(5, 31)],
        facts=(),
        today=date(2028, 3, 1),
    )
    assert list(Pool.objects.values_list("tables", flat=True))[:3] == before
    rounds = [pk for pool in pools for pk in pool.rounds]
    assert sorted(rounds) == [1, 2, 3, 4]


def behind(number: int) -> range:
    return range(max(THRESHOLD, number - 2), number + 3)


def pairs_of(row) -> set[tuple[int, int]]:
    """All that may stand behind a row, as (chosen, others)."""
    if row.is_split:
        return set(product(behind(row.chosen), behind(row.others)))
    if row.applied:
        return {(c, n - c) for n in behind(row.applied) for c in range(n + 1) if min(c, n - c) < THRESHOLD}
    return {(c, o) for c in range(THRESHOLD) for o in range(THRESHOLD - c)}


def test_the_known_totals_less_what_is_shown_leave_every_small_number_open(pools):
    """Staff know who applied and who was chosen. Worked out here on its own, without the code that made the tables."""
    for pool in pools:
        others_in_all = pool.applied - pool.chosen
        for table in pool.tables:
            for place, row in enumerate(table.rows):
                if row.is_split:
                    continue
                sums = {(0, 0)}
                for at, other in enumerate(table.rows):
                    if at != place:
                        sums = {
                            (c + a, o + b)
                            for (c, o), (a, b) in product(sums, pairs_of(other))
                            if c + a <= pool.chosen and o + b <= others_in_all
                        }
                open_ones = {
                    pair
                    for pair in pairs_of(row)
                    if any(c + pair[0] <= pool.chosen and o + pair[1] <= others_in_all for c, o in sums)
                }
                assert len({c + o for c, o in open_ones}) > 2, (table.title, row)
                for side in (0, 1):
                    assert len({pair[side] for pair in open_ones}) > 2, (table.title, row)
