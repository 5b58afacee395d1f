"""A leader's part in meeting a request."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.schools.models import Alliance, School
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from support.models.requests import Need, Request
from support.models.supply import Supporter
from support.states import DEPLOYMENT_MOVES, HOLDING, DeploymentState


class Deployment(models.Model):
    """One leader planned, proposed or at work for one request, with own days. `home_school` and `kind` are what they
    were when it was planned."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="deployments")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="deployments")
    kind = models.CharField(
        max_length=10, help_text="Code of the kind of leader; empty: another supporter.", blank=True
    )
    home_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=13, choices=DeploymentState, default=DeploymentState.PLANNED)
    half_days = models.PositiveSmallIntegerField(help_text="Planned, then agreed.")
    pinned = models.BooleanField(default=False, help_text="Staff have settled it: no plan takes it away again.")
    beyond_days = models.BooleanField(
        default=False, help_text="Staff have said that it may be more than the days that the leader has left this year."
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, help_text="When the home headteacher was asked.")
    released_at = models.DateTimeField(null=True, help_text="When the home headteacher agreed, and the leader heard.")
    replied_at = models.DateTimeField(null=True, help_text="When the leader accepted or declined.")
    offered_at = models.DateTimeField(null=True)
    chosen_at = models.DateTimeField(null=True)
    head_name = models.CharField(max_length=120, blank=True, help_text="The home headteacher who is asked.")
    head_email = models.EmailField(blank=True)
    last_sent_at = models.DateTimeField(null=True, help_text="When the last link went out to the home headteacher.")
    conditions = models.TextField(blank=True, help_text="On which the home headteacher agreed, as typed.")
    signer_name = models.CharField(max_length=120, blank=True, help_text="Who answered for the home school.")
    signer_post = models.CharField(max_length=120, blank=True)
    begins_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "deployment"
        ordering = ["request", "id"]
        constraints = [
            one_of("state", DeploymentState, name="deployment_state"),
            models.CheckConstraint(condition=Q(half_days__gt=0), name="deployment_has_days"),
            models.UniqueConstraint(
                fields=["request", "supporter"], condition=Q(state__in=HOLDING), name="deployment_once"
            ),
        ]

    @property
    def root(self) -> Request:
        return self.request


class DeploymentNeed(models.Model):
    """One of the request's needs that the leader is to meet."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="needs")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="deployments")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["deployment", "need_id"]
        constraints = [models.UniqueConstraint(fields=["deployment", "need"], name="deployment_need_once")]


DEPLOYMENT = Machine(Deployment, DEPLOYMENT_MOVES)
