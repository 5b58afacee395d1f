"""Answers under a pseudonym, and the tables that are made of them once. Nobody outside this package imports these."""

from __future__ import annotations

import secrets

from django.db import models
from django_scopes import ScopedManager

from alliance.schools.models import Alliance


def random_key() -> int:
    """A primary key that says nothing about which row came first."""
    return secrets.randbits(62)


class Answer(models.Model):
    """One answer to one question. Nothing here leads to a person, an application or a time: not a foreign key, not a
    date, not the order of the keys (which is the order of the rows on SQLite too)."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    pseudonym = models.CharField(max_length=64, unique=True)
    question = models.CharField(max_length=40)
    choice = models.CharField(max_length=40)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["id"]


class Pool(models.Model):
    """Rounds that are counted together, once, with their tables: never computed again, never changed.

    `tables` is a list of {"key", "title", "rows": [{"group", "applied", "chosen", "others"}]} as `tables.make_table`
    gives them: rounded, and None where a number is not shown.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60, help_text="Of the rounds: sle.round.")
    chosen = models.PositiveIntegerField(help_text="How many were chosen; the alliance knows that from its records.")
    others = models.PositiveIntegerField(help_text="How many were not.")
    frozen_on = models.DateField()
    tables = models.JSONField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["id"]


class Settled(models.Model):
    """A round whose answers are used up or deleted: counted in one pool for good, or in none."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    round_id = models.BigIntegerField()
    pool = models.ForeignKey(Pool, null=True, on_delete=models.CASCADE, related_name="rounds")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["kind", "round_id"], name="settled_once")]
