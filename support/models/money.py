"""Every posting of money between the accounts, and the statements that tell schools."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django_scopes import ScopedManager

from alliance.post.models import Letter
from alliance.schools.models import Alliance, School
from alliance.workflow.constraints import one_of
from support.models.funding import Pot
from support.models.visits import LedgerLine
from support.states import Account, Payment


class Statement(models.Model):
    """What one school owes, or is owed, for a school term: the postings that had stood on no statement before. A letter
    says it; who was charged how much never changes afterwards."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    account = models.CharField(max_length=8, choices=Account, help_text="School: to raise. Home school: to pay.")
    until = models.DateField(help_text="The last day of the term.")
    pence = models.BigIntegerField(help_text="Owed by the school, or to the home school; less than zero: a credit.")
    order_number = models.CharField("purchase order number", max_length=40, blank=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "statement"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(account__in=("school", "home")), name="statement_account"),
            models.UniqueConstraint(fields=["alliance", "school", "account", "until"], name="statement_once"),
        ]


class Posting(models.Model):
    """Something that moved money between the accounts: its lines add up to zero, and none is ever changed.

    `entry` is the line of the ledger of half days that it charges, once.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    payment = models.CharField(max_length=8, choices=Payment)
    entry = models.OneToOneField(LedgerLine, null=True, on_delete=models.PROTECT, related_name="posting")
    on = models.DateField(help_text="The day for which it counts.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "posting"
        ordering = ["-on", "-id"]
        constraints = [
            one_of("payment", Payment, name="posting_payment"),
            models.CheckConstraint(
                condition=Q(payment=Payment.CHARGE) ^ Q(entry__isnull=True), name="posting_charges_an_entry"
            ),
        ]


class PostingLine(models.Model):
    """One account's part of a posting in pence: more than zero, it owes the alliance; less, it is owed."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=8, choices=Account)
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="+")
    pot = models.ForeignKey(Pot, null=True, on_delete=models.PROTECT, related_name="lines")
    pence = models.BigIntegerField()
    statement = models.ForeignKey(Statement, null=True, on_delete=models.PROTECT, related_name="lines")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["posting", "id"]
        constraints = [
            one_of("account", Account, name="posting_line_account"),
            models.CheckConstraint(condition=~Q(pence=0), name="posting_line_moves_money"),
            models.CheckConstraint(
                condition=Q(account__in=("school", "home", "direct")) ^ Q(school__isnull=True),
                name="posting_line_of_a_school",
            ),
            models.CheckConstraint(condition=Q(account="pot") ^ Q(pot__isnull=True), name="posting_line_of_a_pot"),
            models.UniqueConstraint(
                "posting", "account", Coalesce("school", 0), Coalesce("pot", 0), name="posting_line_once"
            ),
        ]
