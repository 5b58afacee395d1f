"""What adjusting for strict and lenient scorers is worth, on simulated panels whose leniency is known.

`python -m bench.leniency [--panels 400]`. Each panel draws candidates, scorers, five criteria, and scores with noise of
the scorer's reading and of each level. Scores are shared out evenly at random, as the portal does. Printed are the mean
error of the ranks (places away from the true ones, by the candidates' quality) of raw and of adjusted means, and how
often the 95% interval of an adjusted mean holds what the whole panel gives such a candidate on average, of a leniency
the scorer's true one, and of a difference between two candidates theirs. Levels are Red, Amber and Green, or numbers
without levels.
"""

from __future__ import annotations

import argparse
import math
import statistics
from typing import Any

import numpy as np

from alliance.panels.leniency import Moderation, Reading, moderate

# Entries, scorers, scores of each entry.
SIZES = ((8, 4, 4), (12, 5, 3), (20, 5, 3), (40, 8, 3), (120, 12, 3), (400, 30, 4))
# Standard deviations on the scale of levels (Red 0, Amber 1, Green 2): candidates, one reading, one level, criteria.
CANDIDATES, READING, LEVEL, CRITERIA = 0.45, 0.25, 0.45, 0.2
AMONG = {"alike": 0.05, "usual": 0.25, "far apart": 0.5}
# Amber begins and Green begins, on the same scale.
AMBER, GREEN, USUAL, NUMBER_OF_CRITERIA = 0.4, 1.2, 1.1, 5
_beyond = np.vectorize(lambda z: math.erfc(z / math.sqrt(2)) / 2)


def shared_out(entries: int, scorers: int, each: int, dice: Any) -> list[tuple[int, int]]:
    """(entry, scorer): so many each, whoever has fewest first."""
    load, pairs = np.zeros(scorers), []
    for entry in range(entries):
        for scorer in np.lexsort((dice.random(scorers), load))[:each]:
            load[scorer] += 1
            pairs.append((entry, int(scorer)))
    return pairs


def ranks(values: Any) -> Any:
    """The place of each from the lowest."""
    return np.argsort(np.argsort(values, kind="stable"), kind="stable")


def one_panel(size: tuple[int, int, int], among: float, levels: bool, dice: Any) -> dict[str, float] | None:
    """What is measured on one panel; None where the portal adjusts nothing."""
    entries, scorers, each = size
    quality, leniency = dice.normal(0, CANDIDATES, entries), dice.normal(0, among, scorers)
    criteria = USUAL + dice.normal(0, CRITERIA, NUMBER_OF_CRITERIA)
    expected = quality[:, None, None] + leniency[None, :, None] + criteria
    readings, raw = [], [[] for _ in range(entries)]
    for entry, scorer in shared_out(entries, scorers, each, dice):
        given = expected[entry, scorer] + dice.normal(0, READING) + dice.normal(0, LEVEL, NUMBER_OF_CRITERIA)
        given = (given > AMBER) * 1.0 + (given > GREEN) if levels else given
        readings.append(Reading(entry, scorer, round(1000 * given.mean())))
        raw[entry].append(given.mean())
    ends = (0, 2000) if levels else (-(10**6), 10**6)
    found: Moderation = moderate(readings, lowest=ends[0], highest=ends[1])
    if found.off:
        return None
    if levels:
        noise = math.hypot(READING, LEVEL)
        expected = _beyond((AMBER - expected) / noise) + _beyond((GREEN - expected) / noise)
    truth = 1000 * expected.mean(axis=(1, 2))
    lenient = 1000 * (expected.mean(axis=(0, 2)) - expected.mean())
    value = np.array([found.entries[n].value for n in range(entries)], dtype=float)
    error = np.array([found.entries[n].error for n in range(entries)], dtype=float)
    apart = np.abs((value[:, None] - value) - (truth[:, None] - truth))
    inside = apart <= 1.96 * np.hypot(error[:, None], error)
    means = np.array([statistics.mean(one) for one in raw])
    return {
        "raw": float(np.abs(ranks(means) - ranks(quality)).mean()),
        "adjusted": float(np.abs(ranks(value) - ranks(quality)).mean()),
        "mean": statistics.mean(float(one.low <= truth[n] <= one.high) for n, one in found.entries.items()),
        "leniency": statistics.mean(float(one.low <= lenient[n] <= one.high) for n, one in found.scorers.items()),
        "difference": float(inside[np.triu_indices(entries, 1)].mean()),
    }


def main(panels: int) -> None:
    """Simulate and print."""
    print(f"{panels} panels a line; rank error in places, coverage of 95% intervals")
    print("levels  scorers    entries scorers each   raw  adjusted   mean  leniency  difference  off")
    for levels in (True, False):
        for name, among in AMONG.items():
            for size in SIZES:
                dice = np.random.default_rng(20270201)
                measured = [
                    one_panel(size, among, levels, dice) for _ in range(panels if size[0] < 200 else panels // 8)
                ]
                told = [one for one in measured if one]
                line = {key: statistics.mean(one[key] for one in told) for key in told[0]} if told else {}
                print(
                    f"{'RAG' if levels else 'numbers':7} {name:10} {size[0]:7} {size[1]:7} {size[2]:4}",
                    f"{line['raw']:6.2f} {line['adjusted']:8.2f} {line['mean']:7.3f} {line['leniency']:9.3f}"
                    f" {line['difference']:11.3f}"
                    if told
                    else "",
                    f"{len(measured) - len(told):4}",
                    flush=True,
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, default=400)
    main(parser.parse_args().panels)
