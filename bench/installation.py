"""One installation for `bench.alliances`: fills a database of its own with so many alliances, then reads lines
"requests page" and answers each with the seconds that they took. Ends with its input."""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django_scopes import scopes_disabled

from alliance.members.models import Membership
from alliance.panels.models import Exercise, Seat
from alliance.people.models import Person
from alliance.web.demo.scale import build_scale


def signed_in(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def fill(alliances: int) -> dict[str, tuple[Client, str]]:
    """Fill the database; each page by name, with who asks for it and its path."""
    with scopes_disabled():
        build_scale(alliances, lambda line: None, applications=30, scores=3)
        exercise = Exercise.objects.get(alliance__slug="scale-1", state="scored")
        chair = signed_in(Seat.objects.get(exercise=exercise, role="chair").person)
        lead = signed_in(Membership.objects.get(alliance__slug="scale-1", role="lead").person)
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")  # as autovacuum does in an installation that has grown
    return {
        "inbox": (lead, "/scale-1/inbox/"),
        "chair's table": (chair, f"/scale-1/panels/{exercise.pk}/table/"),
        "register": (lead, "/scale-1/sle/register/"),
    }


def answer(pages: dict[str, tuple[Client, str]]) -> None:
    """Say that it is ready, then do what each line asks for."""
    print("ready", flush=True)
    for line in sys.stdin:
        requests, _, name = line.strip().partition(" ")
        client, path = pages[name]
        start = time.perf_counter()
        for _ in range(int(requests)):
            got = client.get(path)
            if got.status_code != 200:
                raise SystemExit(f"{path} answered {got.status_code}")
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    setup_test_environment(debug=False)
    own = f"bench_{os.getpid()}" if connection.vendor == "postgresql" else f"{os.environ['PORTAL_DATA']}/bench.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = own
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        answer(fill(int(sys.argv[1])))
    finally:
        teardown_databases(kept, verbosity=0)
