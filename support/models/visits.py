"""What a deployment consists of: visits with their records, the ledger of its half days, and concerns."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.diary.models import Occasion
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from support.models.deployments import Deployment
from support.models.requests import Request
from support.states import CONCERN_MOVES, VISIT_MOVES, ConcernState, Entry, VisitState


class Visit(models.Model):
    """A leader's visit to the supported school. Its record is written as a draft of the leader's own, and read by
    others once it is submitted."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="visits")
    occasion = models.OneToOneField(
        Occasion, null=True, on_delete=models.PROTECT, related_name="+", help_text="Where it was planned in the diary."
    )
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.PLANNED)
    on = models.DateField(help_text="The day of the visit.")
    half_days = models.PositiveSmallIntegerField(default=1)
    focus = models.CharField(max_length=300, blank=True)
    activity = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="Counts the saves of the record.")
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "visit"
        ordering = ["deployment", "on", "id"]
        constraints = [
            one_of("state", VisitState, name="visit_state"),
            models.CheckConstraint(condition=Q(half_days__gt=0), name="visit_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.on.day} {self.on:%B %Y}"

    @property
    def root(self) -> Request:
        return self.deployment.request


class LedgerLine(models.Model):
    """Half days of a deployment that are used, never changed and never deleted: what was wrong is corrected by another
    line, with the reason as a note. The lines of a deployment never add up to more than is agreed."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="ledger")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="ledger")
    entry = models.CharField(max_length=10, choices=Entry)
    half_days = models.SmallIntegerField(help_text="Used; a correction may give some back.")
    on = models.DateField(help_text="The day on which they were used.")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "line of the ledger"
        ordering = ["deployment", "on", "id"]
        constraints = [
            one_of("entry", Entry, name="ledger_entry"),
            models.CheckConstraint(condition=Q(entry="correction") | Q(half_days__gt=0), name="ledger_uses_days"),
            models.CheckConstraint(condition=Q(entry="correction") | Q(visit__isnull=False), name="ledger_of_a_visit"),
            models.UniqueConstraint(
                fields=["visit"], condition=Q(entry__in=("visit", "late")), name="ledger_visit_once"
            ),
        ]

    @property
    def root(self) -> Request:
        return self.deployment.request


class Concern(models.Model):
    """Something that a side of a request tells the alliance in confidence. What it is stands in a note; nobody but
    staff sees that it exists, so it belongs to no life story but its own."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=ConcernState, default=ConcernState.RAISED)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    raised_as = models.CharField(
        max_length=400, blank=True, help_text="Name and address of whoever told it by the link in a mail."
    )
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "concern"
        ordering = ["-id"]
        constraints = [
            one_of("state", ConcernState, name="concern_state"),
            models.CheckConstraint(
                condition=Q(raised_by__isnull=False) | ~Q(raised_as=""), name="concern_is_somebodys"
            ),
        ]

    @property
    def teller(self) -> str:
        """Who told it, in words."""
        return self.raised_by.name if self.raised_by else self.raised_as


VISIT = Machine(Visit, VISIT_MOVES)
CONCERN = Machine(Concern, CONCERN_MOVES)
