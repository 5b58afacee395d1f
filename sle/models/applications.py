"""An application: what the applicant says, and whether it meets the rules."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.expertise.models import Area
from alliance.keys import random_code
from alliance.schools.models import Alliance, School
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from sle.models.rounds import EligibilityRule, Question, Round
from sle.states import APPLICATION_MOVES, ApplicationState


class Application(models.Model):
    """One person's application in a round. Frozen from hand-over; submitted when the head has returned it."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    code = models.CharField(
        max_length=12,
        unique=True,
        default=random_code,
        help_text="In addresses: says nothing about how many there are.",
    )
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sle_applications")
    state = models.CharField(max_length=16, choices=ApplicationState, default=ApplicationState.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="Counts saves of the details: a stale tab is refused.")
    first_name = models.CharField(max_length=80, blank=True)
    surname = models.CharField(max_length=80, blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    post = models.CharField(max_length=120, blank=True)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    trn = models.CharField(
        "teacher reference number",
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^\d{7}$", "A teacher reference number has seven digits, like 1234567.")],
    )
    no_trn_reason = models.CharField(max_length=200, blank=True)
    leadership_role = models.CharField(max_length=120, blank=True)
    leadership_years = models.PositiveSmallIntegerField(null=True, blank=True)
    is_head = models.BooleanField(null=True)
    is_hlta = models.BooleanField(null=True)
    started_at = models.DateTimeField(auto_now_add=True)
    declared_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    # A paper application is typed in by staff, with its scan, and confirmed by the applicant.
    paper_received_at = models.DateTimeField(null=True)
    paper_entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirm_asked_at = models.DateTimeField(null=True, help_text="When the applicant was last asked to confirm it.")
    paper_confirmed_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "application"
        ordering = ["id"]
        constraints = [
            one_of("state", ApplicationState, name="application_state"),
            models.UniqueConstraint(
                fields=["round", "applicant"], condition=~Q(state="withdrawn"), name="application_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False), name="application_submitted_when"
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="application_round_state")]

    def __str__(self) -> str:
        return f"Application of {self.first_name} {self.surname}".strip()

    @property
    def name(self) -> str:
        """The applicant's name as given in the application."""
        return f"{self.first_name} {self.surname}".strip() or self.applicant.name


class ApplicationArea(models.Model):
    """An area applied for."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["application", "area__position", "area__name", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "area"], name="application_area_once")]


class Answer(models.Model):
    """The answer to one question, saved as it is typed; `revision` counts the saves."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    complete = models.BooleanField(default=False, help_text="The applicant says so.")
    saved_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["application", "question__position", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "question"], name="answer_once")]


class AdjustmentRequest(models.Model):
    """A reasonable adjustment asked for privately. Panels see only `arrangement`, which staff word."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="adjustment")
    request = models.TextField()
    arrangement = models.TextField(blank=True)
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(alliance="alliance")

    @property
    def root(self) -> Application:
        return self.application


class EligibilityFinding(models.Model):
    """Whether an application meets one rule, and who found so. The reason of staff is a note."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="findings")
    rule = models.ForeignKey(EligibilityRule, on_delete=models.PROTECT, related_name="+")
    met = models.BooleanField()
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["application", "rule__position", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "rule"], name="finding_once")]

    @property
    def root(self) -> Application:
        return self.application


APPLICATION = Machine(Application, APPLICATION_MOVES)
