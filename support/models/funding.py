"""What half days cost, and money that somebody gave for them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from alliance.schools.models import Alliance, Partner


class Rate(models.Model):
    """What half a day of a leader of one kind costs from a day on, and how much of it stays with the alliance."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, blank=True, help_text="Code of the kind of leader; empty: anybody else.")
    from_day = models.DateField()
    half_day_pence = models.PositiveIntegerField(help_text="Charged for half a day.")
    share_pence = models.PositiveIntegerField(help_text="Of that, what the alliance keeps for its brokerage.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "rate"
        ordering = ["kind", "-from_day"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "kind", "from_day"], name="rate_once"),
            models.CheckConstraint(condition=Q(share_pence__lte=F("half_day_pence")), name="rate_share_is_a_part"),
        ]


class Pot(models.Model):
    """Money that somebody gave for support and the alliance holds. What is left of it never falls below zero: `balance`
    is what its postings add up to, kept here so that the database can refuse."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    funder = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    balance_pence = models.BigIntegerField(default=0)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "funding pot"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "name"], name="pot_once"),
            models.CheckConstraint(condition=Q(balance_pence__gte=0), name="pot_is_never_overdrawn"),
        ]

    def __str__(self) -> str:
        return self.name
