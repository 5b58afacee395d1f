"""The fairness report of a round as a PDF that a worker makes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.post.models import Paper
from alliance.post.states import PRINT_MOVES, PrintState
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from sle.models.rounds import Round


class FairnessPaper(Paper):
    """A fairness report as it was when its PDF was made; gone after a day, because a page shows it as it is."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "fairness report"
        ordering = ["-id"]
        constraints = [
            one_of("state", PrintState, name="fairness_paper_state"),
            models.CheckConstraint(condition=~Q(state=PrintState.MADE) | ~Q(pdf=""), name="fairness_paper_made"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "making"]), name="fairness_paper_open")
        ]

    @property
    def root(self) -> Round:
        return self.round


FAIRNESS_PAPER = Machine(FairnessPaper, PRINT_MOVES, quiet=("claim", "wait_again", "mark_made", "fail"))
