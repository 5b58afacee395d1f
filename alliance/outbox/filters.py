"""Filters of the lists of mails and letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from alliance.outbox.queries import Wording
from alliance.outbox.rules import kinds_open_to
from alliance.post.kinds import Medium
from alliance.post.states import LetterState, MailState
from alliance.schools.states import Responsibility

WAITING = [MailState.WAITING, MailState.SENDING]
UNMADE = [LetterState.WAITING, LetterState.MAKING]


class _PostFilter(django_filters.FilterSet):
    """By kind, and by whom it is to. The kinds are those that the person of the request may see."""

    medium = Medium.MAIL

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_kinds = kinds_open_to(self.request.person, self.request.alliance)
        self.filters["kind"].extra["choices"] = [
            (kind.name, kind.title) for kind in open_kinds if kind.medium is self.medium and not kind.part_of
        ]


class MailFilter(_PostFilter):
    """Mails by state, kind and addressee."""

    state = django_filters.ChoiceFilter(
        label="Show",
        choices=[
            ("waiting", "Waiting"),
            (MailState.SENT.value, "Sent"),
            (MailState.FAILED.value, "Failed"),
            (MailState.BOUNCED.value, "Came back"),
            (MailState.CANCELLED.value, "Cancelled"),
        ],
        empty_label="All e-mails",
        method="in_state",
    )
    kind = django_filters.ChoiceFilter(label="Kind", choices=[], empty_label="Any kind")
    to = django_filters.CharFilter(label="To (name or e-mail)", method="addressed")

    def in_state(self, rows: QuerySet[Any], field: str, value: str) -> QuerySet[Any]:
        """Mails in one state; one that is being sent at this moment is still waiting."""
        return rows.filter(state__in=WAITING if value == "waiting" else [value])

    def addressed(self, rows: QuerySet[Any], field: str, value: str) -> QuerySet[Any]:
        """Part of the name or the address."""
        return rows.filter(Q(email__icontains=value) | Q(name__icontains=value) | Q(person__surname__icontains=value))


class LetterFilter(_PostFilter):
    """Letters by state, kind and addressee."""

    medium = Medium.LETTER
    state = django_filters.ChoiceFilter(
        label="Show",
        choices=[("waiting", "Waiting for their PDF"), ("made", "PDF made"), ("failed", "PDF failed")],
        empty_label="All letters",
        method="in_state",
    )
    kind = django_filters.ChoiceFilter(label="Kind", choices=[], empty_label="Any kind")
    to = django_filters.CharFilter(label="To (name)", field_name="name", lookup_expr="icontains")

    def in_state(self, rows: QuerySet[Any], field: str, value: str) -> QuerySet[Any]:
        """Letters in one state."""
        return rows.filter(state__in=UNMADE if value == "waiting" else [value])


class WordingForm(forms.Form):
    """Texts by what they are for, how they go out, whose words they are, and words of their title."""

    responsibility = forms.ChoiceField(label="Responsibility", required=False)
    medium = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "E-mails and letters"), (Medium.MAIL.value, "E-mails"), (Medium.LETTER.value, "Letters")],
    )
    words = forms.ChoiceField(
        label="Wording", required=False, choices=[("", "Any"), ("own", "Your own"), ("standard", "Standard")]
    )
    title = forms.CharField(label="Text", required=False)


class WordingFilter:
    """The same for a list of `Wording`, which are no rows of one table, as `list_page` asks for it."""

    def __init__(self, data: Any, queryset: Sequence[Wording], request: Any) -> None:
        self.rows = queryset
        self.form = WordingForm(data)
        there = {one.responsibility for one in queryset}
        choices = [(code, word) for code, word in Responsibility.choices if code in there]
        field: Any = self.form.fields["responsibility"]
        field.choices = [("", "All"), *choices, *([("none", "The alliance itself")] if "" in there else [])]

    @property
    def qs(self) -> list[Wording]:
        """Those that fit."""
        wanted: dict[str, str] = self.form.cleaned_data if self.form.is_valid() else {}
        tests = {
            "responsibility": lambda one, value: (one.responsibility or "none") == value,
            "medium": lambda one, value: one.kind.medium.value == value,
            "words": lambda one, value: (one.own is not None) == (value == "own"),
            "title": lambda one, value: all(word in one.kind.title.lower() for word in value.lower().split()),
        }
        return [one for one in self.rows if all(test(one, wanted[n]) for n, test in tests.items() if wanted.get(n))]
