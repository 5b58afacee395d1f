"""Reviews of designations, the release that heads are asked for, and moves to another alliance."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.expertise.models import Area
from alliance.schools.models import Alliance, School
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from sle.models.register import Designation
from sle.states import (
    MOVE_MOVES,
    RELEASE_MOVES,
    REVIEW_MOVES,
    MoveState,
    ReleaseState,
    ReviewCause,
    ReviewOutcome,
    ReviewState,
)


class Review(models.Model):
    """A designation looked at again: before its years are over, or because of a concern.

    One of the staff proposes, another person approves; what stands in `reasons` and `conditions` goes into the letter.
    An appeal against a de-designation is about the review in state "ended": `told_on`, `appeal_until`.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    designation = models.ForeignKey(Designation, on_delete=models.CASCADE, related_name="reviews")
    state = models.CharField(max_length=9, choices=ReviewState, default=ReviewState.GATHERING)
    cause = models.CharField(max_length=7, choices=ReviewCause, default=ReviewCause.DUE)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField(help_text="By when the leader and the head are asked to answer.")
    concern = models.TextField(blank=True, help_text="What has come up, as the leader is told.")
    # The leader's own account, until an outcome is proposed.
    statement = models.TextField(blank=True)
    stated_at = models.DateTimeField(null=True)
    # What is proposed.
    outcome = models.CharField(max_length=5, choices=ReviewOutcome, blank=True)
    years = models.PositiveSmallIntegerField(null=True)
    reasons = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    areas = models.ManyToManyField(Area, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    told_on = models.DateField(null=True, help_text="The day of the letter.")
    appeal_until = models.DateField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "review"
        ordering = ["-id"]
        constraints = [
            one_of("state", ReviewState, name="review_state"),
            one_of("cause", ReviewCause, name="review_cause"),
            one_of("outcome", ReviewOutcome, name="review_outcome", blank=True),
            models.UniqueConstraint(
                fields=["designation"], condition=Q(state__in=["gathering", "proposed"]), name="review_one_open"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("proposed_by")), name="review_two_people"
            ),
        ]

    @property
    def root(self) -> models.Model:
        return self.designation.root


class Release(models.Model):
    """The head of the home school is asked by mail link whether they (still) release the leader; within a review also
    for their view of the leader's work."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    designation = models.ForeignKey(Designation, on_delete=models.CASCADE, related_name="releases")
    review = models.ForeignKey(Review, null=True, on_delete=models.CASCADE, related_name="releases")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=ReleaseState, default=ReleaseState.WANTED)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    asked_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    view = models.TextField(blank=True, help_text="What the head says of the leader's work, or why not.")
    signer_name = models.CharField(max_length=120, blank=True)
    signer_post = models.CharField(max_length=120, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "release"
        ordering = ["-id"]
        constraints = [
            one_of("state", ReleaseState, name="release_state"),
            models.UniqueConstraint(
                fields=["designation"], condition=Q(state__in=["wanted", "asked"]), name="release_one_open"
            ),
        ]

    @property
    def root(self) -> models.Model:
        return self.designation.root


class Move(models.Model):
    """A leader asks to go over to another alliance with their designation; it stands with the alliance that they leave.

    Once that has agreed, the other one sees a designation of its own that is "arriving", and no more than that. The
    two rows are found by person and kind: no key leads from one alliance to the other.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    designation = models.ForeignKey(Designation, on_delete=models.CASCADE, related_name="moves")
    to_alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=MoveState, default=MoveState.ASKED)
    asked_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "move"
        ordering = ["-id"]
        constraints = [
            one_of("state", MoveState, name="move_state"),
            models.UniqueConstraint(
                fields=["designation"], condition=Q(state__in=["asked", "released"]), name="move_one_open"
            ),
        ]

    @property
    def root(self) -> models.Model:
        return self.designation.root


REVIEW = Machine(Review, REVIEW_MOVES)
RELEASE = Machine(Release, RELEASE_MOVES)
MOVE = Machine(Move, MOVE_MOVES)
