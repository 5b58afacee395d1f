"""References: the headteacher's, whose return is the submission, and a second one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.schools.models import Alliance, School
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from sle.models.applications import Application
from sle.states import REFERENCE_MOVES, ReferenceKind, ReferenceState, Support


class Reference(models.Model):
    """A reference asked for by mail link. The signer types name and post when they return it."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=6, choices=ReferenceKind)
    state = models.CharField(max_length=8, choices=ReferenceState, default=ReferenceState.NAMED)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    telephone = models.CharField(max_length=20, blank=True)
    post = models.CharField(max_length=120, blank=True)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(
        null=True, help_text="When the link was last sent: asked, sent again, reminded."
    )
    returned_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0, help_text="Counts saves of the draft: a stale tab is refused.")
    saved_at = models.DateTimeField(null=True)
    # The headteacher confirms:
    confirms_role = models.BooleanField(null=True)
    confirms_years = models.PositiveSmallIntegerField(null=True, blank=True)
    agrees_release = models.BooleanField(null=True)
    # The second referee says:
    known_how = models.CharField(max_length=200, blank=True)
    known_years = models.CharField(max_length=60, blank=True)
    support = models.CharField(max_length=12, choices=Support, blank=True)
    signer_school = models.CharField(max_length=120, blank=True)
    # Both write:
    statement = models.TextField(blank=True)
    signer_name = models.CharField(max_length=120, blank=True)
    signer_post = models.CharField(max_length=120, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "reference"
        ordering = ["application", "kind", "id"]
        # Whose references are open is asked on every page, across alliances.
        indexes = [models.Index(fields=["email", "state"], name="reference_of_address")]
        constraints = [
            one_of("kind", ReferenceKind, name="reference_kind"),
            one_of("state", ReferenceState, name="reference_state"),
            one_of("support", Support, name="reference_support", blank=True),
            models.UniqueConstraint(
                fields=["application", "kind"], condition=~Q(state="replaced"), name="reference_one_of_each"
            ),
        ]

    @property
    def root(self) -> Application:
        return self.application


REFERENCE = Machine(Reference, REFERENCE_MOVES)
