"""The model of strict and lenient scorers: what it recovers, what it draws in, and when it says nothing."""

import random
import statistics

import pytest

from alliance.panels.leniency import (
    Estimate,
    Reading,
    connected,
    criterion_effects,
    evened,
    groups,
    moderate,
    places,
    why_off,
)


def panel(entries, scorers, each, *, leniency, chance, noise=250, quality=400):
    """Readings of `entries` by `each` of `scorers` in turn, and what the whole panel would have given each."""
    truth = [1000 + chance.gauss(0, quality) for _ in range(entries)]
    readings = [
        Reading(entry, scorer % scorers, truth[entry] + leniency[scorer % scorers] + chance.gauss(0, noise))
        for entry in range(entries)
        for scorer in range(entry, entry + each)
    ]
    middle = statistics.mean(leniency)
    return readings, [one + middle for one in truth], [one - middle for one in leniency]


def wide(readings):
    return moderate(readings, lowest=-10_000, highest=10_000)


def test_known_leniency_is_recovered():
    readings, truth, leniency = panel(
        60, 5, 3, leniency=(-400, 0, 100, 0, 300), chance=random.Random(1), noise=60, quality=400
    )
    found = wide(readings)
    assert not found.off
    for scorer, known in enumerate(leniency):
        assert abs(found.scorers[scorer].value - known) < 60
    for entry, known in enumerate(truth):
        assert abs(found.entries[entry].value - known) < 200
    assert [found.scorers[n].differs() for n in (0, 4)] == [True, True]
    assert found.scorers[0].high < 0 < found.scorers[4].low


def test_whoever_meets_the_strict_scorers_is_not_behind_for_it():
    """Two alike, one read by three strict scorers and one by three lenient ones: raw 800 apart, adjusted a tie."""
    chance = random.Random(2)
    readings, *_ = panel(30, 6, 3, leniency=(-400, -400, -400, 400, 400, 400), chance=chance, noise=80)
    readings += [Reading(100, scorer, 600) for scorer in (0, 1, 2)]
    readings += [Reading(101, scorer, 1400) for scorer in (3, 4, 5)]
    found = wide(readings).entries
    assert abs(found[100].value - found[101].value) < 120


def test_one_hard_scorer_of_a_few_weak_candidates_is_not_yet_a_hard_scorer():
    chance = random.Random(3)
    readings, *_ = panel(12, 4, 3, leniency=(0, 0, 0, 0), chance=chance)
    mean = statistics.mean(one.value for one in readings)
    weak = sorted(range(12), key=lambda entry: sum(one.value for one in readings if one.entry == entry))[:4]
    given = {one.entry: one.value for one in readings}
    readings += [Reading(entry, 9, given[entry] - 200) for entry in weak]
    found = wide(readings).scorers[9]
    raw = statistics.mean(one.value for one in readings if one.scorer == 9) - mean
    assert raw < -400
    assert raw / 2 < found.value < 0


def test_fewer_scores_draw_more_and_leave_a_wider_interval():
    readings, *_ = panel(20, 4, 4, leniency=(0, 0, 0, 0), chance=random.Random(4))
    readings += [Reading(50, scorer, 2000) for scorer in range(4)] + [Reading(51, 0, 2000)]
    found = wide(readings).entries
    assert found[51].value < found[50].value < 2000
    assert found[51].error > found[50].error


def test_the_ends_of_the_rubric_are_kept():
    readings = [Reading(entry, scorer, 2000) for entry in range(10) for scorer in range(3)]
    found = moderate(readings, lowest=0, highest=2000)
    assert set(found.entries.values()) == {Estimate(2000, found.entries[0].error, found.entries[0].low, 2000)}
    assert set(places(found.entries).values()) == {(1, 10)}
    assert all(one.value == 0 for one in found.scorers.values())


def test_the_order_of_the_scores_does_not_matter():
    readings, *_ = panel(15, 5, 3, leniency=(100, 0, -100, 0, 50), chance=random.Random(5))
    assert wide(readings) == wide(readings[::-1])


