"""An appeal against an outcome, or the end of a designation: what is said on each ground, who hears it, what they
find."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.keys import random_code
from alliance.post.models import Letter
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from sle.models.applications import Application
from sle.models.reviews import Review
from sle.states import APPEAL_MOVES, AppealFinding, AppealState, Remedy


class Appeal(models.Model):
    """The one appeal that an outcome can have. It is decided once everybody who hears it has confirmed the findings
    that one of them wrote down; it is upheld if it names a remedy."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12, unique=True, default=random_code, help_text="In the appellant's addresses.")
    application = models.OneToOneField(Application, null=True, on_delete=models.PROTECT, related_name="appeal")
    review = models.OneToOneField(
        Review, null=True, on_delete=models.PROTECT, related_name="appeal", help_text="That ended a designation."
    )
    appellant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160, help_text="What it is about, in words.")
    until = models.DateField(help_text="The last day on which it can be lodged, as the letter says.")
    hearers_needed = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="Counts saves: a stale tab is refused.")
    lodged_at = models.DateTimeField(null=True)
    decide_by = models.DateField(null=True, help_text="The last day of the hearing, as the applicant was told.")
    remedy = models.CharField(max_length=12, choices=Remedy, blank=True, help_text="Empty unless it is upheld.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="For all who hear it.",
    )
    recorded_at = models.DateTimeField(null=True)
    letter = models.OneToOneField(Letter, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "appeal"
        ordering = ["-id"]
        constraints = [
            one_of("state", AppealState, name="appeal_state"),
            one_of("remedy", Remedy, name="appeal_remedy", blank=True),
            models.CheckConstraint(
                condition=Q(application__isnull=False, review=None) | Q(application=None, review__isnull=False),
                name="appeal_against_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "lodged", "withdrawn"]) | Q(decide_by__isnull=False),
                name="appeal_timetabled",
            ),
            models.CheckConstraint(condition=Q(state="draft") | Q(lodged_at__isnull=False), name="appeal_lodged_when"),
        ]

    @property
    def root(self) -> models.Model:
        return self.application or self.review.root  # type: ignore[union-attr]  # one of the two, as checked

    @property
    def is_upheld(self) -> bool:
        """Do the findings uphold it?"""
        return self.remedy != ""


class AppealGround(models.Model):
    """One of the round's grounds as it stood when the appeal was begun, what the applicant says on it (nothing: it is
    not a ground of this appeal), and what was found on it and why."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="grounds")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    statement = models.TextField(blank=True)
    finding = models.CharField(max_length=10, choices=AppealFinding, blank=True)
    reasons = models.TextField(blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["appeal", "position", "id"]
        constraints = [
            one_of("finding", AppealFinding, name="appeal_finding", blank=True),
            models.UniqueConstraint(fields=["appeal", "position"], name="appeal_ground_once"),
        ]


class AppealHearer(models.Model):
    """Somebody who hears an appeal: took no part in what it is about. `confirmed_at` is when they confirmed the
    findings as they stand."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="hearers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["appeal", "id"]
        constraints = [models.UniqueConstraint(fields=["appeal", "person"], name="appeal_hearer_once")]


APPEAL = Machine(Appeal, APPEAL_MOVES)
