"""Filters of the lists of people and contacts."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from alliance.members.models import Membership, SchoolContact
from alliance.members.states import Role
from alliance.schools.names import search_form
from alliance.schools.vocabulary import said_later


class MembershipFilter(django_filters.FilterSet):
    """People by name or e-mail address, role, school, and whether the role has ended."""

    name = django_filters.CharFilter(label="Name or e-mail", method="named")
    role = django_filters.ChoiceFilter(label="Role", choices=Role.choices, empty_label="Any role")
    school = django_filters.CharFilter(label="School", method="at_school")
    ended = django_filters.ChoiceFilter(
        label="Show",
        choices=[("yes", "Ended roles"), ("all", "Current and ended")],
        empty_label="Current roles",
        method="when_held",
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    @property
    def qs(self) -> QuerySet[Membership]:
        rows = super().qs
        return rows if self.form.data.get("ended") in ("yes", "all") else rows.filter(_current())

    def named(self, rows: QuerySet[Membership], field: str, value: str) -> QuerySet[Membership]:
        """Every word begins a word of the name or address."""
        for word in search_form(value.replace("@", " ").replace(".", " ")).split():
            rows = rows.filter(Q(person__search_name__startswith=word) | Q(person__search_name__contains=f" {word}"))
        return rows

    def at_school(self, rows: QuerySet[Membership], field: str, value: str) -> QuerySet[Membership]:
        """Every word stands in the school's name, town or postcode."""
        for word in search_form(value).split():
            rows = rows.filter(school__search_name__contains=word)
        return rows

    def when_held(self, rows: QuerySet[Membership], field: str, value: str) -> QuerySet[Membership]:
        """Ended roles alone, or all."""
        return rows.exclude(_current()) if value == "yes" else rows


def _current() -> Q:
    today = timezone.localdate()
    return Q(until__isnull=True) | Q(until__gt=today)


class ContactFilter(django_filters.FilterSet):
    """Contacts by name, school, and what still has to be confirmed."""

    name = django_filters.CharFilter(label="Name or e-mail", method="named")
    school = django_filters.CharFilter(label="School", method="at_school")
    show = django_filters.ChoiceFilter(
        label="Show",
        choices=[("heads", said_later("{Headteachers}")), ("unconfirmed", said_later("{Headteachers} to confirm"))],
        empty_label="All contacts",
        method="chosen",
    )

    class Meta:
        model = SchoolContact
        fields: list[str] = []

    def named(self, rows: QuerySet[SchoolContact], field: str, value: str) -> QuerySet[SchoolContact]:
        """Part of the name or the address."""
        return rows.filter(Q(name__icontains=value) | Q(email__icontains=value.lower()))

    def at_school(self, rows: QuerySet[SchoolContact], field: str, value: str) -> QuerySet[SchoolContact]:
        """Every word stands in the school's name, town or postcode."""
        for word in search_form(value).split():
            rows = rows.filter(school__search_name__contains=word)
        return rows

    def chosen(self, rows: QuerySet[SchoolContact], field: str, value: str) -> QuerySet[SchoolContact]:
        """Headteachers, or those whose address nobody has confirmed."""
        rows = rows.filter(is_head=True)
        return rows.filter(confirmed_at__isnull=True) if value == "unconfirmed" else rows


class InvitationFilter(django_filters.FilterSet):
    """Invitations by address and state."""

    email = django_filters.CharFilter(label="E-mail address", lookup_expr="icontains")
    state: Any = django_filters.ChoiceFilter(
        label="Show",
        choices=[("accepted", "Accepted"), ("withdrawn", "Withdrawn")],
        empty_label="Waiting to be accepted",
        method="in_state",
    )

    @property
    def qs(self) -> QuerySet[Any]:
        rows = super().qs
        return rows if self.form.data.get("state") in ("accepted", "withdrawn") else rows.filter(state="sent")

    def in_state(self, rows: QuerySet[Any], field: str, value: str) -> QuerySet[Any]:
        """Only those in one state."""
        return rows.filter(state=value)
