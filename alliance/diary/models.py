"""What takes place at a time, and who comes to it."""

from __future__ import annotations

from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from alliance.diary.states import ATTENDANCE_MOVES, OCCASION_MOVES, AttendanceState, OccasionState, Part
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


def _record(label: str, pk: int) -> models.Model:
    """The record of this model and key, not loaded: enough for an event or a mail to be about it."""
    return apps.get_model(label)(pk=pk)


class Occasion(models.Model):
    """Something that takes place: a slot of an interview day, a day of training. `about` is the responsibility's
    record (a round, a programme); who may plan and book is that responsibility's rule."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    about_type = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=OccasionState, default=OccasionState.PLANNED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    room = models.CharField(max_length=80, blank=True)
    link = models.URLField(max_length=300, blank=True, help_text="Of a meeting online.")
    details = models.TextField(blank=True, help_text="What to bring, whom to ask for.")
    capacity = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: as many as want to come.")
    book_by = models.DateTimeField(
        null=True, blank=True, help_text="Until then people book and give up places themselves; empty: until it begins."
    )

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "date"  # what a refused move calls it
        ordering = ["starts_at", "room", "id"]
        constraints = [
            one_of("state", OccasionState, name="occasion_state"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="occasion_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["about_type", "about_id", "starts_at"], name="occasion_about")]

    @property
    def root(self) -> models.Model:
        return _record(self.about_type, self.about_id)

    @property
    def where(self) -> str:
        """Room and place on one line; empty where neither is known."""
        return ", ".join(filter(None, (self.room, self.place)))


class Attendance(models.Model):
    """A person at an occasion, and what became of it: an entry in their own calendar.

    `uid` and `sequence` are the entry's (RFC 5545): both go along when somebody changes to another occasion, so that
    the entry moves. `about` is what they come with (an application, a designation), if not the occasion's own record.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendances")
    part = models.CharField(max_length=5, choices=Part, default=Part.COMES)
    state = models.CharField(max_length=10, choices=AttendanceState, default=AttendanceState.INVITED)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=200, blank=True, help_text="In their calendar, if not the occasion's.")
    uid = models.UUIDField(default=uuid4, unique=True)
    sequence = models.PositiveIntegerField(default=0)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "place"
        ordering = ["occasion", "id"]
        constraints = [
            one_of("state", AttendanceState, name="attendance_state"),
            one_of("part", Part, name="attendance_part"),
            models.UniqueConstraint(fields=["occasion", "person"], name="attendance_once"),
        ]
        indexes = [models.Index(fields=["about_type", "about_id"], name="attendance_about")]

    @property
    def root(self) -> models.Model:
        """What it is about: the life story to which it belongs, and the record that its mails are about."""
        return _record(self.about_type, self.about_id) if self.about_id else self.occasion.root


OCCASION = Machine(Occasion, OCCASION_MOVES)
ATTENDANCE = Machine(Attendance, ATTENDANCE_MOVES)
