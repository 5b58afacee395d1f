"""Every address of the portal with the lines of the role matrix about it, and the records that they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from alliance.people.models import Person
from tests.architecture.role_matrix import all_rows
from tests.conftest import Cast


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


ROWS = all_rows()
ADDRESSES = addresses()


def address(line: str) -> str:
    """The name of the address that a line of the matrix is about."""
    return line.partition(" ")[0]


LINES = sorted(line for line in ROWS if address(line) in ADDRESSES)
# Lines about a page that somebody may open.
PAGES = [line for line in LINES if not ROWS[line].post and 200 in ROWS[line].expected().values()]


MOST_TOGETHER = 8


def together(lines: Sequence[str]) -> dict[str, list[str]]:
    """Lines about the same records, a few at a time, by the first of them: the records are made once for all."""
    found: dict[Any, list[str]] = {}
    for line in lines:
        found.setdefault(ROWS[line].make, []).append(line)
    parts = [some[at : at + MOST_TOGETHER] for some in found.values() for at in range(0, len(some), MOST_TOGETHER)]
    return {part[0]: part for part in parts}


@contextmanager
def standing_together(lines: Sequence[str], cast: Cast) -> Iterator[dict[str, str]]:
    """Make what these lines' addresses are about, once, inside a transaction; the path by line. It is all taken back at
    the end."""
    with transaction.atomic():
        made = ROWS[lines[0]].make(cast)
        yield {line: path_of(line, cast, made) for line in lines}
        transaction.set_rollback(True)


@contextmanager
def standing(line: str, cast: Cast) -> Iterator[str]:
    """The same for one line: its path."""
    with standing_together([line], cast) as paths:
        yield paths[line]


def path_of(line: str, cast: Cast, arguments: dict[str, Any]) -> str:
    """The path of a line's address, with the arguments of the record that was made for it."""
    inside = {"alliance": cast.alliance.slug} if "alliance" in ADDRESSES[address(line)] else {}
    return reverse(address(line), kwargs={**arguments, **inside})


def visitor(line: str, cast: Cast) -> Person | None:
    """Somebody who may open the page of a line, if anybody may: whoever sees most of it."""
    expected, roles = ROWS[line].expected(), cast.roles()
    may = [role for role in ("director", "administrator", "lead", *roles) if expected[role] == ROWS[line].ok]
    return roles[may[0] if may else "director"]
