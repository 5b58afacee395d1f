"""The part of the report about groups of people: finished tables of a pool of rounds, or that there is none yet."""

from __future__ import annotations

from collections.abc import Sequence

from alliance.charts import Dot
from alliance.equality.queries import Pooled, Table, pooled_with
from alliance.equality.services import ENOUGH
from alliance.equality.tables import Row
from sle.models import Round
from sle.queries.counting import ROUND_KIND, rounds_to_count
from sle.queries.fairness.grids import Grid, Section
from sle.states import RoundState

HIDDEN = "too few to show"
SCHOOL = ("phase", "school_type")


def groups(round: Round) -> list[Section]:
    """Who was chosen by group, pooled over rounds; a round alone says nothing about groups."""
    pooled = pooled_with(ROUND_KIND, round.pk)
    if pooled is None:
        return [Section("Who was designated", _process_only(round))]
    titles = [*Round.objects.filter(pk__in=pooled.rounds).order_by("pk").values_list("title", flat=True)]
    of_schools = [table for table in pooled.tables if table.key in SCHOOL]
    of_people = [table for table in pooled.tables if table.key not in SCHOOL]
    return [
        Section("Who was designated", _how_to_read(pooled, titles)),
        Section("By phase and type of school", _missing(of_schools), _grids(of_schools)),
        Section("By what applicants told in confidence", _missing(of_people), _grids(of_people)),
    ]


def _process_only(round: Round) -> list[str]:
    """Why this round alone reports nothing about groups, and how many applications there are towards a table."""
    sentences = [
        "This report is about the process only. One round is too small to say anything about who is chosen: with 10 to "
        "60 applicants a rate of 50% could as well be 30% or 70%, and a group of one or two would be recognised."
    ]
    if round.state != RoundState.FINISHED:
        return [*sentences, "Once the round is finished it is counted together with other rounds."]
    waiting = sum(len(one.selections) for one in rounds_to_count(round.kind))
    return [
        *sentences,
        f"Finished rounds are counted together when the applications of {ENOUGH} people were decided in them; so far "
        f"there are {waiting}.",
    ]


def _how_to_read(pooled: Pooled, titles: Sequence[str]) -> list[str]:
    rounds = "this round" if len(titles) == 1 else f"{len(titles)} rounds together ({'; '.join(titles)})"
    return [
        f"Of {rounds}: the applications of {pooled.applied} people were decided, {pooled.chosen} of them with a "
        "designation. Whoever applied more than once counts once, with the latest application. Counted on "
        f"{pooled.frozen_on.day} {pooled.frozen_on:%B %Y}; later changes do not show.",
        "Numbers of groups are rounded to 5. Groups of fewer than 5 are not shown, nor what would let them be worked "
        "out. Rates and intervals are worked out from the rounded numbers, so they are rough.",
        "An interval says between which rates the real one may lie, 95 times in 100. “Look” marks a rate below four "
        "fifths of the highest shown: a reason to look at how it came about, no verdict. Where intervals overlap, a "
        "difference can be chance.",
        "Answers were voluntary: whoever gave none, or preferred not to say, is in no group. A table cannot say why "
        "rates differ, and nobody can be told from it.",
    ]


def _missing(tables: Sequence[Table]) -> list[str]:
    """The tables of which nothing can be shown, in one sentence."""
    names = [table.title for table in tables if table.is_hidden]
    return [f"Not shown, because it would give small groups away: {', '.join(names)}."] if names else []


def _grids(tables: Sequence[Table]) -> list[Grid]:
    return [_grid(table) for table in tables if not table.is_hidden]


def _grid(table: Table) -> Grid:
    rates = {rate.group: rate for rate in table.rates}
    rows = []
    for row in table.rows:
        rate = rates.get(row.group)
        share = (
            [rate.chosen, f"{rate.percent}%", f"{rate.low}% to {rate.high}%", "Look" if rate.look else ""]
            if rate
            else ["not shown", "", "", ""]
        )
        rows.append([row.group, _size(row), *share])
    return Grid(
        table.title,
        ["Group", "Applied", "Designated", "Rate", "Interval", "Below four fifths"],
        rows,
        # One rate alone is no picture: there is nothing to compare it with.
        dots=[Dot(rate.group, rate.percent, rate.low, rate.high, f"{rate.percent}%") for rate in table.rates]
        if len(table.rates) > 1
        else [],
        most=100,
        after=[table.reading],
    )


def _size(row: Row) -> object:
    return HIDDEN if row.is_hidden else f"about {row.size}"
