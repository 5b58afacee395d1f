"""A recruitment round and how it is set up."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from alliance.expertise.models import Area
from alliance.panels.models import Rubric
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from sle.states import ROUND_MOVES, DecidedBy, EligibilityCheck, RoundState


class Round(models.Model):
    """One recruitment round for leaders of one kind (`kind` is its code).

    Two times matter: applicants hand over to their heads by `hand_over_by`; heads and referees return by
    `references_by`, which is not earlier. Both are judged by when the server received the request.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="sle_rounds")
    kind = models.CharField(max_length=10, default="SLE")
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True, help_text="For the public page: who should apply, and why.")
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)
    hand_over_by = models.DateTimeField(null=True, blank=True)
    references_by = models.DateTimeField(null=True, blank=True)
    score_by = models.DateTimeField(null=True, blank=True)
    interviews_on = models.CharField(max_length=80, blank=True, help_text="In words: week beginning 11 February.")
    outcomes_on = models.DateField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    training_on = models.DateField(null=True, blank=True, help_text="Core training of those designated.")
    second_reference = models.BooleanField(default=True)
    interviews = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=True)
    scores_per_entry = models.PositiveSmallIntegerField(null=True, blank=True)
    rubric = models.ForeignKey(Rubric, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    interview_rubric = models.ForeignKey(Rubric, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appeal_grounds = models.TextField(blank=True, help_text="One to a line.")
    appeal_working_days = models.PositiveSmallIntegerField(default=10)
    appeal_hearers = models.PositiveSmallIntegerField(default=3, help_text="How many people hear an appeal.")
    designated_years = models.PositiveSmallIntegerField(default=4)
    privacy_notice = models.TextField(blank=True)
    kept_years = models.PositiveSmallIntegerField(default=2, help_text="How long applications are kept.")
    remind_every = models.PositiveSmallIntegerField(
        default=4, help_text="Working days between reminders to heads and referees."
    )
    remind_before = models.PositiveSmallIntegerField(
        default=2, help_text="Working days before a closing time at which everyone unfinished is reminded."
    )
    release_at = models.DateTimeField(null=True, blank=True)
    release_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "round"
        ordering = ["-id"]
        constraints = [
            one_of("state", RoundState, name="round_state"),
            models.CheckConstraint(
                condition=models.Q(hand_over_by__isnull=True)
                | models.Q(references_by__isnull=True)
                | models.Q(references_by__gte=models.F("hand_over_by")),
                name="round_references_not_before_hand_over",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def grounds(self) -> list[str]:
        """The grounds on which an outcome can be appealed against, one by one."""
        return [line.strip() for line in self.appeal_grounds.splitlines() if line.strip()]


class RoundArea(models.Model):
    """An area sought in a round, with the number hoped for: a guide, no quota."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    target = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["round", "area__position", "area__name", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "area"], name="round_area_once")]


class Question(models.Model):
    """A question of the application form. `key` is what a criterion names as its evidence."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    text = models.TextField()
    word_limit = models.PositiveSmallIntegerField(default=300)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["round", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="question_key_once")]


class EligibilityRule(models.Model):
    """A rule that an applicant must meet, and who settles it."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="eligibility_rules")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    decided_by = models.CharField(max_length=8, choices=DecidedBy)
    automatic = models.CharField(max_length=20, choices=EligibilityCheck, default=EligibilityCheck.NONE)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["round", "position", "id"]
        constraints = [
            one_of("decided_by", DecidedBy, name="eligibility_decided_by"),
            one_of("automatic", EligibilityCheck, name="eligibility_check"),
        ]


class Extension(models.Model):
    """More time: for everyone (no application), announced; or for one person, for an adjustment or a fault outside
    their control. The reason is a note."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="extensions")
    application = models.ForeignKey("sle.Application", null=True, on_delete=models.CASCADE, related_name="extensions")
    hand_over_by = models.DateTimeField(null=True)
    references_by = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["id"]

    @property
    def root(self) -> models.Model:
        return self.application or self.round


ROUND = Machine(Round, ROUND_MOVES)
