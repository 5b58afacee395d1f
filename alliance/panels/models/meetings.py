"""Moderation meetings: who was there, what was talked about, who was out of the room, and what was agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from alliance.panels.models.entries import Entry
from alliance.panels.models.exercises import Exercise, Seat
from alliance.panels.models.rubrics import Criterion, Level
from alliance.panels.states import MEETING_MOVES, MeetingState
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


class Meeting(models.Model):
    """A moderation meeting of a panel, on a day. What is agreed while it is open stands in its minutes."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField()
    present = models.ManyToManyField(Seat, related_name="+", help_text="Who of the panel is there.")
    others = models.JSONField(default=list, help_text="Names of others who are there.")
    state = models.CharField(max_length=8, choices=MeetingState, default=MeetingState.OPEN)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            one_of("state", MeetingState, name="meeting_state"),
            models.UniqueConstraint(
                fields=["exercise"], condition=models.Q(state=MeetingState.OPEN), name="meeting_one_open"
            ),
        ]

    @property
    def root(self) -> Exercise:
        return self.exercise


class Discussion(models.Model):
    """An entry that a meeting talked about, led by `by`, without those whom a conflict sent out of the room."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="discussions")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="discussions")
    out = models.ManyToManyField(Seat, related_name="+", help_text="Who was out of the room.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["meeting", "at", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "entry"], name="discussion_once")]

    @property
    def root(self) -> Exercise:
        return self.meeting.exercise


class Minute(models.Model):
    """What a meeting agreed on one criterion of an entry. It stays as it was when a later meeting agrees otherwise."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="minutes")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["discussion", "criterion__position"]
        constraints = [models.UniqueConstraint(fields=["discussion", "criterion"], name="minute_once")]


MEETING = Machine(Meeting, MEETING_MOVES)
