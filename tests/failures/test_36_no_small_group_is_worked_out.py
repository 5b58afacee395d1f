"""36. An aggregate about people never lets a group smaller than the threshold be read or worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations, product

import pytest

from alliance.equality import queries, services
from alliance.equality.facts import RoundToCount, SchoolFact, Selection
from alliance.equality.models import Pool
from alliance.equality.tables import THRESHOLD, Row
from tests.equality.conftest import KIND, ROUND, answered, asked_for

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


@pytest.mark.slow
def test_no_number_is_small_or_exact(pools):
    numbers = [number for pool in pools for table in pool.tables for number in shown(table)]
    assert numbers
    assert all(number >= THRESHOLD and number % 5 == 0 for number in numbers)


@pytest.mark.slow
def test_no_table_less_another_leaves_a_small_group(pools):
    """All pairs of tables, also of different pools: sums and single numbers differ by nothing or by 5 and more."""
    tables = [table for pool in pools for table in pool.tables]
    for one, other in combinations(tables, 2):
        for a, b in product([*shown(one), sum(shown(one))], [*shown(other), sum(shown(other))]):
            assert abs(a - b) == 0 or abs(a - b) >= THRESHOLD


@pytest.mark.slow
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
    """All that may stand behind a row that is shown as its size asks, as (chosen, others)."""
    if row.is_split:
        return set(product(behind(row.chosen), behind(row.others)))
    if row.applied:
        return {(c, n - c) for n in behind(row.applied) for c in range(n + 1) if min(c, n - c) < THRESHOLD}
    return {(c, o) for c in range(THRESHOLD) for o in range(THRESHOLD - c)}


def given_away(table, chosen: int, others: int, *, complete: bool) -> list:
    """The rows of which a number under the threshold follows, or nearly: fewer values are left for it than 3 and than
    the row and the totals leave alone. `complete`: readers know that everybody is in one of the groups."""
    found = []
    for place, row in enumerate(table.rows):
        if row.is_split or table.is_hidden:
            continue
        sums = {(0, 0)}
        for at, other in enumerate(table.rows):
            if at != place:
                sums = {
                    (c + a, o + b)
                    for (c, o), (a, b) in product(sums, pairs_of(other))
                    if c + a <= chosen and o + b <= others
                }
        alone = {(c, o) for c, o in pairs_of(row) if c <= chosen and o <= others}
        if complete:
            left = {(c, o) for c, o in alone if (chosen - c, others - o) in sums}
        else:
            left = {(c, o) for c, o in alone if any(c + a <= chosen and o + b <= others for a, b in sums)}
        for number in (lambda pair: pair[0], lambda pair: pair[1], sum):
            before, after = ({number(pair) for pair in pairs} for pairs in (alone, left))
            if min(after, default=0) < THRESHOLD and len(after) < min(3, len(before)):
                found.append((table.title, row, after))
    return found


@pytest.mark.slow
def test_the_known_totals_less_what_is_shown_leave_every_small_number_open(pools):
    """Staff know who applied and who was chosen. Worked out here on its own, without the code that made the tables."""
    for pool in pools:
        for table in pool.tables:
            assert not given_away(table, pool.chosen, pool.applied - pool.chosen, complete=False)


def test_where_everybody_has_answered_what_is_left_of_the_totals_tells_nothing(cast):
    """18 and 13 of 19 and 14 have said yes, so a table that showed them would leave 0 or 1 of each for no."""
    selections = []
    for answer, chosen, number in (
        ("same", True, 18),
        ("same", False, 13),
        ("different", True, 1),
        ("different", False, 1),
    ):
        for pk in range(len(selections) + 1, len(selections) + 1 + number):
            services.save_answers(alliance=cast.alliance, asked=asked_for(pk, 1), answers={"gender_1": answer})
            selections.append(Selection(pk, chosen))
    table = table_of(cast, selections, (), "gender_1")
    assert not given_away(table, 19, 14, complete=False)
    naive = replace(table, rows=[Row("Yes", chosen=20, others=15), Row("No")])
    assert given_away(naive, 19, 14, complete=False)  # it would be noticed


def test_where_everybodys_school_is_known_the_smallest_phase_is_not_worked_out(cast):
    """43 people: 25 and 10, rounded, would leave 4 or more for the third phase, which is under the threshold: 4."""
    sizes = (("Primary", 26, 1), ("Secondary", 11, 1), ("Special", 4, 0))
    facts = [(phase, chosen) for phase, yes, no in sizes for chosen in [True] * yes + [False] * no]
    selections = [Selection(pk, chosen, {"phase": phase}) for pk, (phase, chosen) in enumerate(facts, start=1)]
    fact = SchoolFact("phase", "Phase of the school", [phase for phase, _, _ in sizes])
    table = table_of(cast, selections, [fact], "phase")
    assert not given_away(table, 41, 2, complete=True)
    naive = replace(table, rows=[Row("Primary", applied=25), Row("Secondary", applied=10), Row("Special")])
    assert given_away(naive, 41, 2, complete=True)


def table_of(cast, selections, facts, key):
    """The table of this question or fact, when these are counted."""
    given = {"round_kind": ROUND, "kind": KIND, "rounds": [RoundToCount(1, selections)], "facts": facts}
    assert services.count(alliance=cast.alliance, today=date(2027, 3, 1), **given)
    return next(table for table in queries.pooled_with(ROUND, 1).tables if table.key == key)
