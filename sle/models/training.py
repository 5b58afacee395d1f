"""Core training: the days that are planned, and who has done it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django_scopes import ScopedManager

from alliance.diary.models import Occasion
from alliance.diary.states import OccasionState
from alliance.post.models import Letter
from alliance.schools.models import Alliance, School
from sle.models.register import Designation


class TrainingDay(models.Model):
    """A day of core training: an occasion in the diary is about it, which has its title, times, place and people."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    kinds = models.JSONField(help_text="Codes of the kinds of leaders who must come.")
    fee_pence = models.PositiveIntegerField(default=0, help_text="Owed by the home school of whoever attends.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "training day"
        ordering = ["-id"]


class Training(models.Model):
    """A leader has done core training: on one of the days here (`day`), or elsewhere as staff have written down.

    Where it was here, `certificate` says so, and `fee_pence` is owed by the school that they worked at on the day.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    designation = models.OneToOneField(Designation, on_delete=models.CASCADE, related_name="training")
    day = models.ForeignKey(TrainingDay, null=True, on_delete=models.PROTECT, related_name="trainings")
    done_on = models.DateField()
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="+")
    fee_pence = models.PositiveIntegerField(default=0)
    order_number = models.CharField(
        "purchase order number", max_length=40, blank=True, help_text="The school's own, for its books."
    )

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "core training"
        ordering = ["-done_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(day=None) ^ models.Q(certificate__isnull=False), name="training_has_certificate"
            ),
        ]

    @property
    def root(self) -> Designation:
        return self.designation


@dataclass(frozen=True)
class Planned:
    """A day of core training with its occasion, of which `taken`, `invited`, `booked` and `attended` are counted."""

    day: TrainingDay
    occasion: Occasion

    @property
    def pk(self) -> int:
        return self.day.pk

    @property
    def starts_at(self) -> datetime:
        return self.occasion.starts_at

    @property
    def full(self) -> bool:
        """Is no place left?"""
        taken: int = self.occasion.taken  # type: ignore[attr-defined]  # counted by `queries.training`
        return self.occasion.capacity is not None and taken >= self.occasion.capacity

    @property
    def is_called_off(self) -> bool:
        return self.occasion.state == OccasionState.CALLED_OFF
