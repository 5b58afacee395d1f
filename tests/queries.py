"""How many queries something costs: only ever compared with itself, for few rows and for many."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def asked(doing: Callable[[], object]) -> list[str]:
    """The queries that `doing` makes, in order."""
    with CaptureQueriesContext(connection) as seen:
        doing()
    return [query["sql"] for query in seen.captured_queries]


def queries_of(client: Client, path: str) -> list[str]:
    """The queries of the page at `path`, which must open; without those of a first look (what is kept or seen once)."""
    client.get(path).getvalue()

    def look() -> None:
        answer = client.get(path)
        answer.getvalue()  # a file is closed once it is read to its end
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"

    return asked(look)


def dearer(few: list[str], many: list[str]) -> str:
    """How `many` are not the same number of queries as `few`; empty if they are."""
    if len(few) == len(many):
        return ""
    more = sorted({query for query in many if many.count(query) > few.count(query)})
    return f"{len(many)} queries, not {len(few)}: " + "\n".join(more)


def costs_the_same(ask: Callable[[], list[str]], grow: Callable[[range], object], counts: tuple[int, ...]) -> None:
    """`ask` must make as many queries for each of `counts` rows; `grow(numbers)` makes one row for each."""
    before, first = 0, None
    for count in counts:
        grow(range(before, count))
        now, before = ask(), count
        first = now if first is None else first
        assert not (more := dearer(first, now)), f"For {count} rows {more}"
