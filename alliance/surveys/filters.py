"""Filters of the list of schools of an ask."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from alliance.schools.models import School
from alliance.schools.names import search_form
from alliance.surveys.models import Ask, Reply
from alliance.surveys.queries import years_silent
from alliance.surveys.states import UNANSWERED, ReplyState

NEVER, UNKNOWN, SILENT = "never", "unknown", "silent"


class ReplyFilter(django_filters.FilterSet):
    """By name, where the school stands, and phase."""

    q = django_filters.CharFilter(label="School", method="by_name")
    stand = django_filters.ChoiceFilter(
        label="Where it stands",
        choices=[
            (ReplyState.ANSWERED.value, "Answered"),
            (SILENT, "Not answered"),
            (ReplyState.BEGUN.value, "Begun"),
            (ReplyState.WAITING.value, "Not begun"),
            (UNKNOWN, "Nobody known to ask"),
            (NEVER, "Never answered in any year"),
        ],
        method="by_stand",
        empty_label="All schools",
    )
    phase = django_filters.ChoiceFilter(label="Phase", field_name="school__phase", empty_label="Any phase")

    class Meta:
        model = Reply
        fields = ["q", "stand", "phase"]

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask = ask
        phases = School.objects.filter(pk__in=ask.replies.values("school")).exclude(phase="").order_by("phase")
        self.filters["phase"].extra["choices"] = [(p, p) for p in phases.values_list("phase", flat=True).distinct()]

    def by_name(self, rows: QuerySet[Reply], name: str, value: str) -> QuerySet[Reply]:
        """Schools whose name, town or postcode holds every word of `value`."""
        for word in search_form(value).split():
            rows = rows.filter(school__search_name__contains=word)
        return rows

    def by_stand(self, rows: QuerySet[Reply], name: str, value: str) -> QuerySet[Reply]:
        """Schools that stand there."""
        if value == SILENT:
            return rows.filter(state__in=UNANSWERED)
        if value == UNKNOWN:
            return rows.filter(state=ReplyState.WAITING, email="")
        if value == NEVER:
            return rows.filter(pk__in=[pk for pk, years in years_silent(self.ask).items() if years < 0])
        return rows.filter(state=value)
