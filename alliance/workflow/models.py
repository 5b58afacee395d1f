"""Events (append-only) and notes (erasable)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from alliance.schools.models import Alliance


class Event(models.Model):
    """One thing that happened to a record. Triggers on both databases refuse to change or remove one."""

    alliance = models.ForeignKey(Alliance, null=True, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    root_type = models.CharField(max_length=60)
    root_id = models.BigIntegerField()
    move = models.CharField(max_length=60)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)
    fields = models.JSONField(default=list)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["root_type", "root_id", "id"], name="event_root"),
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
        ]


class Note(models.Model):
    """A reason or remark that somebody typed about a record: kept apart from events, because it can be erased."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    about = models.CharField(max_length=60, help_text="The move or matter the note is about.")
    text = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="note_subject")]
