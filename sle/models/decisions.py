"""Decisions per area, and the one letter that tells a person all of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django_scopes import ScopedManager

from alliance.post.models import Letter, Text
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from sle.models.applications import Application, ApplicationArea
from sle.states import (
    DECISION_MOVES,
    DESIGNATING,
    OPEN_LETTER,
    OUTCOME_LETTER_MOVES,
    DecisionState,
    Outcome,
    OutcomeLetterState,
)


class AreaDecision(models.Model):
    """The outcome for one area applied for: proposed by the chair, approved by the director, seen by nobody until
    release. The reason is a note. A reserve can be offered a place later: it is then decided anew in this row."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    application_area = models.OneToOneField(ApplicationArea, on_delete=models.CASCADE, related_name="decision")
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.PROPOSED)
    outcome = models.CharField(max_length=16, choices=Outcome)
    reserve_until = models.DateField(
        null=True, blank=True, help_text="The last day in reserve; kept where a place came up for somebody in reserve."
    )
    left_reserve_at = models.DateTimeField(null=True, help_text="When the applicant said that they want no place.")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "decision"
        ordering = ["application_area"]
        constraints = [
            one_of("state", DecisionState, name="decision_state"),
            one_of("outcome", Outcome, name="decision_outcome"),
            models.CheckConstraint(
                condition=~models.Q(outcome=Outcome.RESERVE) | models.Q(reserve_until__isnull=False),
                name="decision_reserve_until_when",
            ),
        ]

    @property
    def root(self) -> Application:
        return self.application_area.application

    @property
    def from_reserve(self) -> bool:
        """Has a place come up for somebody who was in reserve?"""
        return self.reserve_until is not None and self.outcome in DESIGNATING


class OutcomeLetter(models.Model):
    """The outcome letter of one application while it is prepared; at release its words become a post.Letter.

    There is one per application for good: deciding differently words it anew, and never makes a second one. Only a
    place that comes up for somebody in reserve has a letter of its own, and what is decided again after an appeal.
    Why a letter is held back is a note.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="outcome_letters")
    from_reserve = models.BooleanField(default=False, help_text="It offers a place to somebody in reserve.")
    after_appeal = models.BooleanField(default=False, help_text="It tells what was decided after an appeal.")
    state = models.CharField(max_length=10, choices=OutcomeLetterState, default=OutcomeLetterState.DRAFT)
    body = models.TextField(blank=True, help_text="Simple Markdown, values filled in; empty until decided.")
    texts = models.ManyToManyField(Text, related_name="+", help_text="The standard wordings it was drafted from.")
    feedback = models.JSONField(default=list, help_text="[{criterion, text}]: drafted from the panel's comments.")
    revision = models.PositiveIntegerField(default=0)
    edited = models.BooleanField(default=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    letter = models.OneToOneField(Letter, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "letter"
        ordering = ["application", "id"]
        constraints = [
            one_of("state", OutcomeLetterState, name="outcome_letter_state"),
            models.UniqueConstraint(
                fields=["application", "after_appeal"],
                condition=models.Q(from_reserve=False),
                name="outcome_letter_once",
            ),
            models.CheckConstraint(
                condition=models.Q(from_reserve=False) | models.Q(after_appeal=False),
                name="outcome_letter_one_occasion",
            ),
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(state__in=OPEN_LETTER), name="outcome_letter_one_open"
            ),
        ]

    @property
    def root(self) -> Application:
        return self.application

    @property
    def kind(self) -> str:
        """The kind of letter that it is to become; the mails about it are called alike."""
        return "sle.place" if self.from_reserve else "sle.again" if self.after_appeal else "sle.outcome"

    @property
    def on_its_own(self) -> bool:
        """Does it go out by itself, after the others of its round?"""
        return self.from_reserve or self.after_appeal


DECISION = Machine(AreaDecision, DECISION_MOVES)
OUTCOME_LETTER = Machine(OutcomeLetter, OUTCOME_LETTER_MOVES)
