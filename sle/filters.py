"""Filters of the lists. Choices are found when the list is asked for, in the alliance in scope."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django_scopes import get_scope

from alliance.expertise.models import Area
from alliance.schools.forms import SchoolField
from alliance.schools.models import School
from alliance.schools.names import search_form
from sle.leader_kinds import kinds_of
from sle.models import Appeal, Designation, Round, Training
from sle.queries.directory import nearest_first, within
from sle.queries.training import trained_on, untrained
from sle.states import AppealState, DesignationState


class AppealFilter(django_filters.FilterSet):
    """Appeals by round and state."""

    round = django_filters.ModelChoiceFilter(
        label="Round", queryset=Round.objects.none(), field_name="application__round", empty_label="Any round"
    )
    state = django_filters.ChoiceFilter(
        label="State",
        choices=[choice for choice in AppealState.choices if choice[0] != AppealState.DRAFT],
        empty_label="Any state",
    )

    class Meta:
        model = Appeal
        fields = ["round", "state"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["round"].queryset = Round.objects.filter(pk__in=Appeal.objects.values("application__round"))


# Days from today; a current designation whose years are over ends "within" every one of them.
ENDS_WITHIN = [("0", "Years are over"), ("92", "3 months"), ("183", "6 months"), ("365", "A year")]


class DirectoryForm(forms.Form):
    """The form of the directory's filters: a distance is counted from somewhere."""

    def clean(self) -> dict[str, Any]:
        """Adds an error where a distance is asked for and no place to count from."""
        cleaned = super().clean() or {}
        if cleaned.get("within") and not cleaned.get("near") and "near" not in self.errors:
            self.add_error("near", "Say from which school the distance is counted.")
        return cleaned


class SchoolFilter(django_filters.Filter):
    """A school of the national register, typed by name, town, postcode or URN."""

    field_class = SchoolField


class DirectoryFilter(django_filters.FilterSet):
    """The public directory by kind, area and phase, and by distance from a school."""

    kind = django_filters.ChoiceFilter(label="Kind", empty_label="Any kind")
    area = django_filters.ChoiceFilter(
        label="Area", field_name="areas__area__name", distinct=True, empty_label="Any area"
    )
    phase = django_filters.ChoiceFilter(label="Phase", field_name="home_school__phase", empty_label="Any phase")
    near = SchoolFilter(label="Near a school", method="by_distance", open_only=False)
    within = django_filters.ChoiceFilter(
        label="At most",
        choices=[("5", "5 miles"), ("10", "10 miles"), ("20", "20 miles"), ("50", "50 miles")],
        method="at_most",
        empty_label="Any distance",
    )

    class Meta:
        model = Designation
        form = DirectoryForm
        fields = ["kind", "area", "phase", "near", "within"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.queryset.order_by()
        kinds = kinds_of(get_scope()["alliance"])
        self.filters["kind"].extra["choices"] = [(code, kinds[code].word) for code in _distinct(rows, "kind")]
        for name, field in (("area", "areas__area__name"), ("phase", "home_school__phase")):
            self.filters[name].extra["choices"] = [(one, one) for one in _distinct(rows, field) if one]

    @property
    def place(self) -> School | None:
        """The school that distances are counted from."""
        return self.form.cleaned_data.get("near") if self.is_bound else None

    @property
    def is_measured(self) -> bool:
        """Does the register know where that school is?"""
        return self.place is not None and self.place.easting is not None and self.place.northing is not None

    def by_distance(self, rows: QuerySet[Designation], name: str, value: School) -> QuerySet[Designation]:
        """Nearest first; whose distance is not known, last."""
        return nearest_first(rows, value)

    def at_most(self, rows: QuerySet[Designation], name: str, value: str) -> QuerySet[Designation]:
        """Not further away than this, as far as is known."""
        return within(rows, int(value)) if self.is_measured else rows


def _distinct(rows: QuerySet[Designation], field: str) -> list[str]:
    return list(rows.order_by(field).values_list(field, flat=True).distinct())


class FeeFilter(django_filters.FilterSet):
    """What is owed for core training, by school, and whether the purchase order number is known."""

    school = django_filters.ModelChoiceFilter(label="School", queryset=School.objects.none(), empty_label="Any school")
    order = django_filters.ChoiceFilter(
        label="Purchase order number",
        choices=[("yes", "Given"), ("no", "Not given yet")],
        method="by_order",
        empty_label="All",
    )

    class Meta:
        model = Training
        fields = ["school", "order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["school"].queryset = School.objects.filter(pk__in=self.queryset.order_by().values("school"))

    def by_order(self, rows: QuerySet[Training], name: str, value: str) -> QuerySet[Training]:
        """With or without a purchase order number."""
        return rows.filter(order_number="") if value == "no" else rows.exclude(order_number="")


class RegisterFilter(django_filters.FilterSet):
    """The register by name, kind, area, phase, state, school, and how soon a designation ends."""

    q = django_filters.CharFilter(label="Name", method="by_name")
    kind = django_filters.ChoiceFilter(label="Kind", empty_label="Any kind")
    area = django_filters.ModelChoiceFilter(
        label="Area", queryset=Area.objects.none(), field_name="areas__area", distinct=True, empty_label="Any area"
    )
    phase = django_filters.ChoiceFilter(label="Phase", field_name="home_school__phase", empty_label="Any phase")
    state = django_filters.ChoiceFilter(label="State", choices=DesignationState.choices, empty_label="Any state")
    school = django_filters.ModelChoiceFilter(
        label="School", queryset=School.objects.none(), field_name="home_school", empty_label="Any school"
    )

    training = django_filters.ChoiceFilter(
        label="Core training", choices=[("yes", "Done"), ("no", "Not yet")], method="by_training", empty_label="All"
    )
    ends = django_filters.ChoiceFilter(
        label="Ends within", choices=ENDS_WITHIN, method="ending_within", empty_label="Any time"
    )

    class Meta:
        model = Designation
        fields = ["q", "kind", "area", "phase", "state", "school", "training", "ends"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        designations = Designation.objects.all()
        schools = School.objects.filter(pk__in=designations.values("home_school"))
        self.filters["area"].queryset = Area.objects.filter(pk__in=designations.values("areas__area")).order_by(
            "name", "pk"
        )
        self.filters["school"].queryset = schools
        known = kinds_of(get_scope()["alliance"])
        self.filters["kind"].extra["choices"] = [(kind.code, kind.word) for kind in known.values()]
        phases = schools.exclude(phase="").order_by("phase").values_list("phase", flat=True).distinct()
        self.filters["phase"].extra["choices"] = [(phase, phase) for phase in phases]

    def by_training(self, rows: QuerySet[Designation], name: str, value: str) -> QuerySet[Designation]:
        """Leaders who have done core training; or current ones, of the alliance's own kinds, who have not."""
        alliance = get_scope()["alliance"]
        if value == "no":
            return rows.filter(pk__in=untrained(alliance).values("pk"))
        return rows.annotate(trained_on=trained_on()).exclude(trained_on=None)

    def ending_within(self, rows: QuerySet[Designation], name: str, value: str) -> QuerySet[Designation]:
        """Current designations whose years end within so many days."""
        until = timezone.localdate() + timedelta(days=int(value))
        return rows.filter(state=DesignationState.CURRENT, ends_on__lte=until)

    def by_name(self, rows: QuerySet[Designation], name: str, value: str) -> QuerySet[Designation]:
        """People whose name or address holds every word of `value`."""
        for word in search_form(value).split():
            rows = rows.filter(person__search_name__contains=word)
        return rows
