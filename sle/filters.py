"""Filters of the lists. Choices are found when the list is asked for, in the alliance in scope."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from alliance.schools.models import School
from alliance.schools.names import search_form
from sle.models import Area, Designation
from sle.states import DesignationState


class RegisterFilter(django_filters.FilterSet):
    """The register by name, area, phase, state and school."""

    q = django_filters.CharFilter(label="Name", method="by_name")
    area = django_filters.ModelChoiceFilter(
        label="Area", queryset=Area.objects.none(), field_name="areas__area", distinct=True, empty_label="Any area"
    )
    phase = django_filters.ChoiceFilter(label="Phase", field_name="home_school__phase", empty_label="Any phase")
    state = django_filters.ChoiceFilter(label="State", choices=DesignationState.choices, empty_label="Any state")
    school = django_filters.ModelChoiceFilter(
        label="School", queryset=School.objects.none(), field_name="home_school", empty_label="Any school"
    )

    class Meta:
        model = Designation
        fields = ["q", "area", "phase", "state", "school"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        designations = Designation.objects.all()
        schools = School.objects.filter(pk__in=designations.values("home_school"))
        self.filters["area"].queryset = Area.objects.filter(pk__in=designations.values("areas__area")).order_by(
            "name", "pk"
        )
        self.filters["school"].queryset = schools
        phases = schools.exclude(phase="").order_by("phase").values_list("phase", flat=True).distinct()
        self.filters["phase"].extra["choices"] = [(phase, phase) for phase in phases]

    def by_name(self, rows: QuerySet[Designation], name: str, value: str) -> QuerySet[Designation]:
        """People whose name or address holds every word of `value`."""
        for word in search_form(value).split():
            rows = rows.filter(person__search_name__contains=word)
        return rows