@pytest.mark.parametrize(
    ("pairs", "parts"),
    [
        ([], 0),
        ([(1, 1)], 1),
        ([(1, 1), (1, 2), (2, 2)], 1),
        ([(1, 1), (2, 2)], 2),
        # The same number for an entry and a scorer links nothing.
        ([(1, 2), (2, 1), (3, 3)], 3),
        ([(1, 1), (2, 1), (3, 2), (3, 3), (2, 3)], 1),
    ],
)
def test_connected(pairs, parts):
    assert groups(pairs) == parts
    assert connected(pairs) == (parts == 1)


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ([], "3 people must have scored 4 applications each, and none have."),
        ([(e, s) for e in range(9) for s in (1, 2)], "3 people must have scored 4 applications each, and 2 have."),
        ([(e, s) for e in range(9) for s in (1, 2)] + [(e, 3) for e in range(3)], "applications each, and 2 have."),
        ([(e, s) for e in range(9) for s in ((1, 2, 3) if e < 5 else (4, 5, 6))], "falls into 2 parts that share"),
        ([(e, s) for e in range(6) for s in (1, 2, 3)], "leave 10 to tell leniency from chance, and 12 are needed."),
        ([(e, s) for e in range(7) for s in (1, 2, 3)], ""),
    ],
)
def test_off(pairs, why):
    assert why in why_off(pairs)
    assert bool(why) == bool(why_off(pairs))
    found = wide([Reading(entry, scorer, 1000 + 100 * (entry % 3)) for entry, scorer in pairs])
    assert found.off == why_off(pairs)
    assert bool(found.entries) == bool(found.scorers) == (not why)


def test_a_scorer_of_too_few_is_allowed_for_and_not_told():
    readings, *_ = panel(12, 4, 3, leniency=(0, 0, 0, 0), chance=random.Random(6))
    readings += [Reading(entry, 9, 1500) for entry in range(3)]
    found = wide(readings)
    assert set(found.scorers) == {0, 1, 2, 3}
    assert len(found.entries) == 12


def test_an_easy_criterion_that_is_missing_makes_nobody_strict():
    weights = {1: 1, 2: 1, 3: 2}
    effects = criterion_effects({1: (16_000, 10), 2: (10_000, 10), 3: (7_000, 10)}, weights)
    assert effects == {1: 600.0, 2: 0.0, 3: -300.0}
    # Somebody gave 1000 and 700 (twice) where 1600 is usual on the first: over all that stands for 1000.
    assert evened(800, {1}, effects, weights) == 1000.0
    assert evened(1000, {2}, effects, weights) == 1000.0
    assert evened(500, {1, 2, 3}, effects, weights) == 500
    assert criterion_effects({1: (16_000, 10)}, weights) == {1: 0.0, 2: 0.0, 3: 0.0}


def test_a_difference_inside_its_interval_is_a_tie():
    found = {name: Estimate(value, 100, 0, 0) for name, value in {1: 1900, 2: 1700, 3: 1600, 4: 1000}.items()}
    # The interval of a difference of two: 1.96 × √2 × 100 = 277.
    assert places(found) == {1: (1, 2), 2: (1, 3), 3: (2, 3), 4: (4, 4)}
    assert places({}) == {}


@pytest.mark.parametrize("among", [60, 300])
def test_the_intervals_hold_the_truth_about_as_often_as_they_say(among):
    chance = random.Random(7)
    entries, scorers, ranks = [], [], []
    for _ in range(40):
        known = [chance.gauss(0, among) for _ in range(5)]
        readings, truth, leniency = panel(15, 5, 3, leniency=known, chance=chance)
        found = wide(readings)
        entries += [one.low <= truth[entry] <= one.high for entry, one in found.entries.items()]
        scorers += [one.low <= leniency[scorer] <= one.high for scorer, one in found.scorers.items()]
        raw = {e: statistics.mean(one.value for one in readings if one.entry == e) for e in range(15)}
        adjusted = {entry: one.value for entry, one in found.entries.items()}
        ranks.append((error(raw, truth), error(adjusted, truth)))
    assert 0.92 < statistics.mean(entries) < 0.98
    assert 0.90 < statistics.mean(scorers) <= 1
    raw, adjusted = (statistics.mean(one[at] for one in ranks) for at in (0, 1))
    assert adjusted < raw * (0.95 if among == 300 else 1.03)


def error(values, truth):
    """How many places an entry stands from its true one, on average."""
    order, true = sorted(values, key=values.get), sorted(values, key=lambda entry: truth[entry])
    return statistics.mean(abs(order.index(entry) - true.index(entry)) for entry in values)
