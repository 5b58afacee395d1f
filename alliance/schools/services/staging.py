"""Bringing many rows into a table at once: a temporary table, then one UPDATE and one INSERT, alike on both databases.

Rows are staged as text. A cell of None leaves what is stored; an empty text stores nothing (NULL, or the empty text).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, models

AT_ONCE = 500
NULL_MARK = "\\N"


@dataclass(frozen=True)
class Staged:
    """Where rows are to go: the model, the fields that identify a row, and the fields that the rows bring.

    Every row is (line, *key, *fields), key as integers or text, fields as text or None.
    """

    model: type[models.Model]
    key: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def table(self) -> str:
        """The temporary table."""
        return f"staged_{self.model._meta.db_table}"

    def kind(self, field: str) -> str:
        """date, integer or text."""
        found = self.model._meta.get_field(field)
        if isinstance(found, models.DateField):
            return "date"
        return "integer" if isinstance(found, models.IntegerField) else "text"

    def value(self, field: str) -> str:
        """SQL for the staged value of a field in the type of its column."""
        kind = self.kind(field)
        if kind == "text":
            return f"s.{field}"
        return (
            f"CAST(NULLIF(s.{field}, '') AS {kind})"
            if kind == "integer" or connection.vendor == "postgresql"
            else f"NULLIF(s.{field}, '')"
        )


def stage(staged: Staged, rows: Iterable[tuple[Any, ...]]) -> None:
    """Make the temporary table and fill it, in pieces: memory does not grow with the number of rows."""
    names = ["line", *staged.key, *staged.fields]
    types = ["integer", *(staged.kind(name) for name in staged.key), *("text" for _ in staged.fields)]
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(names, types, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {staged.table}")
        cursor.execute(f"CREATE TEMPORARY TABLE {staged.table} ({columns})")
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {staged.table} FROM STDIN (FORMAT csv, NULL '{NULL_MARK}')") as copy:
                for piece in _pieces(rows):
                    text = io.StringIO()
                    csv.writer(text).writerows(
                        [NULL_MARK if cell is None else cell for cell in row] if None in row else row for row in piece
                    )
                    copy.write(text.getvalue())
            cursor.execute(f"ANALYZE {staged.table}")
        else:
            marks = ", ".join(["%s"] * len(names))
            for piece in _pieces(rows):
                cursor.executemany(f"INSERT INTO {staged.table} VALUES ({marks})", piece)


def _pieces(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    rows = iter(rows)
    while piece := list(islice(rows, AT_ONCE)):
        yield piece


def drop_repeats(staged: Staged) -> list[tuple[int, int]]:
    """Take out rows whose key stands on an earlier line too; their lines, each with the line that is kept."""
    key = ", ".join(staged.key)
    same = " AND ".join(f"s.{name} = kept.{name}" for name in staged.key)
    kept = f"SELECT {key}, MIN(line) AS line FROM {staged.table} GROUP BY {key} HAVING COUNT(*) > 1"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.line, kept.line FROM {staged.table} s JOIN ({kept}) kept ON {same} "
            "WHERE s.line > kept.line ORDER BY s.line"
        )
        repeats = cursor.fetchall()
        cursor.executemany(f"DELETE FROM {staged.table} WHERE line = %s", [(line,) for line, _ in repeats])
    return repeats


def drop_too_long(staged: Staged) -> list[tuple[int, str, int]]:
    """Leave out values that are longer than their column: (line, field, most characters) of each."""
    found: list[tuple[int, str, int]] = []
    concrete = {field.name: field for field in staged.model._meta.concrete_fields}
    most = {name: length for name in staged.fields if (length := concrete[name].max_length)}
    too_long = {name: f"LENGTH({name}) > {length}" for name, length in most.items()}
    if not too_long:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT line, {', '.join(f'COALESCE({test}, FALSE)' for test in too_long.values())} "
            f"FROM {staged.table} WHERE {' OR '.join(too_long.values())} ORDER BY line"
        )
        for line, *tests in cursor.fetchall():
            found += [(line, name, most[name]) for name, test in zip(most, tests, strict=True) if test]
        for line, name, _ in found:
            cursor.execute(f"UPDATE {staged.table} SET {name} = NULL WHERE line = %s", [line])
    return found


def merge(staged: Staged) -> tuple[int, int, int]:
    """Bring the staged rows into the table: how many were added, changed, and found unchanged."""
    meta = staged.model._meta
    table, fields = meta.db_table, staged.fields
    distinct = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    same_key = " AND ".join(f"t.{name} = s.{name}" for name in staged.key)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), {', '.join(f'COUNT({name})' for name in fields)} FROM {staged.table}")
        total, *given = cursor.fetchone()
        whole = {name for name, count in zip(fields, given, strict=True) if count == total}
        new = {
            name: staged.value(name)
            if name in whole
            else f"CASE WHEN s.{name} IS NULL THEN t.{name} ELSE {staged.value(name)} END"
            for name in fields
        }
        differs = " OR ".join(f"t.{name} {distinct} {value}" for name, value in new.items())
        cursor.execute(
            f"UPDATE {table} AS t SET {', '.join(f'{name} = {value}' for name, value in new.items())} "
            f"FROM {staged.table} AS s WHERE {same_key} AND ({differs})"
        )
        changed = cursor.rowcount
        first = {name: f"s.{name}" for name in staged.key}
        for field in meta.concrete_fields:
            if field.primary_key or field.name in first:
                continue
            if field.name in fields:
                value = staged.value(field.name)
                first[field.name] = value if field.null else f"COALESCE({value}, '{field.get_default()}')"
            elif not field.null:
                first[field.name] = f"'{field.get_default()}'"
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(first)}) SELECT {', '.join(first.values())} "
            f"FROM {staged.table} AS s LEFT JOIN {table} AS t ON {same_key} WHERE t.id IS NULL ORDER BY s.line"
        )
        added = cursor.rowcount
        cursor.execute(f"DROP TABLE {staged.table}")
    return added, changed, total - added - changed
