"""The memorandum that everybody signs before support begins, and its versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django_scopes import ScopedManager

from alliance.post.models import Letter
from alliance.schools.models import Alliance
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from support.models.deployments import Deployment
from support.models.funding import Pot
from support.models.requests import Request
from support.states import AGREEMENT_MOVES, SIGNATURE_MOVES, AgreementState, Invoiced, Party, SignatureState


class Agreement(models.Model):
    """One version of a request's memorandum. From the day it is sent to be signed its words (`html`) never change:
    `sha256` is theirs, and stands with every signature. A change is another version, signed anew by all."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField(help_text="Counts from 1 for each request.")
    state = models.CharField(max_length=8, choices=AgreementState, default=AgreementState.DRAFT)
    purpose = models.TextField(blank=True)
    outcomes = models.TextField(blank=True, help_text="What should be different afterwards.")
    visits = models.TextField(blank=True, help_text="How many, how long, and what happens at them.")
    milestones = models.TextField(blank=True)
    safeguarding = models.TextField(blank=True)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    review_on = models.DateField(null=True, help_text="Mid-term review.")
    late_hours = models.PositiveSmallIntegerField(
        default=0, help_text="A visit that the school calls off fewer hours before it begins counts as used; 0: never."
    )
    revision = models.PositiveIntegerField(default=0, help_text="Counts the saves of the draft.")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, help_text="When it was sent to be signed.")
    signed_at = models.DateTimeField(null=True, help_text="When the last of them had signed.")
    html = models.TextField(blank=True, help_text="The words that are signed.")
    sha256 = models.CharField(max_length=64, blank=True)
    letter = models.ForeignKey(
        Letter, null=True, on_delete=models.PROTECT, related_name="+", help_text="The PDF, with all signatures."
    )

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "agreement"
        ordering = ["request", "-version"]
        constraints = [
            one_of("state", AgreementState, name="agreement_state"),
            models.UniqueConstraint(fields=["request", "version"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state__in=("draft", "signing")), name="agreement_one_open"
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(state="signed"), name="agreement_one_in_force"),
            models.CheckConstraint(condition=Q(state="draft") | ~Q(sha256=""), name="agreement_words_are_kept"),
        ]

    @property
    def root(self) -> Request:
        return self.request


class AgreementLine(models.Model):
    """What an agreement says of one leader: half days, and what each costs whom."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="lines")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="lines")
    half_days = models.PositiveSmallIntegerField()
    half_day_pence = models.PositiveIntegerField(default=0, help_text="Charged for half a day.")
    share_pence = models.PositiveIntegerField(default=0, help_text="Of that, what the alliance keeps.")
    invoiced_by = models.CharField(max_length=8, choices=Invoiced, default=Invoiced.ALLIANCE)
    pot = models.ForeignKey(
        Pot, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Pays; none: the school does."
    )

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["agreement", "deployment"]
        constraints = [
            one_of("invoiced_by", Invoiced, name="agreement_line_invoiced"),
            models.CheckConstraint(condition=Q(half_days__gt=0), name="agreement_line_has_days"),
            models.CheckConstraint(condition=Q(share_pence__lte=F("half_day_pence")), name="agreement_line_share"),
            models.UniqueConstraint(fields=["agreement", "deployment"], name="agreement_line_once"),
        ]


class Signature(models.Model):
    """One party's line beneath an agreement: the supported school, each leader, each leader's home school, the
    alliance. `email` is where they were asked; only whoever it belongs to signs here. Not asked of a home school whose
    head is the leader."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    party = models.CharField(max_length=8, choices=Party)
    deployment = models.ForeignKey(
        Deployment, null=True, on_delete=models.PROTECT, related_name="+", help_text="Of leader and home school."
    )
    state = models.CharField(max_length=7, choices=SignatureState, default=SignatureState.ASKED)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True, help_text="Empty: whoever may sign for the alliance.")
    last_sent_at = models.DateTimeField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=120, blank=True, help_text="As typed.")
    signed_post = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the words that were signed.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "signature"
        ordering = ["agreement", "id"]
        constraints = [
            one_of("state", SignatureState, name="signature_state"),
            one_of("party", Party, name="signature_party"),
            models.UniqueConstraint("agreement", "party", Coalesce("deployment", 0), name="signature_once"),
            models.CheckConstraint(
                condition=~Q(state="signed") | (~Q(signed_name="") & ~Q(sha256="")), name="signature_is_complete"
            ),
        ]

    @property
    def root(self) -> Request:
        return self.agreement.request

    @property
    def own_token(self) -> str:
        """What stands in the address in place of a token, for whoever signs in to sign."""
        return f"mine-{self.pk}"


AGREEMENT = Machine(Agreement, AGREEMENT_MOVES)
SIGNATURE = Machine(Signature, SIGNATURE_MOVES)
