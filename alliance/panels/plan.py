"""Who scores what, worked out by a solver: pure data in, pure data out.

A flow from entries over (scorer, area) to scorers, solved by HiGHS. In this order: as few scores missing as can be, the
panel linked by shared entries, loads as even as can be (the cost of one more rises with every one), areas spread
evenly, what is proposed already kept, and beyond that chance. Chance mixes who scores with whom, which is what links a
panel (`leniency.connected`); of several draws for a small panel the one that links it best is taken: the greatest
second eigenvalue of the graph of shared entries (Fiedler, Algebraic connectivity of graphs, 1973).

The same panel gets the same plan: rows stand by id, chance has a seed, the solver one thread.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import highspy
import numpy as np

from alliance.panels.leniency import groups

# What each costs, in units of chance (0 to 1 for a pair). An entry more on a desk costs _LOAD times the number on it.
_LOAD, _AREA, _KEEP = 60.0, 6.0, 2.0
# So many pairs are solved over and over for the best linked of several draws; a panel with more gets one.
_PAIRS_DRAWN, _DRAWS = 40_000, 12
_CUTS = 8
SECONDS = 30.0

Pair = tuple[int, int]  # (entry, scorer)


@dataclass(frozen=True)
class ToScore:
    """An entry by its id, the areas applied for, and how many scores it needs, those that stand included."""

    id: int
    areas: tuple[str, ...]
    scores: int


@dataclass(frozen=True)
class Scorer:
    """A scorer by their id, and how many entries they can take at most (None: any number)."""

    id: int
    cap: int | None = None


@dataclass(frozen=True)
class Plan:
    """What is proposed: the pairs that are new, the entries that still miss scores and how many, whether the panel is
    linked, and how far from the best it may be (`gap`: 0 is proven best; a share of the whole cost)."""

    pairs: tuple[Pair, ...]
    short: Mapping[int, int]
    linked: bool
    gap: float


def make_plan(
    entries: Sequence[ToScore],
    scorers: Sequence[Scorer],
    *,
    standing: Collection[Pair] = (),
    forbidden: Collection[Pair] = (),
    preferred: Collection[Pair] = (),
    seed: int = 1,
    seconds: float = SECONDS,
) -> Plan:
    """Give every entry its scores by these scorers.

    `standing` pairs are not changed and count, also those of scorers who are not among `scorers` any more; `forbidden`
    pairs (conflicts, excused) never come about; `preferred` ones are kept where nothing speaks against it.
    """
    model = Model(entries, scorers, set(standing), set(forbidden), set(preferred))
    if not model.pairs:
        short = {entry: missing for entry, missing in model.wanted.items() if missing}
        return Plan((), short, groups(model.standing) == 1, 0.0)
    until = monotonic() + seconds
    plans = []
    for draw in range(_DRAWS if len(model.pairs) <= _PAIRS_DRAWN // _DRAWS else 1):
        plans.append(model.solve(seed + draw, until))
        if monotonic() > until:
            break
    return max(plans, key=lambda one: (one.linked, -sum(one.short.values()), _linkage([*one.pairs, *model.standing])))


class Model:
    """The flow as columns and rows. Columns: pairs, missing scores, an area within and beyond its share, loads."""

    def __init__(
        self,
        entries: Sequence[ToScore],
        scorers: Sequence[Scorer],
        standing: set[Pair],
        forbidden: set[Pair],
        preferred: set[Pair],
    ) -> None:
        self.standing = sorted(standing)
        counted = Counter(entry for entry, _ in standing)
        self.load = Counter(scorer for _, scorer in standing)
        self.wanted = {one.id: max(0, one.scores - counted[one.id]) for one in entries}
        self.entries = sorted((one for one in entries if self.wanted[one.id]), key=lambda one: one.id)
        self.scorers = sorted(scorers, key=lambda one: one.id)
        taken = standing | forbidden
        self.pairs = [(e.id, s.id) for e in self.entries for s in self.scorers if (e.id, s.id) not in taken]
        self.kept = np.array([pair in preferred for pair in self.pairs], dtype=float)
        self.areas = {one.id: one.areas for one in entries}
        self._shares(entries)
        self.cuts: list[Any] = []
        self._build()

    def _shares(self, entries: Sequence[ToScore]) -> None:
        """The even share of every area, rounded up, less what stands."""
        total: Counter[tuple[str, ...]] = Counter()
        for one in entries:
            total[one.areas] += one.scores
        held = Counter((scorer, self.areas.get(entry, ())) for entry, scorer in self.standing)
        number = max(1, len(self.scorers))
        self.share = {
            (scorer.id, area): max(0, -(-count // number) - held[scorer.id, area])
            for scorer in self.scorers
            for area, count in total.items()
        }

    def _build(self) -> None:
        entry_row = {one.id: at for at, one in enumerate(self.entries)}
        able: Counter[tuple[int, tuple[str, ...]]] = Counter((s, self.areas[e]) for e, s in self.pairs)
        area_row = {key: len(entry_row) + at for at, key in enumerate(sorted(able))}
        first = len(entry_row) + len(area_row)
        load_row = {one.id: first + at for at, one in enumerate(self.scorers)}
        self.rows = first + len(load_row)
        cost, upper, ends = [], [], []  # ends: (row, +1) and (row, -1) of each column
        for entry, scorer in self.pairs:
            cost.append(0.0)
            upper.append(1.0)
            ends.append((entry_row[entry], area_row[scorer, self.areas[entry]]))
        missing = _LOAD * (len(self.entries) + sum(self.load.values()) + 2)
        self.link_cost = missing / 2
        self.first_missing = len(ends)
        for one in self.entries:
            cost.append(missing)
            upper.append(float(self.wanted[one.id]))
            ends.append((entry_row[one.id], -1))
        for (scorer, area), row in area_row.items():
            share = self.share[scorer, area]
            for price, most in ((0.0, share), (_AREA, able[scorer, area])):
                cost.append(price)
                upper.append(float(most))
                ends.append((row, load_row[scorer]))
        able_of = Counter(scorer for _, scorer in self.pairs)
        mean = (sum(self.wanted.values()) + sum(self.load.values())) // max(1, len(self.scorers))
        for person in self.scorers:
            held = self.load[person.id]
            most = able_of[person.id] if person.cap is None else max(0, min(able_of[person.id], person.cap - held))
            for step in range(held + 1, held + most + 1):
                last = step >= 3 * mean + 10  # beyond thrice the mean one piece holds the rest
                cost.append(_LOAD * step)
                upper.append(float(held + most - step + 1) if last else 1.0)
                ends.append((load_row[person.id], -1))
                if last:
                    break
        self.cost, self.upper, self.ends = np.array(cost), np.array(upper), ends

    def solve(self, seed: int, until: float) -> Plan:
        """The best plan under one draw of chance, linked by cuts where chance alone did not."""
        solver = self.loaded(seed)
        for _ in range(_CUTS):
            chosen, gap = self._run(solver, until)
            pairs = [pair for pair, taken in zip(self.pairs, chosen, strict=False) if taken]
            parts = _parts([*pairs, *self.standing])
            if len(parts) <= 1 or all(one.scores < 2 for one in self.entries) or monotonic() > until:
                break
            if not self._cut(solver, parts):
                break
        short = {
            one.id: missing
            for one, missing in zip(self.entries, chosen[self.first_missing :], strict=False)
            if missing > 0
        }
        return Plan(tuple(pairs), short, groups([*pairs, *self.standing]) == 1, gap)

    def loaded(self, seed: int) -> Any:
        """The solver with this flow under one draw of chance."""
        cost = self.cost.copy()
        cost[: len(self.pairs)] += np.random.default_rng(seed).random(len(self.pairs)) - _KEEP * self.kept
        model = highspy.HighsLp()
        columns = len(self.ends)
        model.num_col_, model.num_row_ = columns, self.rows
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, np.zeros(columns), self.upper
        sides = np.zeros(self.rows)
        sides[: len(self.entries)] = [float(self.wanted[one.id]) for one in self.entries]
        model.row_lower_, model.row_upper_ = sides, sides
        ends = np.array(self.ends).reshape(-1, 2)
        there = ends >= 0
        signs = np.tile([1.0, -1.0], (columns, 1))
        # A pair fills its entry and its scorer's area; from there every column carries on to the next row.
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(there.sum(1))]).astype(np.int32)
        model.a_matrix_.index_ = ends[there].astype(np.int32)
        model.a_matrix_.value_ = signs[there]
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 1)
        solver.setOptionValue("mip_rel_gap", 1e-6)
        solver.passModel(model)
        return solver

    def _run(self, solver: Any, until: float) -> tuple[Any, float]:
        solver.setOptionValue("time_limit", float(solver.getRunTime() + max(0.1, until - monotonic())))
        solver.run()
        values = np.array(solver.getSolution().col_value)
        gap = 0.0
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            gap = float(solver.getInfo().mip_gap)
        return np.round(values).astype(int), gap

    def _cut(self, solver: Any, parts: Sequence[tuple[set[int], set[int]]]) -> bool:
        """Ask for a pair that leads out of each part. Cuts take the flow its whole numbers, so they are asked for."""
        found = False
        whole = np.arange(len(self.pairs), dtype=np.int32)
        solver.changeColsIntegrality(len(whole), whole, np.full(len(whole), highspy.HighsVarType.kInteger))
        for entries, scorers in parts:
            out = [at for at, (entry, scorer) in enumerate(self.pairs) if (entry in entries) != (scorer in scorers)]
            if out:
                found = True
                solver.addCol(self.link_cost, 0.0, 1.0, 0, [], [])
                row = np.array([*out, solver.getNumCol() - 1], dtype=np.int32)
                solver.addRow(1.0, highspy.kHighsInf, len(row), row, np.ones(len(row)))
        return found


def _parts(pairs: Collection[Pair]) -> list[tuple[set[int], set[int]]]:
    """The parts into which a panel falls, each with its entries and its scorers."""
    by_entry: dict[int, set[int]] = defaultdict(set)
    by_scorer: dict[int, set[int]] = defaultdict(set)
    for entry, scorer in pairs:
        by_entry[entry].add(scorer)
        by_scorer[scorer].add(entry)
    parts, seen = [], set()
    for start in sorted(by_scorer):
        if start in seen:
            continue
        entries: set[int] = set()
        scorers, todo = {start}, [start]
        while todo:
            fresh = by_scorer[todo.pop()] - entries
            entries |= fresh
            more = {scorer for entry in fresh for scorer in by_entry[entry]} - scorers
            scorers |= more
            todo += more
        seen |= scorers
        parts.append((entries, scorers))
    return parts


def _linkage(pairs: Collection[Pair]) -> float:
    """How well shared entries link the scorers; 0 where they do not."""
    scorers = sorted({scorer for _, scorer in pairs})
    if len(scorers) < 2:
        return 0.0
    at = {scorer: place for place, scorer in enumerate(scorers)}
    row = {entry: place for place, entry in enumerate(sorted({entry for entry, _ in pairs}))}
    given = np.zeros((len(row), len(at)))
    for entry, scorer in pairs:
        given[row[entry], at[scorer]] = 1
    shared = given.T @ given
    np.fill_diagonal(shared, 0)
    return round(float(np.linalg.eigvalsh(np.diag(shared.sum(0)) - shared)[1]), 6)
