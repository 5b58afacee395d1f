"""Every address x every role: what is asked is the answer of the whole portal, middleware and all.

This is statement 33 in general (every page, partial and download asks who may), and 21 (looking changes nothing).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from alliance.people.models import Person
from tests.architecture.pages import ADDRESSES, LINES, ROWS, address, standing_together, together, visitor
from tests.architecture.role_matrix.rows import SIGN_IN, Answer, Row
from tests.conftest import Cast
from tests.queries import asked

# Addresses whose lines are still to be written; nothing may be added here.
NOT_YET: set[str] = set()
# Sessions are the browser's, not the portal's: which page to come back to, what was typed, what to say on the next.
# The page of one's own addresses writes down the one that signs in where it is missing, as not proven.
WRITES = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM)\s+"(?!(django_session|account_emailaddress)")')

READING = re.compile(r"""INSERT INTO "workflow_event" .*'read'""", re.DOTALL)


def answer(response: HttpResponse) -> Answer:
    """The status, or that the visitor is asked to sign in."""
    if response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL)):
        return SIGN_IN
    return response.status_code


def ask(person: Person | None, path: str, *, post: bool = False, token: bool = True) -> tuple[Answer, list[str]]:
    """What `person` gets at `path`, and what it writes to the database; that is taken back."""
    client, got = Client(enforce_csrf_checks=not token), []
    with transaction.atomic(), scopes_disabled():
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        queries = asked(lambda: got.append(client.post(path) if post else client.get(path)))
        if got[0].streaming:
            got[0].getvalue()  # read to its end, so that its file is closed
        transaction.set_rollback(True)
    return answer(got[0]), writes(queries)


def writes(queries: Iterable[str]) -> list[str]:
    """Those that change a stored row. That somebody has read sensitive papers is written down, and changes none."""
    return [query for query in queries if WRITES.match(query) and not READING.match(query)]


def asked_here(row: Row) -> dict[str, Answer]:
    """Whom the row's address is asked as: on SQLite everybody. Who may is Python's and the same on every database, so
    PostgreSQL is asked once for each different answer."""
    expected = row.expected()
    if connection.vendor == "sqlite":
        return expected
    return {role: answer for answer, role in {answer: role for role, answer in expected.items()}.items()}


def test_every_address_is_listed():
    listed = {address(line) for line in ROWS}
    missing, gone = sorted(set(ADDRESSES) - listed - NOT_YET), sorted(listed - set(ADDRESSES))
    assert not missing, f"List these, with who gets what there, in tests/architecture/role_matrix/<app>.py: {missing}"
    assert not gone, f"The role matrix lists what is no address any more: {gone}"


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("header_made_once")
@pytest.mark.parametrize("lines", together(LINES).values(), ids=together(LINES))
def test_each_role_gets_what_the_matrix_says(shared_cast, lines):
    """Looking changes no row; addresses that act take no GET; nothing acts without a token."""
    with standing_together(lines, shared_cast) as paths:
        for line, path in paths.items():
            _check(shared_cast, line, path)


def _check(cast: Cast, line: str, path: str) -> None:
    row = ROWS[line]
    expected = asked_here(row)
    got = {role: ask(cast.roles()[role], path, post=row.post) for role in expected}
    looked = ask(visitor(line, cast), path)
    forged = ask(visitor(line, cast), path, post=True, token=False)
    wrong = [f"{role}: {got[role][0]}, not {want}" for role, want in expected.items() if got[role][0] != want]
    assert not wrong, f"{line} answers {'; '.join(wrong)}"
    if row.post:
        assert looked[0] == 405, f"{line} acts, and answers {looked[0]} to whoever only looks"
    else:
        changed = {role: written for role, (_, written) in got.items() if written}
        assert not changed, f"{line} changes rows when it is looked at: {changed}"
    assert not looked[1], f"{line} changes rows when it is looked at: {looked[1]}"
    assert forged == (403, []), f"{line} answers a post without a token: {forged}"


def test_what_changes_a_row_is_noticed():
    done = [
        'INSERT INTO "workflow_event" ("move") VALUES (\'release\')',
        'UPDATE "sle_round" SET',
        'INSERT INTO "django_session_kept"',
        'DELETE FROM "post_mail"',
    ]
    kept = [
        'INSERT INTO "workflow_event" ("move") VALUES (\'read\')',
        'SELECT "a"."UPDATE"',
        'UPDATE "django_session" SET',
        "SAVEPOINT x",
        'INSERT INTO "django_session" (',
    ]
    assert writes(done + kept) == done
