"""Candidates as a panel knows them: a code, frozen papers, what is blacked out, and who may not see them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.panels.models.exercises import Exercise, Seat
from alliance.panels.states import MARK_MOVES, ConflictKind, MarkState, Recommendation
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


class Entry(models.Model):
    """A candidate as the panel knows them: a random code, areas, dossiers, scores. `candidate_id` means something only
    to the responsibility."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="entries")
    candidate_id = models.BigIntegerField()
    code = models.CharField(max_length=16)
    areas = models.JSONField(default=list, help_text="Names of the areas applied for.")
    fewer_accepted = models.PositiveSmallIntegerField(
        null=True, help_text="The chair accepts this many scores; the reason is a note."
    )
    not_before = models.DateTimeField(null=True, help_text="No scores are submitted before: an interview begins.")
    withdrawn_at = models.DateTimeField(null=True)
    # Recomputed in the transaction of every submission, in thousandths, so that tables sort cheaply and both
    # databases agree. Null while nobody has submitted.
    score_count = models.PositiveSmallIntegerField(default=0)
    mean = models.PositiveIntegerField(null=True)
    median = models.PositiveIntegerField(null=True)
    spread = models.PositiveIntegerField(null=True, help_text="Highest less lowest scorer.")
    disagreements = models.PositiveSmallIntegerField(
        default=0, help_text="Criteria on which scorers are two or more levels apart."
    )
    moderated = models.PositiveIntegerField(
        null=True,
        help_text="Mean of what the panel agreed, or all gave; empty before there is a level on every criterion.",
    )
    recommendation = models.CharField(max_length=8, choices=Recommendation, default=Recommendation.OPEN)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["exercise", "code"]
        constraints = [
            one_of("recommendation", Recommendation, name="entry_recommendation"),
            models.UniqueConstraint(fields=["exercise", "code"], name="entry_code_once"),
            models.UniqueConstraint(fields=["exercise", "candidate_id"], name="entry_candidate_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def root(self) -> Exercise:
        return self.exercise


class Dossier(models.Model):
    """The frozen papers of an entry, one version after another; each new paper makes a new version.

    `sections` is a list of {"key", "title", "kind": "answer" | "reference" | "document", "text", "document"}; `v` says
    in which layout. Passages blacked out are Marks; the text itself is never changed.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="dossiers")
    version = models.PositiveSmallIntegerField()
    v = models.PositiveSmallIntegerField(default=1)
    sections = models.JSONField()
    frozen_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["entry", "version"]
        constraints = [models.UniqueConstraint(fields=["entry", "version"], name="dossier_version_once")]

    @property
    def root(self) -> Exercise:
        return self.entry.exercise


class ClearedCopy(models.Model):
    """What becomes of one uploaded paper in an anonymous dossier: a copy without hidden data, or left out.

    The applicant's own upload is never touched and never reaches the panel.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="copies")
    section = models.CharField(max_length=40)
    left_out = models.BooleanField(default=False)
    name = models.CharField(
        max_length=40, blank=True, help_text="Evidence 1.pdf: never the name it was uploaded under."
    )
    content_type = models.CharField(max_length=40, blank=True)
    file = models.FileField(upload_to="cleared/%Y/%m/", blank=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["dossier", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "section"], name="cleared_copy_once"),
            models.CheckConstraint(
                condition=Q(left_out=True, file="") | (Q(left_out=False) & ~Q(file="")),
                name="cleared_copy_file_or_left_out",
            ),
        ]

    @property
    def root(self) -> Exercise:
        return self.dossier.entry.exercise


class Mark(models.Model):
    """A passage of a dossier that may identify somebody: suggested by the portal or drawn by staff, then decided."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="marks")
    section = models.CharField(max_length=40)
    start = models.PositiveIntegerField(help_text="First character of the passage in the section's text.")
    end = models.PositiveIntegerField(help_text="Character after the passage.")
    why = models.CharField(max_length=40, help_text="What it matched: a name, a school, a town, an e-mail, a TRN.")
    state = models.CharField(max_length=12, choices=MarkState, default=MarkState.SUGGESTED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["dossier", "section", "start", "id"]
        constraints = [
            one_of("state", MarkState, name="mark_state"),
            models.UniqueConstraint(fields=["dossier", "section", "start", "end"], name="mark_once"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="mark_not_empty"),
        ]

    @property
    def root(self) -> Exercise:
        return self.dossier.entry.exercise


class Conflict(models.Model):
    """Why a seat has nothing to do with an entry: found by the portal or declared. It hides the entry for good."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="conflicts")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=12, choices=ConflictKind)
    at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["entry", "seat", "id"]
        constraints = [
            one_of("kind", ConflictKind, name="conflict_kind"),
            models.UniqueConstraint(fields=["entry", "seat", "kind"], name="conflict_once"),
        ]

    @property
    def root(self) -> Exercise:
        return self.entry.exercise


MARK = Machine(Mark, MARK_MOVES)
