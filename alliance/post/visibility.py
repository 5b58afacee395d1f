"""Whose post staff may see: whoever sits on a panel sees none about its applications, whatever their roles."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from alliance.people.models import Person
from alliance.portal import portals

Row = TypeVar("Row", bound=Model)


def open_to(person: Person, rows: QuerySet[Row]) -> QuerySet[Row]:
    """`rows` of mails, letters (anything with `about_type` and `about_id`) without those about records that some app
    closes to the person. Every list, count, export and single page of post begins with it."""
    for portal in portals():
        for about_type, ids in portal.closed.items():
            rows = rows.exclude(about_type=about_type, about_id__in=ids(person))
    return rows
