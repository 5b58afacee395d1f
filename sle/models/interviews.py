"""Interviews, where a round has them: how they are held, and who is invited.

Slots are occasions of the diary about the plan; who interviews leads one, who is interviewed comes. Scores are those of
an exercise of its own about the plan.
"""

from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from sle.models.applications import Application
from sle.models.rounds import Round
from sle.states import INTERVIEW_MOVES, InterviewState


class InterviewPlan(models.Model):
    """How a round's interviews are held. Candidates choose and change their slot until `choose_by`."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="interview_plan")
    place = models.CharField(max_length=200)
    details = models.TextField(blank=True, help_text="What to bring, whom to ask for.")
    choose_by = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "interviews"

    @property
    def root(self) -> Round:
        return self.round


class Interview(models.Model):
    """A shortlisted applicant."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(InterviewPlan, on_delete=models.CASCADE, related_name="interviews")
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="interview")
    state = models.CharField(max_length=10, choices=InterviewState, default=InterviewState.INVITED)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "interview"
        ordering = ["id"]
        constraints = [one_of("state", InterviewState, name="interview_state")]

    @property
    def root(self) -> Application:
        return self.application


INTERVIEW = Machine(Interview, INTERVIEW_MOVES)
