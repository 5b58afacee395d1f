"""Who helps with which need, for all open requests together, worked out by a solver: pure facts in, pure facts out.

A need goes to one leader who covers its area, with all its half days, or stays unmet. Nobody gets more half days in a
school year than they have left, nor more schools at once than `MOST_SCHOOLS`. Of all ways to do that the solver (HiGHS)
finds one with the least cost in whole numbers: a need unmet, the dearer the more urgent it is; what matching says
against a pair (`scoring`); a leader more for the same school; each further school of one leader, dearer every time; and
a change of what is planned already. A gap of 0 says that there is none cheaper.

Where days are scarce the solver begins with the greedy plan, and is never left with a worse one when its time is over.

The same facts get the same plan: rows stand in the order of ids, the solver has one thread and a seed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from support.matching.eligibility import meets, ruled_out
from support.matching.facts import Asking, Helping, Wanted, miles_between
from support.matching.scoring import points_for, points_here
from support.states import Urgency

MOST_SCHOOLS = 4
# Serving a need is worth any change of pairs; an urgent one as much as twenty soon, one soon as much as twenty planned.
UNMET = {Urgency.URGENT: 400_000, Urgency.SOON: 20_000, Urgency.PLANNED: 1_000}
BEST = 200  # more points than any pair has: what a pair lacks of them is its cost
ANOTHER_LEADER, EACH_SCHOOL, KEEP = 15, 6, 10
SECONDS = 60.0

Pair = tuple[int, str]  # (need, key of a leader)


@dataclass(frozen=True)
class Part:
    """What one leader would do for one request: which of its needs (ids), and how many half days they take."""

    request: int
    key: str
    needs: tuple[int, ...]
    half_days: int


@dataclass(frozen=True)
class Plan:
    """The parts of the best plan in the order of requests, the needs that stay unmet, its cost, and how far from the
    best it may be (`gap`: 0 is proven best; a share of the cost)."""

    parts: tuple[Part, ...]
    unmet: tuple[int, ...]
    cost: int
    gap: float


def make_plan(
    requests: Sequence[Asking],
    leaders: Sequence[Helping],
    *,
    planned: Collection[Pair] = (),
    seconds: float = SECONDS,
) -> Plan:
    """The best plan for the needs of `requests`. `planned` pairs may change, and stay where nothing speaks against it;
    their half days count as left and their schools not as load."""
    return Model(requests, leaders, planned).solve(seconds)


class Model:
    """The plan as columns and rows. Columns: pairs, needs unmet, leaders of a school, schools of a leader."""

    def __init__(self, requests: Sequence[Asking], leaders: Sequence[Helping], planned: Collection[Pair] = ()) -> None:
        self.requests = sorted(requests, key=lambda one: one.id)
        self.leaders = sorted(leaders, key=lambda one: one.key)
        self.planned = set(planned)
        self.able = list(able_pairs(self.requests, self.leaders))
        self.greedy = greedy_plan(self.requests, self.leaders, self.able)
        self.pairs: list[tuple[Asking, Wanted, Helping]] = []
        self.needs: list[Wanted] = []
        self.cost: list[int] = []
        self._at: list[tuple[int, int, int]] = []  # row, column, factor
        self._sides: list[tuple[float, float]] = []
        self._comes: dict[tuple[int, str], int] = {}  # column of a leader who covers several needs of a request
        self._steps: dict[str, list[int]] = {}  # columns of each leader's further schools
        self._build()

    def _row(self, lower: float, upper: float) -> int:
        self._sides.append((lower, upper))
        return len(self._sides) - 1

    def _column(self, cost: int) -> int:
        self.cost.append(cost)
        return len(self.cost) - 1

    def _build(self) -> None:
        days_row: dict[tuple[str, int], int] = {}
        load_row = {one.key: self._row(0, 0) for one in self.leaders}
        could: Counter[str] = Counter()
        together: list[tuple[int, str, list[int]]] = []
        unmet: list[tuple[int, int]] = []
        for asking, able in self.able:
            need_row = {need.id: self._row(1, 1) for need in asking.needs}
            self.needs += asking.needs
            unmet += [(row, UNMET[Urgency(asking.urgency)]) for row in need_row.values()]
            for helping, covered, here in able:
                could[helping.key] += 1
                year = (helping.key, asking.year)
                if year not in days_row:
                    days_row[year] = self._row(0, helping.left[asking.year])
                several = []
                for need in covered:
                    cost = BEST - here - points_for(need, helping)
                    cost += ANOTHER_LEADER * (len(covered) == 1) - KEEP * ((need.id, helping.key) in self.planned)
                    column = self._column(cost)
                    self.pairs.append((asking, need, helping))
                    self._at += [(need_row[need.id], column, 1), (days_row[year], column, need.half_days)]
                    several.append(column)
                if len(several) == 1:
                    self._at.append((load_row[helping.key], several[0], 1))
                else:
                    together.append((asking.id, helping.key, several))
        self._at += [(row, self._column(cost), 1) for row, cost in unmet]
        # Where a leader covers several needs of a request, one column says whether they come at all.
        for request, key, several in together:
            comes = self._comes[request, key] = self._column(ANOTHER_LEADER)
            self._at.append((load_row[key], comes, 1))
            for column in several:
                link = self._row(-highspy.kHighsInf, 0)
                self._at += [(link, column, 1), (link, comes, -1)]
        wanted = sum(need.half_days for asking in self.requests for need in asking.needs)
        if wanted > sum(self._sides[row][1] for row in days_row.values()):
            self._tighten(days_row.values())
        for one in self.leaders:
            steps = range(one.load + 1, min(MOST_SCHOOLS, one.load + could[one.key]) + 1)
            self._steps[one.key] = [self._column(EACH_SCHOOL * step) for step in steps]
            self._at += [(load_row[one.key], column, -1) for column in self._steps[one.key]]

    def _scarce(self) -> bool:
        """Does a need stay unmet that somebody could meet, where requests are served in turn?"""
        could = {need.id for _, able in self.able for _, covered, _ in able for need in covered}
        return not could.isdisjoint(self.greedy.unmet)

    def _tighten(self, days_rows: Iterable[int]) -> None:
        """Say of a leader's days what follows for whole needs, which the solver is long to find out where days are
        scarce: of those that take more than a half of the days left at most one, more than a third at most two, and so
        on. Every plan in whole numbers meets this."""
        sizes = defaultdict(list)
        for row, column, half_days in self._at:
            sizes[row].append((column, half_days))
        for row in days_rows:
            left = int(self._sides[row][1])
            for most in range(1, MOST_SCHOOLS + 1):
                counts = [(column, -(-size * (most + 1) // left) - 1) for column, size in sizes[row]]
                if sum(count for _, count in counts) > most:
                    link = self._row(-highspy.kHighsInf, most)
                    self._at += [(link, column, count) for column, count in counts if count]

    def loaded(self) -> Any:
        """The solver with this model."""
        model = highspy.HighsLp()
        columns, rows = len(self.cost), len(self._sides)
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_ = np.array(self.cost, dtype=float)
        model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
        sides = np.array(self._sides, dtype=float).reshape(-1, 2)
        model.row_lower_, model.row_upper_ = sides[:, 0], sides[:, 1]
        at = np.array(self._at, dtype=np.int32).reshape(-1, 3)
        at = at[np.lexsort((at[:, 0], at[:, 1]))]
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.searchsorted(at[:, 1], np.arange(columns + 1)).astype(np.int32)
        model.a_matrix_.index_ = at[:, 0].copy()
        model.a_matrix_.value_ = at[:, 2].astype(float)
        model.integrality_ = [highspy.HighsVarType.kInteger] * columns
        solver = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.0)):
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return solver

    def begun(self) -> Any:
        """A plan to begin with, as values of the columns: the greedy one. Where half days are scarce, the solver alone
        is long without any that serves most needs."""
        values = np.zeros(len(self.cost))
        parts = self.greedy.parts
        given = {(part.key, need) for part in parts for need in part.needs}
        for column, (_, need, helping) in enumerate(self.pairs):
            values[column] = (helping.key, need.id) in given
        served = {need for part in parts for need in part.needs}
        for place, need in enumerate(self.needs):
            values[len(self.pairs) + place] = need.id not in served
        schools = Counter(part.key for part in parts)
        for key, number in schools.items():
            values[self._steps[key][:number]] = 1
        for part in parts:
            if (part.request, part.key) in self._comes:
                values[self._comes[part.request, part.key]] = 1
        return values

    def solve(self, seconds: float = SECONDS) -> Plan:
        """The best plan that is found in so many seconds."""
        if not self.pairs:
            unmet = sum(UNMET[Urgency(asking.urgency)] * len(asking.needs) for asking in self.requests)
            return Plan((), tuple(need.id for need in self.needs), unmet, 0.0)
        solver = self.loaded()
        if self._scarce():
            start = highspy.HighsSolution()
            start.col_value = list(self.begun())
            solver.setSolution(start)
        solver.setOptionValue("time_limit", seconds)
        solver.run()
        chosen = np.round(np.array(solver.getSolution().col_value)).astype(int)
        if not chosen.any():  # out of time before anything was found
            return self.greedy
        proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        cost = int(chosen @ np.array(self.cost))
        return self._read(chosen, cost, 0.0 if proven else float(solver.getInfo().mip_gap))

    def _read(self, chosen: Any, cost: int, gap: float) -> Plan:
        """The plan that the columns stand for."""
        parts: dict[tuple[int, str], list[Wanted]] = defaultdict(list)
        for (asking, need, helping), taken in zip(self.pairs, chosen, strict=False):
            if taken:
                parts[asking.id, helping.key].append(need)
        first = len(self.pairs)
        unmet = [need.id for need, left in zip(self.needs, chosen[first:], strict=False) if left]
        found = [
            Part(request, key, tuple(need.id for need in needs), sum(need.half_days for need in needs))
            for (request, key), needs in parts.items()
        ]
        return Plan(tuple(found), tuple(unmet), cost, gap)


Able = tuple[Helping, list[Wanted], int]  # a leader, the needs that they have days for, points for school and way


def able_pairs(requests: Sequence[Asking], leaders: Sequence[Helping]) -> Iterator[tuple[Asking, list[Able]]]:
    """For each request everybody who can help with any of its needs. Only leaders for one of its areas are looked at,
    so that a thousand requests and two thousand leaders are some hundred thousand pairs and not two million."""
    of_area: dict[str, list[int]] = defaultdict(list)
    for place, helping in enumerate(leaders):
        for area in helping.areas:
            of_area[area].append(place)
    for asking in requests:
        names = {name for need in asking.needs for name in need.names}
        found = []
        for place in sorted({place for name in names for place in of_area.get(name, ())}):
            helping = leaders[place]
            if helping.load >= MOST_SCHOOLS or ruled_out(asking, helping):
                continue
            left = helping.left[asking.year]
            covered = [need for need in asking.needs if need.half_days <= left and meets(helping, need)]
            if covered:
                here = points_here(asking, helping, miles_between(asking.place, helping.place))
                found.append((helping, covered, here))
        yield asking, found


def greedy_plan(
    requests: Sequence[Asking], leaders: Sequence[Helping], pairs: Iterable[tuple[Asking, list[Able]]] = ()
) -> Plan:
    """What somebody does who takes the requests in turn, the most urgent first, and gives each need the leader who fits
    it best and still has days: where the solver begins, and to see what solving them together is worth. `pairs` are
    those of `able_pairs`, where they are known. Its cost counts as the solver's does."""
    order = [*UNMET]
    left = {(one.key, year): days for one in leaders for year, days in one.left.items()}
    load = {one.key: one.load for one in leaders}
    parts: dict[tuple[int, str], list[Wanted]] = defaultdict(list)
    unmet, cost = [], 0
    able = {asking.id: found for asking, found in pairs or able_pairs(requests, leaders)}
    for asking in sorted(requests, key=lambda one: (order.index(Urgency(one.urgency)), one.id)):
        for need in asking.needs:
            best: tuple[int, str] | None = None
            for helping, covered, here in able[asking.id]:
                comes = (asking.id, helping.key) in parts
                if need not in covered or left[helping.key, asking.year] < need.half_days:
                    continue
                if not comes and load[helping.key] >= MOST_SCHOOLS:
                    continue
                price = BEST - here - points_for(need, helping)
                price += 0 if comes else ANOTHER_LEADER + EACH_SCHOOL * (load[helping.key] + 1)
                best = min(best or (price, helping.key), (price, helping.key))
            if best is None:
                unmet.append(need.id)
                cost += UNMET[Urgency(asking.urgency)]
                continue
            price, key = best
            cost += price
            load[key] += (asking.id, key) not in parts
            left[key, asking.year] -= need.half_days
            parts[asking.id, key].append(need)
    found = [
        Part(request, key, tuple(need.id for need in needs), sum(need.half_days for need in needs))
        for (request, key), needs in sorted(parts.items())
    ]
    return Plan(tuple(found), tuple(unmet), cost, 1.0)
