"""What scorers owe and gave, and what the panel agreed.

Rows are found through their entry or assignment, never through their alliance alone: an index on it would only lead
PostgreSQL to read it once per row.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.panels.models.entries import Dossier, Entry
from alliance.panels.models.exercises import Exercise, Seat
from alliance.panels.models.rubrics import Criterion, Level
from alliance.panels.states import ASSIGNMENT_MOVES, AssignmentState
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


class Assignment(models.Model):
    """What one scorer owes on one entry, with their draft and, once submitted, their scores."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="assignments")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="assignments")
    position = models.PositiveIntegerField(help_text="In the scorer's own random order.")
    state = models.CharField(max_length=10, choices=AssignmentState, default=AssignmentState.ASSIGNED)
    dossier = models.ForeignKey(
        Dossier, null=True, on_delete=models.PROTECT, related_name="+", help_text="The version that was scored."
    )
    comment = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="Counts saves: a stale tab is refused.")
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    mean = models.PositiveIntegerField(null=True, help_text="Thousandths, weighted, once submitted.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["seat", "position", "id"]
        constraints = [
            one_of("state", AssignmentState, name="assignment_state"),
            models.UniqueConstraint(fields=["entry", "seat"], name="assignment_once"),
        ]

    @property
    def root(self) -> Exercise:
        return self.entry.exercise


class Score(models.Model):
    """One scorer's level on one criterion; no level means they could not judge it, which never moves a mean."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+", db_index=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, null=True, on_delete=models.PROTECT, related_name="+")
    cannot_judge = models.BooleanField(default=False)
    comment = models.TextField(blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["assignment", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(cannot_judge=False) | Q(level__isnull=True), name="score_cannot_judge_has_no_level"
            ),
        ]
        indexes = [models.Index(fields=["assignment"], condition=Q(cannot_judge=True), name="score_cannot_judge")]


class AgreedScore(models.Model):
    """What the panel agreed on one criterion of an entry, beside the originals and never over them."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="agreed")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["entry", "criterion"]
        constraints = [models.UniqueConstraint(fields=["entry", "criterion"], name="agreed_once")]

    @property
    def root(self) -> Exercise:
        return self.entry.exercise


ASSIGNMENT = Machine(Assignment, ASSIGNMENT_MOVES)
