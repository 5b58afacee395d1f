"""What the alliance wants of support in a school year, and what it measures support against."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django_scopes import ScopedManager

from alliance.expertise.models import Area
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from support.states import Phase

MOST = 10_000  # more is a slip of the keyboard, and no more than both databases hold


class BoardTargets(models.Model):
    """What the board holds support to, in the alliance's own settings; an alliance without a row has the defaults
    (domain facts: "Reported")."""

    alliance = models.OneToOneField(Alliance, on_delete=models.CASCADE, related_name="+")
    good_percent = models.PositiveSmallIntegerField(
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Share of evaluations that say good or better.",
    )
    in_need_half_days = models.PositiveSmallIntegerField(
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
        help_text="For schools in need, in a school year.",
    )

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "targets of support"


class Priority(models.Model):
    """What matters most in the alliance's region in the school year that begins in `year`: an area, for a phase or for
    all, and how much of it is wanted, as far as that was said."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=11, choices=Phase, default=Phase.ALL)
    why = models.CharField(max_length=300, help_text="In a sentence.")
    half_days = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    schools = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "priority"
        ordering = ["-year", "area__position", "area__name", "id"]
        constraints = [
            one_of("phase", Phase, name="priority_phase"),
            models.UniqueConstraint(fields=["alliance", "year", "area", "phase"], name="priority_once"),
        ]

    def __str__(self) -> str:
        return str(self.area.name) if self.phase == Phase.ALL else f"{self.area.name} ({self.get_phase_display()})"
