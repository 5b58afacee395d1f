"""Every address x every role: what is asked is the answer of the whole portal, middleware and all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes import scope, scopes_disabled

from alliance.people.models import Person
from tests.architecture.role_matrix import all_rows
from tests.architecture.role_matrix.rows import ROLES, SIGN_IN, Answer
from tests.conftest import Cast, make_cast

ROWS = all_rows()
# Addresses whose lines are still to be written; nothing may be added here.
NOT_YET: set[str] = set()


def addresses() -> dict[str, set[str]]:
    """Every name of an address, with the arguments that it takes."""
    found: dict[str, set[str]] = {}

    def walk(patterns: list[Any], names: str, arguments: set[str]) -> None:
        for pattern in patterns:
            taken = arguments | set(pattern.pattern.converters)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, f"{names}{pattern.namespace}:" if pattern.namespace else names, taken)
            elif isinstance(pattern, URLPattern):
                assert pattern.name, f"{pattern.pattern} has no name"
                found[names + pattern.name] = taken

    walk(get_resolver().url_patterns, "", set())
    return found


ADDRESSES = addresses()


@pytest.fixture(scope="module")
def shared_cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """One cast for the whole module; each question below is taken back after its answer."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        assert tuple(cast.roles()) == ROLES
        with scope(alliance=cast.alliance):
            yield cast
        transaction.set_rollback(True)


def answer(response: HttpResponse) -> Answer:
    """The status, or that the visitor is asked to sign in."""
    if response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL)):
        return SIGN_IN
    return response.status_code


def ask(person: Person | None, path: str, *, post: bool) -> Answer:
    """What `person` gets at `path`; whatever it changes is taken back."""
    client = Client()
    with transaction.atomic(), scopes_disabled():
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        given = answer(client.post(path) if post else client.get(path))
        transaction.set_rollback(True)
    return given


def test_every_address_is_listed():
    missing, gone = sorted(set(ADDRESSES) - set(ROWS) - NOT_YET), sorted(set(ROWS) - set(ADDRESSES))
    assert not missing, f"List these, with who gets what there, in tests/architecture/role_matrix/<app>.py: {missing}"
    assert not gone, f"The role matrix lists what is no address any more: {gone}"


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(ROWS) & set(ADDRESSES)))
def test_each_role_gets_what_the_matrix_says(shared_cast, name):
    row = ROWS[name]
    with transaction.atomic():
        arguments = row.make(shared_cast)
        if "alliance" in ADDRESSES[name]:
            arguments["alliance"] = shared_cast.alliance.slug
        path = reverse(name, kwargs=arguments)
        got = {role: ask(person, path, post=row.post) for role, person in shared_cast.roles().items()}
        transaction.set_rollback(True)
    wrong = [f"{role}: {got[role]}, not {want}" for role, want in row.expected().items() if got[role] != want]
    assert not wrong, f"{name} answers {'; '.join(wrong)}"
