"""Scoring by a panel, for any responsibility that has to choose between people or bids.

A responsibility opens an Exercise, hands over a Dossier per candidate and reads the agreed scores back. Who the
candidate is stays with the responsibility: nothing in this app names one.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.panels.states import (
    ASSIGNMENT_MOVES,
    EXERCISE_MOVES,
    MARK_MOVES,
    SEAT_MOVES,
    AssignmentState,
    ConflictKind,
    ExerciseState,
    LevelEffect,
    MarkState,
    SeatRole,
    SeatState,
)
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


class Rubric(models.Model):
    """One version of a set of criteria and levels. A change after the first score makes the next version."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minimum_mean = models.PositiveIntegerField(
        null=True, blank=True, help_text="Thousandths: below this mean nobody is recommended. Usually empty."
    )

    objects = ScopedManager(alliance="alliance")


class Level(models.Model):
    """One level of a rubric: Red, Amber, Green, or 1 to 4."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField(help_text="From the lowest; also the key that chooses it.")
    name = models.CharField(max_length=30)
    meaning = models.CharField(max_length=200, blank=True)
    value = models.PositiveIntegerField(help_text="Thousandths: Amber as 1000, Green as 2000.")
    effect = models.CharField(max_length=10, choices=LevelEffect, default=LevelEffect.FOR)

    objects = ScopedManager(alliance="rubric__alliance")

    class Meta:
        ordering = ["rubric", "position"]
        constraints = [
            one_of("effect", LevelEffect, name="level_effect"),
            models.UniqueConstraint(fields=["rubric", "position"], name="level_position_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One criterion of a rubric, and which sections of the dossier are its evidence."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    evidence = models.JSONField(default=list, help_text="Keys of the dossier's sections that speak to it.")

    objects = ScopedManager(alliance="rubric__alliance")

    class Meta:
        ordering = ["rubric", "position"]
        constraints = [models.UniqueConstraint(fields=["rubric", "position"], name="criterion_position_once")]

    def __str__(self) -> str:
        return self.name


class Exercise(models.Model):
    """One panel's work: a rubric, seats, entries. `about` is the responsibility's record (a round)."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    responsibility = models.CharField(max_length=12, choices=Responsibility)
    about_type = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    title = models.CharField(max_length=160)
    code = models.CharField(max_length=10, help_text="Begins the entries' codes: SLE-07.")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="exercises")
    anonymous = models.BooleanField(default=True)
    scores_per_entry = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty: everyone without a conflict scores everything."
    )
    state = models.CharField(max_length=10, choices=ExerciseState, default=ExerciseState.PREPARING)
    score_by = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        constraints = [
            one_of("state", ExerciseState, name="exercise_state"),
            models.UniqueConstraint(fields=["about_type", "about_id", "code"], name="exercise_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """A person on the panel of an exercise."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=8, choices=SeatRole, default=SeatRole.SCORER)
    state = models.CharField(max_length=8, choices=SeatState, default=SeatState.SITTING)
    declared_at = models.DateTimeField(
        null=True, help_text="When they had declared their interests: before any dossier."
    )

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["exercise", "id"]
        constraints = [
            one_of("role", SeatRole, name="seat_role"),
            one_of("state", SeatState, name="seat_state"),
            models.UniqueConstraint(fields=["exercise", "person"], name="seat_once"),
            models.UniqueConstraint(
                fields=["exercise", "role"],
                condition=Q(role__in=["chair", "deputy"], state="sitting"),
                name="seat_one_chair_one_deputy",
            ),
        ]

    @property
    def root(self) -> Exercise:
        return self.exercise


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
    withdrawn_at = models.DateTimeField(null=True)
    # Recomputed in the transaction of every submission, in thousandths, so that tables sort cheaply and both
    # databases agree. Null while nobody has submitted.
    score_count = models.PositiveSmallIntegerField(default=0)
    mean = models.PositiveIntegerField(null=True)
    median = models.PositiveIntegerField(null=True)
    spread = models.PositiveIntegerField(null=True, help_text="Highest less lowest scorer.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["exercise", "code"]
        constraints = [
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


class Mark(models.Model):
    """A passage of a dossier that may identify somebody: suggested by the portal or drawn by staff, then decided."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="marks")
    section = models.CharField(max_length=40)
    start = models.PositiveIntegerField(help_text="First character of the passage in the section's text.")
    end = models.PositiveIntegerField(help_text="Character after the passage.")
    why = models.CharField(max_length=40, help_text="What it matched: a name, a school, a town, an e-mail, a TRN.")
    state = models.CharField(max_length=12, choices=MarkState, default=MarkState.SUGGESTED)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["dossier", "section", "start", "id"]
        constraints = [
            one_of("state", MarkState, name="mark_state"),
            models.UniqueConstraint(fields=["dossier", "section", "start", "end"], name="mark_once"),
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
        constraints = [
            one_of("kind", ConflictKind, name="conflict_kind"),
            models.UniqueConstraint(fields=["entry", "seat", "kind"], name="conflict_once"),
        ]

    @property
    def root(self) -> Exercise:
        return self.entry.exercise


class Assignment(models.Model):
    """What one scorer owes on one entry, with their draft and, once submitted, their scores."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="assignments")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="assignments")
    position = models.PositiveIntegerField(help_text="In the scorer's own random order.")
    state = models.CharField(max_length=10, choices=AssignmentState, default=AssignmentState.ASSIGNED)
    dossier = models.ForeignKey(
        Dossier, null=True, on_delete=models.PROTECT, related_name="+", help_text="The version that was scored."
    )
    comment = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="Counts saves: a stale tab is refused.")
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    mean = models.PositiveIntegerField(null=True, help_text="Thousandths, weighted, once submitted.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["seat", "position", "id"]
        constraints = [
            one_of("state", AssignmentState, name="assignment_state"),
            models.UniqueConstraint(fields=["entry", "seat"], name="assignment_once"),
        ]

    @property
    def root(self) -> Exercise:
        return self.entry.exercise


class Score(models.Model):
    """One scorer's level on one criterion; no level means they could not judge it, which never moves a mean."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, null=True, on_delete=models.PROTECT, related_name="+")
    cannot_judge = models.BooleanField(default=False)
    comment = models.TextField(blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["assignment", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(cannot_judge=False) | Q(level__isnull=True), name="score_cannot_judge_has_no_level"
            ),
        ]


class AgreedScore(models.Model):
    """What the panel agreed on one criterion of an entry, beside the originals and never over them."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="agreed")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["entry", "criterion"]
        constraints = [models.UniqueConstraint(fields=["entry", "criterion"], name="agreed_once")]

    @property
    def root(self) -> Exercise:
        return self.entry.exercise


EXERCISE = Machine(Exercise, EXERCISE_MOVES)
SEAT = Machine(Seat, SEAT_MOVES)
ASSIGNMENT = Machine(Assignment, ASSIGNMENT_MOVES)
MARK = Machine(Mark, MARK_MOVES)
