"""The simple interview, where a round has one."""

from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from alliance.panels.models import Criterion, Level
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from sle.models.applications import Application
from sle.states import INTERVIEW_MOVES, InterviewState


class Interview(models.Model):
    """A shortlisted applicant's slot, typed by staff, and how it went."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="interview")
    state = models.CharField(max_length=10, choices=InterviewState, default=InterviewState.INVITED)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    details = models.TextField(blank=True, help_text="What to bring, whom to ask for.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "interview"
        ordering = ["starts_at", "id"]
        constraints = [one_of("state", InterviewState, name="interview_state")]

    @property
    def root(self) -> Application:
        return self.application


class InterviewScore(models.Model):
    """The level agreed at the interview on one criterion of the round's interview rubric."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["interview", "criterion"]
        constraints = [models.UniqueConstraint(fields=["interview", "criterion"], name="interview_score_once")]


INTERVIEW = Machine(Interview, INTERVIEW_MOVES)
