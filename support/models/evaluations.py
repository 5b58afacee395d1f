"""What the supported school says came of a leader's work, and what its measures say."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from support.models.deployments import Deployment
from support.models.requests import Measure, Need, Request
from support.states import EVALUATION_MOVES, EvaluationState, Grade, Lasted


class Evaluation(models.Model):
    """Of one leader's part, by the receiving school: a draft of the school's own until it is given.

    `leader_says` is the leader's comment; `gained` and `home_gained` what leader and home school took back with them.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    deployment = models.OneToOneField(Deployment, on_delete=models.CASCADE, related_name="evaluation")
    state = models.CharField(max_length=7, choices=EvaluationState, default=EvaluationState.ASKED)
    asked_at = models.DateTimeField()
    effectiveness = models.CharField(max_length=6, choices=Grade, blank=True, help_text="Of the leader.")
    overall = models.CharField(max_length=6, choices=Grade, blank=True, help_text="Success of the support.")
    changed = models.TextField(blank=True, help_text="What is different now.")
    better = models.TextField(blank=True, help_text="What could have been better.")
    revision = models.PositiveIntegerField(default=0, help_text="Counts the saves of the draft.")
    saved_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)
    leader_says = models.TextField(blank=True)
    gained = models.TextField(blank=True)
    home_gained = models.TextField(blank=True)
    follow_up_on = models.DateField(null=True, help_text="When the school is asked again: a term after it was given.")
    lasted = models.CharField(max_length=4, choices=Lasted, blank=True, help_text="How much has lasted.")
    follow_up = models.TextField(blank=True, help_text="What has lasted, in words.")
    followed_up_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "evaluation"
        ordering = ["-id"]
        constraints = [
            one_of("state", EvaluationState, name="evaluation_state"),
            one_of("effectiveness", Grade, name="evaluation_effectiveness", blank=True),
            one_of("overall", Grade, name="evaluation_overall", blank=True),
            one_of("lasted", Lasted, name="evaluation_lasted", blank=True),
            models.CheckConstraint(
                condition=Q(state="asked") | (~Q(effectiveness="") & ~Q(overall="")), name="evaluation_is_complete"
            ),
        ]

    @property
    def root(self) -> Request:
        return self.deployment.request


class NeedEvaluation(models.Model):
    """What the support changed in one planned area, and the evidence for it."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="needs")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    impact = models.CharField(max_length=6, choices=Grade, blank=True)
    evidence = models.TextField(blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["evaluation", "need__area__position", "need_id"]
        constraints = [
            one_of("impact", Grade, name="need_evaluation_impact", blank=True),
            models.UniqueConstraint(fields=["evaluation", "need"], name="need_evaluation_once"),
        ]


class Reading(models.Model):
    """Where a measure stood on a later day, by what source."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="readings")
    value = models.DecimalField(max_digits=9, decimal_places=2)
    on = models.DateField()
    source = models.CharField(max_length=160)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "reading"
        ordering = ["measure", "on", "id"]
        constraints = [models.UniqueConstraint(fields=["measure", "on"], name="reading_once_a_day")]

    @property
    def root(self) -> Request:
        return self.measure.root


EVALUATION = Machine(Evaluation, EVALUATION_MOVES)
