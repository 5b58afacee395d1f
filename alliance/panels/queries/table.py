"""The chair's table: one row per entry, figures only where they are open to the person who looks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from alliance.panels.facts import AreaTarget
from alliance.panels.leniency import Estimate, Moderation, places
from alliance.panels.models import AgreedScore, Assignment, Conflict, Criterion, Entry, Exercise, Level, Score
from alliance.panels.queries.entries import active, open_entries
from alliance.panels.queries.moderation import moderation_of
from alliance.panels.rules import View
from alliance.panels.states import AssignmentState, Recommendation
from alliance.portal import portals

SORTS = (
    *("code", "area", "mean", "median", "spread", "adjusted", "place"),
    *("flag", "conflicts", "agreed", "recommendation", "proposed"),
)
_FIELDS = {"flag": "disagreements", "agreed": "moderated"}
FLAGS = {
    "disagree": "Scorers disagree",
    "waiting": "Waiting for scorers",
    "open": "Not yet agreed",
    "conflicts": "With conflicts",
}
# Columns of the export; empty where nothing is adjusted.
ADJUSTED = ("Adjusted mean", "Adjusted: from", "Adjusted: to", "Best place", "Last place")
_WORDS = dict(Recommendation.choices)


@dataclass(slots=True)
class Row:
    """An entry in the table. Figures are thousandths; None, and no scores, where they are not open to the viewer.

    `adjusted` and `place` (the best and the last that it may have) are None where nothing is adjusted.
    """

    pk: int
    code: str
    area: str
    areas: tuple[str, ...]
    opened: bool
    waiting: int
    mean: int | None
    median: int | None
    spread: int | None
    scores: tuple[int, ...]
    disagreements: int
    conflicts: int
    agreed: int
    moderated: int | None
    recommendation: str
    proposed: str
    chaired: bool
    estimate: Estimate | None
    place: tuple[int, int] | None

    @property
    def adjusted(self) -> int | None:
        """The adjusted mean."""
        return self.estimate.value if self.estimate else None


@dataclass(frozen=True)
class Table:
    """All rows that exist for somebody, and what the scores in them tell of the scorers."""

    rows: list[Row]
    moderation: Moderation


@dataclass(frozen=True)
class Target:
    """An area above the table: how many are proposed of how many wanted (None: no number was set)."""

    area: str
    proposed: int
    wanted: int | None


def table_of(view: View) -> Table:
    """All rows that exist for this person, by code. At most nine queries whatever the number of rows.

    Entries hidden by a conflict are left out, and so from every number made of the rows, adjusted means included.
    Where the scores of an entry are not open yet, nothing in its row depends on them.
    """
    opened = open_entries(view)
    scores: dict[int, list[int]] = defaultdict(list)
    waiting: Counter[int] = Counter()
    submitted = []
    for pk, entry_id, seat_id, state, mean in (
        Assignment.objects.filter(
            entry__exercise=view.exercise, state__in=[AssignmentState.ASSIGNED, AssignmentState.SUBMITTED]
        )
        .order_by()
        .values_list("pk", "entry_id", "seat_id", "state", "mean")
    ):
        if state == AssignmentState.ASSIGNED:
            waiting[entry_id] += 1
        elif mean is not None:
            scores[entry_id].append(mean)
            submitted.append((pk, entry_id, seat_id, mean))
    conflicts: dict[int, set[int]] = defaultdict(set)
    for entry_id, seat_id in Conflict.objects.filter(entry__exercise=view.exercise).values_list("entry_id", "seat_id"):
        conflicts[entry_id].add(seat_id)
    agreed = Counter(AgreedScore.objects.filter(entry__exercise=view.exercise).values_list("entry_id", flat=True))
    proposals = proposals_for(view.exercise)
    found = list(active(view.exercise).values_list(
        "pk", "candidate_id", "code", "areas", "mean", "median", "spread", "disagreements", "moderated",
        "recommendation",
    ))  # fmt: skip
    known = {pk for pk, *_ in found if pk in opened and pk not in view.hidden}
    moderation = moderation_of(view.exercise, [one for one in submitted if one[1] in known])
    place = places(moderation.entries)
    rows = []
    for pk, candidate_id, code, areas, mean, median, spread, disagreements, moderated, recommendation in found:
        if pk in view.hidden:
            continue
        is_open = pk in opened
        rows.append(
            Row(
                pk=pk,
                code=code,
                area=", ".join(areas),
                areas=tuple(areas),
                opened=is_open,
                waiting=waiting[pk],
                mean=mean if is_open else None,
                median=median if is_open else None,
                spread=spread if is_open else None,
                scores=tuple(sorted(scores[pk])) if is_open else (),
                disagreements=disagreements if is_open else 0,
                conflicts=len(conflicts.get(pk, ())),
                agreed=agreed[pk] if is_open else 0,
                moderated=moderated if is_open else None,
                recommendation=_WORDS[recommendation] if is_open else "",
                proposed=proposals.get(candidate_id, "") if is_open else "",
                chaired=pk in view.chair_hidden,
                estimate=moderation.entries.get(pk),
                place=place.get(pk),
            )
        )
    return Table(rows, moderation)


def filtered(rows: Sequence[Row], *, area: str, flag: str) -> list[Row]:
    """The rows of an area (empty: all) with a flag (empty: all)."""
    tests = {
        "disagree": lambda row: row.disagreements > 0,
        "waiting": lambda row: row.waiting > 0,
        "open": lambda row: row.opened and row.recommendation == _WORDS[Recommendation.OPEN],
        "conflicts": lambda row: row.conflicts > 0,
    }
    test = tests.get(flag)
    return [row for row in rows if (not area or area in row.areas) and (test is None or test(row))]


def in_order(rows: Sequence[Row], sort: str) -> list[Row]:
    """The rows by a column ("-mean": from the highest); what is unknown stands last both ways, ties by code."""
    name = _FIELDS.get(sort.removeprefix("-"), sort.removeprefix("-"))
    if sort.removeprefix("-") not in SORTS:
        name, sort = "code", ""
    known = sorted((row for row in rows if getattr(row, name) not in (None, "")), key=lambda row: row.code)
    unknown = sorted((row for row in rows if getattr(row, name) in (None, "")), key=lambda row: row.code)
    known.sort(key=lambda row: getattr(row, name), reverse=sort.startswith("-"))
    return known + unknown


def proposals_for(exercise: Exercise) -> Mapping[int, str]:
    """Words for the outcome proposed so far, by candidate id, from the responsibility."""
    for portal in portals():
        if exercise.about_type in portal.proposals:
            return portal.proposals[exercise.about_type](exercise)
    return {}


def targets_for(view: View) -> list[Target]:
    """The targets per area, counted without the candidates whom a conflict hides from this person."""
    hidden = set(Entry.objects.filter(pk__in=view.hidden).values_list("candidate_id", flat=True))
    said: list[AreaTarget] = []
    for portal in portals():
        if view.exercise.about_type in portal.targets:
            said = list(portal.targets[view.exercise.about_type](view.exercise))
    return [Target(one.area, len(one.proposed - hidden), one.wanted) for one in said]


def all_scores(view: View, rows: Sequence[Row]) -> tuple[list[str], Iterator[list[object]]]:
    """Header and cells of the export: the table's columns, then every score of every scorer that is open.

    Scorers of an entry are numbered, not named: a missing name would tell whose school the candidate comes from.
    """
    criteria = list(Criterion.objects.filter(rubric=view.exercise.rubric_id).values_list("pk", "name"))
    levels = dict(Level.objects.filter(rubric=view.exercise.rubric_id).values_list("pk", "name"))
    agreed: dict[tuple[int, int], int] = {
        (entry_id, criterion_id): level_id
        for entry_id, criterion_id, level_id in AgreedScore.objects.filter(entry__exercise=view.exercise).values_list(
            "entry_id", "criterion_id", "level_id"
        )
    }
    scorers: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for pk, entry_id, mean in (
        Assignment.objects.filter(entry__exercise=view.exercise, state=AssignmentState.SUBMITTED)
        .order_by("position", "id")
        .values_list("pk", "entry_id", "mean")
    ):
        scorers[entry_id].append((pk, mean))
    given: dict[int, dict[int, int | None]] = defaultdict(dict)
    for assignment_id, criterion_id, level_id in Score.objects.filter(
        assignment__entry__exercise=view.exercise, assignment__state=AssignmentState.SUBMITTED
    ).order_by().values_list("assignment_id", "criterion_id", "level_id"):  # fmt: skip
        given[assignment_id][criterion_id] = level_id
    most = max((len(scorers[row.pk]) for row in rows if row.opened), default=0)
    header = ["Code", "Area", "Mean", "Median", "Spread", *ADJUSTED, "Scorers disagree", "Conflicts"]
    header += [f"Agreed: {name}" for _, name in criteria] + ["Agreed mean", "Recommendation", "Proposed outcome"]
    for number in range(1, most + 1):
        header += [f"Scorer {number}: mean", *(f"Scorer {number}: {name}" for _, name in criteria)]

    def cells() -> Iterator[list[object]]:
        for row in rows:
            line: list[object] = [row.code, row.area, points(row.mean), points(row.median), points(row.spread)]
            line += [*interval(row.estimate), *(row.place or ("", ""))]
            line += ["yes" if row.disagreements else "", row.conflicts or ""]
            line += [levels.get(agreed.get((row.pk, pk), 0), "") if row.opened else "" for pk, _ in criteria]
            line += [points(row.moderated), row.recommendation, row.proposed]
            for assignment_id, mean in scorers[row.pk] if row.opened else []:
                marks = given[assignment_id]
                line.append(points(mean))
                line += [levels.get(marks.get(pk) or 0, "cannot judge") for pk, _ in criteria]
            yield line

    return header, cells()


def points(thousandths: int | None) -> str:
    """Thousandths with two decimals, nothing for nothing."""
    return "" if thousandths is None else f"{thousandths / 1000:.2f}"


def interval(estimate: Estimate | None) -> tuple[str, str, str]:
    """An estimate and the ends of its interval with two decimals, nothing for nothing."""
    if estimate is None:
        return "", "", ""
    return points(estimate.value), points(estimate.low), points(estimate.high)
