"""The fairness report of a round: what can be shown of who was chosen, and how the process went."""

from __future__ import annotations

from alliance.panels.queries import exercise_about
from sle.models import FairnessPaper, Round
from sle.queries.fairness.grids import Grid, Section
from sle.queries.fairness.groups import groups
from sle.queries.fairness.process import changes, conflicts, figures, scorers, times

__all__ = ["Grid", "Section", "latest_paper", "report"]


def report(round: Round) -> list[Section]:
    """The sections of the report, in the same number of queries however many applications there are."""
    exercise = exercise_about(round)
    applications = list(round.applications.order_by("pk"))
    return [
        figures(round, applications),
        *groups(round),
        scorers(exercise),
        conflicts(round, exercise),
        times(round, exercise, applications),
        changes(round, exercise, applications),
    ]


def latest_paper(round: Round) -> FairnessPaper | None:
    """The PDF of the report that was asked for last."""
    return FairnessPaper.objects.filter(round=round).order_by("-id").first()
