"""How many queries something costs: only ever compared with itself, for few rows and for many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client


def asked(doing: Callable[[], object]) -> list[str]:
    """The queries that `doing` makes, in order, each with its parameters behind it.

    Django's own way to capture them has SQLite quote every parameter by another query.
    """
    seen: list[str] = []

    def look(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        seen.append(f"{sql} {parameters}" if parameters else sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(look):
        doing()
    return seen


def queries_of(client: Client, path: str, *, seen: bool = False) -> list[str]:
    """The queries of the page at `path`, which must open; without those of a first look (what is kept or seen once),
    unless this client has `seen` it already."""
    if not seen:
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
