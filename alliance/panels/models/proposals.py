"""Proposals of who scores what: worked out by a worker, looked at and changed by staff, and then accepted or not."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.panels.models.exercises import Exercise
from alliance.panels.states import PROPOSAL_MOVES, ProposalState
from alliance.post.models import Job
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


class Proposal(Job):
    """Who would score what. Nobody is given anything before it is accepted, and it is accepted only as long as the
    panel is what it was made of: `fingerprint` says what that was."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="proposals")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    pairs = models.JSONField(default=list, help_text="[entry, seat] of what would be new, by their ids.")
    by_hand = models.JSONField(default=list, help_text="Ids of the entries whose scorers staff changed in it.")
    gap = models.FloatField(default=0, help_text="How far from the best it may be; 0 is proven best.")
    milliseconds = models.PositiveIntegerField(default=0, help_text="How long the solver took.")
    fingerprint = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["-id"]
        constraints = [one_of("state", ProposalState, name="proposal_state")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "making"]), name="proposal_open"),
        ]

    @property
    def root(self) -> Exercise:
        return self.exercise


PROPOSAL = Machine(Proposal, PROPOSAL_MOVES, quiet=("claim", "wait_again", "mark_made", "fail"))
