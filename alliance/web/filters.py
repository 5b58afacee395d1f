"""Filters of the list of partners."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from alliance.schools.models import Partner
from alliance.schools.states import PartnerKind


class PartnerFilter(django_filters.FilterSet):
    """By name, kind, tier and division; those whose partnership has ended only when asked for."""

    name = django_filters.CharFilter(lookup_expr="icontains", label="Name")
    kind = django_filters.ChoiceFilter(choices=PartnerKind.choices, label="Kind", empty_label="All kinds")
    tier = django_filters.ModelChoiceFilter(
        queryset=lambda request: request.alliance.tiers.all(), label="Tier", empty_label="All tiers"
    )
    division = django_filters.ModelChoiceFilter(
        queryset=lambda request: request.alliance.divisions.all(), label="Division", empty_label="All"
    )
    standing = django_filters.ChoiceFilter(
        choices=[("now", "Partners now"), ("ended", "Ended")], method="stand", label="Standing", empty_label="All"
    )

    class Meta:
        model = Partner
        fields = ["name", "kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("tier", "division"):
            if not self.form.fields[name].queryset.exists():
                del self.form.fields[name]

    def stand(self, rows: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
        """Partners today, or those whose partnership has ended."""
        today = timezone.localdate()
        ended = Q(until__isnull=False, until__lte=today)
        return rows.filter(ended) if value == "ended" else rows.exclude(ended)
