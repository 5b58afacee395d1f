"""Panel packs: what somebody has to read, as one PDF that a worker makes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.panels.models.exercises import Exercise, Seat
from alliance.post.models import Paper
from alliance.post.states import PRINT_MOVES, PrintState
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


class Pack(Paper):
    """The dossiers on one seat's desk as one PDF, for a day. It is given out only while it is what the desk holds:
    `fingerprint` says of what it was made."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="packs")
    total = models.PositiveIntegerField(help_text="Dossiers that were on the desk.")
    done = models.PositiveIntegerField(default=0, help_text="Dossiers laid out so far.")
    fingerprint = models.CharField(max_length=64, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("state", PrintState, name="pack_state"),
            models.CheckConstraint(
                condition=~Q(state=PrintState.MADE) | (~Q(fingerprint="") & ~Q(pdf="")), name="pack_made_of_something"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "making"]), name="pack_open")]

    @property
    def root(self) -> Exercise:
        return self.seat.exercise


PACK = Machine(Pack, PRINT_MOVES, quiet=("claim", "wait_again", "mark_made", "fail"))
