"""Rubrics: criteria, levels and the rule for a recommendation."""

from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from alliance.panels.states import LevelEffect
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of


class Rubric(models.Model):
    """One version of a set of criteria and levels. Once scoring has opened with it, a change makes the next version."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minimum_mean = models.PositiveIntegerField(
        null=True, blank=True, help_text="Thousandths: below this mean nobody is recommended. Usually empty."
    )
    frozen_at = models.DateTimeField(null=True, help_text="When scoring first opened with it: unchangeable since.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["name", "version", "id"]
        constraints = [models.UniqueConstraint(fields=["previous"], name="rubric_one_next_version")]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}" if self.version > 1 else self.name


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
