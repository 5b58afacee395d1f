"""Filters of the lists. Choices are found when the list is asked for, in the alliance in scope."""

from __future__ import annotations

from typing import Any

import django_filters

from alliance.expertise.models import Area
from alliance.people.models import Person
from alliance.schools.models import School
from support.models import Need, PostingLine, Request, Statement
from support.states import OPEN_REQUESTS, Account, RequestState, Urgency


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
