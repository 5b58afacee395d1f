"""One cast for many questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django_scopes import scope

from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.web import context
from tests.architecture.role_matrix.rows import ROLES
from tests.conftest import Cast, make_cast


@pytest.fixture(scope="module")
def shared_cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """One cast for the whole module; whatever is asked of it must be taken back after the answer."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        assert tuple(cast.roles()) == ROLES
        with scope(alliance=cast.alliance):
            yield cast
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def header_made_once() -> Iterator[None]:
    """The header is worked out once for each person: for tests that ask thousands of pages for the rest."""
    navigation, alliances_of = context.navigation, context.alliances_of
    links: dict[tuple[int, int], Any] = {}
    alliances: dict[int, list[Alliance]] = {}

    def links_once(person: Person, alliance: Alliance, path: str) -> Any:
        key = (person.pk, alliance.pk)
        if key not in links:
            links[key] = navigation(person, alliance, path)
        return links[key]

    def alliances_once(person: Person) -> list[Alliance]:
        if person.pk not in alliances:
            alliances[person.pk] = alliances_of(person)
        return alliances[person.pk]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(context, "navigation", links_once)
        patch.setattr(context, "alliances_of", alliances_once)
        yield
