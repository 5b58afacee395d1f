"""Whose post staff may see: whoever sits on a panel sees none about its applications, whatever their roles."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from alliance.people.models import Person
from alliance.portal import portals

Row = TypeVar("Row", bound=Model)


def closed_to(person: Person) -> Q:
    """What tells the rows (of anything with `about_type` and `about_id`) that are about records which some app closes
    to the person. Apps ask the database for it: whoever looks at several kinds of rows does so once."""
    closed = Q()
    for portal in portals():
        for about_type, ids in portal.closed.items():
            closed |= Q(about_type=about_type, about_id__in=ids(person))
    return closed


def open_to(person: Person, rows: QuerySet[Row], closed: Q | None = None) -> QuerySet[Row]:
    """`rows` of mails or letters without those that are `closed` to the person (None: find out). Every list, count,
    export and single page of post begins with it."""
    return rows.exclude(closed_to(person) if closed is None else closed)
