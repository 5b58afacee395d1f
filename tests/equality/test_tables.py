"""The table maker: what it shows, and that nothing under the threshold can be worked out from it."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.equality.rates import rates, reading, wilson
from alliance.equality.tables import Maker, Row


def shown(maker, **groups):
    return [(row.applied, row.chosen, row.others) for row in maker.make_table(groups)]


def test_numbers_are_rounded_and_small_groups_hidden():
    maker = Maker(chosen=60, others=60)
    assert shown(maker, women=(23, 17), men=(11, 3), others=(2, 1)) == [
        (None, 25, 15),
        (15, None, None),
        (None, None, None),
    ]


def test_five_is_shown_and_four_is_not():
    maker = Maker(chosen=40, others=40)
    assert shown(maker, a=(5, 5), b=(5, 0), c=(4, 0)) == [(None, 5, 5), (5, None, None), (None, None, None)]


def test_what_the_totals_leave_over_hides_a_second_row():
    """Everybody has answered, and 43 less 39 could only be 4: so less is shown."""
    groups = {"women": (15, 12), "men": (7, 5), "others": (2, 2)}
    maker = Maker(chosen=24, others=19)
    as_asked = [Row("women", chosen=15, others=10), Row("men", chosen=5, others=5), Row("others")]
    assert maker.leaves_open(as_asked)
    tight = Maker(chosen=19, others=14)
    assert not tight.leaves_open(as_asked)
    assert [row.is_split for row in tight.make_table(groups | {"others": (0, 0), "women": (13, 8)})] != [True, True, 0]


def test_where_everybody_is_in_a_group_the_rest_of_the_total_tells_nothing():
    """Of 43, in groups that readers know of everybody, 25 and 10 rounded leave 4 or more for the third."""
    rows = [Row("primary", applied=25), Row("secondary", applied=10), Row("special")]
    assert not Maker(chosen=41, others=2, complete=True).leaves_open(rows)
    assert Maker(chosen=41, others=2).leaves_open(rows)


def every_split(total: int, groups: int, complete: bool) -> list[tuple[int, ...]]:
    """Every way in which `total` people can be in the groups, or in none where not everybody is in one."""
    ways = product(range(total + 1), repeat=groups)
    return [way for way in ways if (sum(way) == total if complete else sum(way) <= total)]


@pytest.mark.slow
@pytest.mark.parametrize(("groups", "complete", "most"), [(2, False, 7), (2, True, 10), (3, True, 6), (3, False, 3)])
def test_no_small_number_follows_from_table_totals_and_this_very_code(groups, complete, most):
    """By brute force with a threshold of 3: of all that people could have answered, whatever gives the same table
    leaves more than one value of every number under the threshold. Readers of the table may know the code."""
    threshold, open_values = 3, 2
    for chosen, others in product(range(most + 1), repeat=2):
        maker = Maker(chosen, others, complete, threshold, base=3, open=open_values)
        behind = defaultdict(list)
        for some, rest in product(every_split(chosen, groups, complete), every_split(others, groups, complete)):
            truth = tuple(zip(some, rest, strict=True))
            table = maker.make_table({str(place): pair for place, pair in enumerate(truth)})
            behind[tuple((row.applied, row.chosen, row.others) for row in table)].append(truth)
        for table, truths in behind.items():
            for place in range(groups):
                pairs = [truth[place] for truth in truths]
                for values, total in (
                    ({c for c, _ in pairs}, chosen),
                    ({o for _, o in pairs}, others),
                    ({c + o for c, o in pairs}, chosen + others),
                ):
                    if min(values) < threshold:
                        assert len(values) >= min(open_values, 1 + total), (chosen, others, table, values)


PAIRS = st.tuples(st.integers(0, 25), st.integers(0, 25))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(PAIRS, min_size=1, max_size=5), PAIRS)
def test_behind_every_small_number_other_answers_would_give_the_very_same_table(groups, silent):
    """At the real threshold: a number that may be under 5 has three values, each with answers that make that table."""
    chosen, others = (sum(pair[side] for pair in [*groups, silent]) for side in (0, 1))
    maker = Maker(chosen, others)
    table = maker.make_table({str(place): pair for place, pair in enumerate(groups)})
    for place, row in enumerate(table):
        if row.is_split:
            continue
        alone = [(c, o) for c, o in could_be(row) if c <= chosen and o <= others]
        found = [
            pair
            for pair in alone
            if any(same_table(maker, table, place, pair, filling) for filling in fillings(table, place))
        ]
        for part in (lambda pair: pair[0], lambda pair: pair[1], sum):
            values = {part(pair) for pair in found}
            if min(values) < 5:
                assert len(values) >= min(3, len({part(pair) for pair in alone})), (row, values)


def could_be(row: Row) -> list[tuple[int, int]]:
    """What may stand behind a row that is not split."""
    if row.applied is None:
        return [(c, o) for c in range(5) for o in range(5 - c)]
    sizes = range(max(5, row.applied - 2), row.applied + 3)
    return [(c, size - c) for size in sizes for c in range(size + 1) if min(c, size - c) < 5]


def fillings(table: list[Row], place: int) -> list[tuple[tuple[int, int], ...]]:
    """The fewest people that may stand behind the other rows, each way."""
    ways = []
    for at, row in enumerate(table):
        if at == place:
            continue
        if row.is_split:
            ways.append([(max(5, row.chosen - 2), max(5, row.others - 2))])
        elif row.applied:
            least = max(5, row.applied - 2)
            ways.append(sorted({pair for few in range(5) for pair in ((few, least - few), (least - few, few))}))
        else:
            ways.append([(0, 0)])
    return list(product(*ways))


def same_table(maker, table, place, pair, filling) -> bool:
    """Would these answers fit the totals, and give the very same table?"""
    answers = [*filling[:place], pair, *filling[place:]]
    if sum(c for c, _ in answers) > maker.chosen or sum(o for _, o in answers) > maker.others:
        return False
    return maker.make_table({row.group: one for row, one in zip(table, answers, strict=True)}) == table


def test_intervals_are_wilsons():
    """Known values: 15 of 25 leaves 41% to 77% open, 0 of 10 leaves 0% to 28%."""
    assert [round(100 * end) for end in wilson(15, 25)] == [41, 77]
    assert [round(100 * end) for end in wilson(0, 10)] == [0, 28]


def test_rates_come_from_what_is_shown_and_four_fifths_is_a_reason_to_look():
    found = rates([Row("A", chosen=20, others=10), Row("B", chosen=10, others=15), Row("C", applied=40), Row("D")])
    assert [(rate.group, rate.applied, rate.percent, rate.look) for rate in found] == [
        ("A", 30, 67, False),
        ("B", 25, 40, True),
    ]
    assert "reason to look" in reading(found)
    assert "it can be chance" in reading(found)
    assert "Too few groups" in reading(found[:1])


def test_a_difference_that_chance_seldom_makes_is_said():
    found = rates([Row("A", chosen=80, others=20), Row("B", chosen=20, others=80)])
    assert "“A” was chosen more often than “B”" in reading(found)
