"""Plans for all open requests together: worked out by a worker, looked at by staff, and then accepted or not."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.post.models import Job
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from support.models.requests import Request
from support.models.supply import Supporter
from support.states import PLAN_MOVES, PlanState


class Plan(Job):
    """Who would help whom. Nobody is planned for anything before it, or a line of it, is accepted; a line that does
    not hold any more by then is left out."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=PlanState, default=PlanState.WAITING)
    lines = models.JSONField(default=list, help_text="[request, key of the leader, needs, half days], by their ids.")
    unmet = models.JSONField(default=list, help_text="Ids of the needs that nobody would meet.")
    gap = models.FloatField(default=0, help_text="How far from the best it may be; 0 is proven best.")
    milliseconds = models.PositiveIntegerField(default=0, help_text="How long the solver took.")
    made_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "plan"
        ordering = ["-id"]
        constraints = [one_of("state", PlanState, name="support_plan_state")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "making"]), name="support_plan_open"),
        ]


class RuledOut(models.Model):
    """A leader whom staff do not want for a request: neither matching nor a plan proposes them again."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="ruled_out")
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "ruling out"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["request", "supporter"], name="ruled_out_once")]

    @property
    def root(self) -> Request:
        return self.request


PLAN = Machine(Plan, PLAN_MOVES, quiet=("claim", "wait_again", "mark_made", "fail"))
