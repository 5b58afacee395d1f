"""Filters of the lists. Choices are found when the list is asked for, in the alliance in scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters
from django import forms
from django.utils import timezone

from alliance.expertise.models import Area
from alliance.people.models import Person
from alliance.schools.models import School
from alliance.surveys.models import school_year
from support.models import Need, PostingLine, Request, Statement
from support.queries.leaders import Leader
from support.queries.supply import is_free
from support.states import OPEN_REQUESTS, Account, Phase, RequestState, Urgency

NOBODY = "other"  # in addresses: leaders without a designation


class OwnRequestFilter(django_filters.FilterSet):
    """Requests by state."""

    state = django_filters.ChoiceFilter(
        label="State",
        choices=[("open", "All that are open"), *RequestState.choices],
        empty_label="Any state",
        method="in_state",
    )

    class Meta:
        model = Request
        fields = ["state"]

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        """One state, or all in which something is still to be done."""
        return rows.filter(state__in=OPEN_REQUESTS) if value == "open" else rows.filter(state=value)


class RequestFilter(OwnRequestFilter):
    """Requests by state, school, area, urgency, and who handles them."""

    school = django_filters.ModelChoiceFilter(label="School", queryset=School.objects.none(), empty_label="Any school")
    area = django_filters.ModelChoiceFilter(
        label="Area", queryset=Area.objects.none(), empty_label="Any area", method="with_need_in"
    )
    urgency = django_filters.ChoiceFilter(label="How soon", choices=Urgency.choices, empty_label="Any time")
    handled_by = django_filters.ModelChoiceFilter(
        label="Handled by", queryset=Person.objects.none(), empty_label="Anybody", null_label="Nobody yet"
    )

    class Meta:
        model = Request
        fields = ["state", "school", "area", "urgency", "handled_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Request.objects.all()
        self.filters["school"].queryset = School.objects.filter(pk__in=rows.values("school")).order_by("name", "urn")
        areas = Area.objects.filter(pk__in=Need.objects.values("area"))
        self.filters["area"].queryset = areas.order_by("position", "name", "pk")
        people = Person.objects.filter(pk__in=rows.values("handled_by"))
        self.filters["handled_by"].queryset = people.order_by("surname", "first_name", "pk")

    def with_need_in(self, rows: Any, name: str, value: Area) -> Any:
        """Requests with a need in the area."""
        return rows.filter(pk__in=Need.objects.filter(area=value).values("request"))


class AccountLineFilter(django_filters.FilterSet):
    """Lines of a school's account: which account, and what stands on no statement yet."""

    account = django_filters.ChoiceFilter(
        label="Account",
        choices=[one for one in Account.choices if one[0] not in (Account.POT, Account.ALLIANCE)],
        empty_label="All accounts",
    )
    statement = django_filters.ChoiceFilter(
        label="Statement",
        choices=[("no", "On no statement yet"), ("yes", "On a statement")],
        empty_label="Either",
        method="stated",
    )

    class Meta:
        model = PostingLine
        fields = ["account"]

    def stated(self, rows: Any, name: str, value: str) -> Any:
        """Lines that stand on a statement, or those that do not."""
        return rows.filter(statement__isnull=value == "no")


class StatementFilter(django_filters.FilterSet):
    """Statements to raise, or to pay."""

    account = django_filters.ChoiceFilter(
        label="For",
        choices=[(Account.SCHOOL, "To raise"), (Account.HOME, "To pay")],
        empty_label="Both",
    )

    class Meta:
        model = Statement
        fields = ["account"]


class LeaderForm(forms.Form):
    """Leaders by kind, area, phase, and whether they are free."""

    kind = forms.ChoiceField(label="Kind", required=False)
    area = forms.ChoiceField(label="Area", required=False)
    phase = forms.ChoiceField(label="Phase", required=False)
    free = forms.ChoiceField(
        label="Free now", required=False, choices=[("", "All"), ("yes", "Free, with days left"), ("no", "Not free")]
    )


class LeaderFilter:
    """The same for a list of `Leader`, which are no rows of one table, as `list_page` asks for it."""

    def __init__(self, data: Any, queryset: Sequence[Leader], request: Any) -> None:
        self.rows = queryset
        self.form = LeaderForm(data)
        kinds = sorted({(one.kind or "other", one.word) for one in queryset})
        areas = sorted({area.name for one in queryset for area in one.areas})
        for name, words, choices in (
            ("kind", "Any kind", [(code, word[0].upper() + word[1:]) for code, word in kinds]),
            ("area", "Any area", [(area, area) for area in areas]),
            ("phase", "Any phase", [(code, word) for code, word in Phase.choices if code != Phase.ALL]),
        ):
            field: Any = self.form.fields[name]
            field.choices = [("", words), *choices]

    @property
    def qs(self) -> list[Leader]:
        """Those that fit."""
        wanted: dict[str, str] = self.form.cleaned_data if self.form.is_valid() else {}
        today = timezone.localdate()
        tests = {
            "kind": lambda one, value: (one.kind or NOBODY) == value,
            "area": lambda one, value: value in {area.name for area in one.areas},
            "phase": lambda one, value: value in one.phases or Phase.ALL in one.phases,
            "free": lambda one, value: is_free(one, today) == (value == "yes"),
        }
        return [one for one in self.rows if all(test(one, wanted[n]) for n, test in tests.items() if wanted.get(n))]


class OutcomeForm(forms.Form):
    """What support has changed: by school year, area, phase and kind of leader. Choices are what there is."""

    year = forms.ChoiceField(label="School year", required=False)
    area = forms.ChoiceField(label="Area", required=False)
    phase = forms.ChoiceField(label="Phase", required=False)
    kind = forms.ChoiceField(label="Leaders", required=False)

    def __init__(
        self, data: Any, *, years: Sequence[int], areas: Sequence[str], kinds: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.mark_optional = False
        for name, choices in (
            ("year", [(str(year), school_year(year)) for year in years]),
            ("area", [("", "Any area"), *((area, area) for area in areas)]),
            ("phase", [("", "Any phase"), *((code, word) for code, word in Phase.choices if code != Phase.ALL)]),
            ("kind", [("", "All"), *((code or NOBODY, word.capitalize()) for code, word in kinds.items())]),
        ):
            field: Any = self.fields[name]
            field.choices = choices

    def kind_wanted(self) -> str | None:
        """The code of the kind of leader, empty for those without a designation; None for all."""
        wanted = self.cleaned_data.get("kind", "") if self.is_bound and self.is_valid() else ""
        return None if not wanted else "" if wanted == NOBODY else wanted
