"""Two people who do something at the same moment, each on a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django_scopes import scope

from alliance.refusal import Refused
from alliance.schools.models import Alliance


def at_once(alliance: Alliance, *ready: Callable[[], Callable[[], object]]) -> list[str]:
    """What each reads who lost, and "" for each who won. Each of `ready` reads what it needs and returns what it does;
    all begin to do it when the last is ready."""
    barrier = Barrier(len(ready))

    def one(reads: Callable[[], Callable[[], object]]) -> str:
        try:
            with scope(alliance=alliance):
                does = reads()
                barrier.wait(timeout=20)
                does()
                return ""
        except Refused as refused:
            return refused.refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(len(ready)) as pool:
        return sorted(pool.map(one, ready))
