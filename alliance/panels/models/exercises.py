"""An exercise of a panel, who sits on it, and what they declared."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.panels.models.rubrics import Rubric
from alliance.panels.states import EXERCISE_MOVES, SEAT_MOVES, ExerciseState, InterestKind, SeatRole, SeatState
from alliance.schools.models import Alliance, School
from alliance.schools.states import Responsibility
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


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
    by_name = models.BooleanField(
        default=False, help_text="Nothing is shared out: an interview is scored by those who hold it."
    )
    state = models.CharField(max_length=10, choices=ExerciseState, default=ExerciseState.PREPARING)
    score_by = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("state", ExerciseState, name="exercise_state"),
            one_of("responsibility", Responsibility, name="exercise_responsibility"),
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
    school = models.ForeignKey(
        School,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Of somebody from outside.",
    )
    cap = models.PositiveSmallIntegerField(null=True, help_text="At most so many entries are shared out to them.")

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


class Interest(models.Model):
    """A school or a person that a seat must have nothing to do with, as they declared it before the first dossier.

    In an anonymous exercise nobody is told who applied, so what was typed is matched, now and whenever an entry comes.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="interests")
    kind = models.CharField(max_length=8, choices=InterestKind)
    text = models.CharField(max_length=200)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["seat", "id"]
        constraints = [
            one_of("kind", InterestKind, name="interest_kind"),
            models.UniqueConstraint(fields=["seat", "kind", "text"], name="interest_once"),
        ]


EXERCISE = Machine(Exercise, EXERCISE_MOVES)
SEAT = Machine(Seat, SEAT_MOVES)
