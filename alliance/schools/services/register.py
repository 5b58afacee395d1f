"""Importing the national register (GIAS): schools, and the links between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db import transaction

from alliance.schools.gias.decoding import Encoding, detect
from alliance.schools.gias.layout import LINK_COLUMNS, SCHOOL_COLUMNS, BadValue, Column, urn
from alliance.schools.gias.rows import Row, read_rows
from alliance.schools.models import School, SchoolLink
from alliance.schools.names import search_form
from alliance.schools.services.staging import Staged, drop_repeats, drop_too_long, merge, stage

STEP = 500  # rows between two words about how far it is
FOUND_BY = ("name", "town", "postcode")


class ImportRefused(Exception):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True)
class Remark:
    """Something about one line of the file."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


@dataclass
class Remarks:
    """Remarks, counted all and kept up to `most`, so that a file that is wrong throughout fills no memory."""

    most: int = 1_000
    count: int = 0
    kept: list[Remark] = field(default_factory=list)

    def add(self, line: int, what: str) -> None:
        """Count a remark, and keep it while there is room."""
        self.count += 1
        if len(self.kept) < self.most:
            self.kept.append(Remark(line, what))


@dataclass
class ImportReport:
    """What an import did. `unreadable` holds rows that were left out and values that were: what was stored stays."""

    file: str
    encoding: Encoding
    missing: tuple[str, ...] = ()
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    repaired: Remarks = field(default_factory=Remarks)
    unreadable: Remarks = field(default_factory=Remarks)

    def summary(self) -> str:
        """One line for people."""
        return (
            f"{self.file} ({self.encoding.name}: {self.encoding.because}): {self.added:,} added, "
            f"{self.changed:,} changed, {self.unchanged:,} unchanged, {self.repaired.count:,} repaired, "
            f"{self.unreadable.count:,} unreadable."
        )


Told = Callable[[int], None]  # up to which line a file has been read


def _nobody(line: int) -> None:
    """Nobody waits for how far it is."""


def is_links(path: Path) -> bool:
    """Does this file hold links between URNs, and not schools?

    Raises ImportRefused for what is neither, and OSError.
    """
    header = next(read_rows(path, detect(path)), None)
    heads = {cell.strip().lower() for cell in header.cells} if header else set()
    if "urn" in heads and "linkurn" in heads:
        return True
    if {"urn", "establishmentname"} <= heads:
        return False
    raise ImportRefused(
        "The first line names no columns of the register: a file of schools has URN and EstablishmentName, a file of "
        "links URN and LinkURN."
    )


@transaction.atomic
def import_schools(*, path: Path, told: Told = _nobody) -> ImportReport:
    """Bring the schools of a GIAS extract into the register: one transaction, safe to repeat.

    Only URN and EstablishmentName are needed; columns come in any order, and one that is missing, like a value that
    cannot be read, leaves what is stored. Schools that the file does not name stay. Raises ImportRefused and OSError.
    """
    source = _Source(path, ("URN", "EstablishmentName"), SCHOOL_COLUMNS, told)
    findable = all(name in source.fields for name in FOUND_BY)
    fields = (*source.fields, *(("search_name",) if findable else ()))
    at_name, at_town, at_postcode = (source.fields.index(name) if name in source.fields else -1 for name in FOUND_BY)
    longest = School._meta.get_field("name").max_length or 0
    partly_known = not findable

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal partly_known
        for row, (number,), values in source.rows(lambda cells: (urn(cells[0]),)):
            name = values[at_name]
            if not name:
                source.report.unreadable.add(row.line, "EstablishmentName is empty: the row is left out")
            elif len(name) > longest:
                source.report.unreadable.add(
                    row.line, f"EstablishmentName is longer than {longest} characters: the row is left out"
                )
            elif not findable:
                yield (row.line, number, *values)
            else:
                town, postcode = values[at_town], values[at_postcode]
                if town is None or postcode is None:
                    partly_known = True
                    yield (row.line, number, *values, None)
                else:
                    yield (row.line, number, *values, search_form(name, town, postcode))

    _bring_in(Staged(School, ("urn",), fields), rows(), source)
    if partly_known:
        _keep_findable()
    return source.report


@transaction.atomic
def import_links(*, path: Path, told: Told = _nobody) -> ImportReport:
    """Bring the links between URNs in, each as the register has it (often from one end only): safe to repeat.

    Raises ImportRefused and OSError.
    """
    source = _Source(path, ("URN", "LinkURN", "LinkType"), LINK_COLUMNS, told)

    def key(cells: tuple[str, ...]) -> tuple[Any, ...]:
        kind = cells[2].strip()
        if not kind:
            raise BadValue("LinkType is empty")
        return urn(cells[0]), urn(cells[1]), kind

    def rows() -> Iterator[tuple[Any, ...]]:
        for row, (number, link, kind), values in source.rows(key):
            yield (row.line, number, link, kind[:80], *values)

    _bring_in(Staged(SchoolLink, ("urn", "link_urn", "link_type"), source.fields), rows(), source)
    return source.report


def _bring_in(staged: Staged, rows: Iterator[tuple[Any, ...]], source: _Source) -> None:
    report = source.report
    stage(staged, rows)
    for line, first in drop_repeats(staged):
        report.unreadable.add(line, f"the same record stands on line {first}: the row is left out")
    for line, name, most in drop_too_long(staged):
        report.unreadable.add(line, f"{source.heading(name)} is longer than {most} characters: what is stored stays")
    report.added, report.changed, report.unchanged = merge(staged)


def _keep_findable() -> None:
    """Set `search_name` where it is not what name, town and postcode make it: after a file without all three."""
    stored = School.objects.values_list("pk", "search_name", *FOUND_BY).iterator(chunk_size=2_000)
    wrong = [School(pk=pk, search_name=found) for pk, kept, *by in stored if (found := search_form(*by)) != kept]
    School.objects.bulk_update(wrong, ["search_name"], batch_size=500)


class _Source:
    """A file of the register: its header is read and its columns are found; `rows` reads the rest."""

    def __init__(self, path: Path, needed: tuple[str, ...], columns: tuple[Column, ...], told: Told) -> None:
        self.told = told
        self.report = ImportReport(path.name, detect(path))
        self._rows = read_rows(path, self.report.encoding)
        header = next(self._rows, None)
        heads = [cell.strip().lower() for cell in header.cells] if header else []
        absent = [name for name in needed if name.lower() not in heads]
        if absent:
            raise ImportRefused(f"{path.name} has no column {' and no column '.join(absent)} in its first line.")
        self.key_at = [heads.index(name.lower()) for name in needed]
        by_field: dict[str, Column] = {}
        for column in columns:
            if column.heading.lower() in heads:
                by_field.setdefault(column.field, column)
        self.columns = list(by_field.values())
        self.fields = tuple(by_field)
        self.at = [heads.index(column.heading.lower()) for column in self.columns]
        self.report.missing = tuple(sorted({column.heading for column in columns if column.field not in by_field}))
        self.readers = [column.reader() for column in self.columns]

    def heading(self, name: str) -> str:
        """The heading of the column that fills the field."""
        return next((column.heading for column in self.columns if column.field == name), name)

    def rows(
        self, key: Callable[[tuple[str, ...]], tuple[Any, ...]]
    ) -> Iterator[tuple[Row, tuple[Any, ...], list[str | None]]]:
        """Each readable row, its key and its values; what cannot be read goes into the report."""
        report, readers = self.report, self.readers
        key_of, values_of = _picker(self.key_at), _picker(self.at)
        width = max(*self.key_at, *self.at, 0) + 1
        for number, row in enumerate(self._rows, start=1):
            if number % STEP == 0:
                self.told(row.line)
            if row.broken:
                report.unreadable.add(row.line, row.broken)
                continue
            cells = row.cells
            if len(cells) < width and not any(cells):
                continue
            try:
                numbers = key(key_of(cells))
            except BadValue as bad:
                report.unreadable.add(row.line, str(bad))
                continue
            except IndexError:
                report.unreadable.add(row.line, f"it ends after {len(cells)} cells, before what identifies it")
                continue
            if row.repaired:
                report.repaired.add(row.line, row.repaired)
            values: list[str | None]
            try:
                values = [read(cell) for read, cell in zip(readers, values_of(cells), strict=True)]
            except (BadValue, IndexError):
                values = [self._value(row, n) for n in range(len(readers))]
            yield row, numbers, values

    def _value(self, row: Row, n: int) -> str | None:
        """One value by itself: None, with a remark, where it cannot be read; None where the row ends before it."""
        if self.at[n] >= len(row.cells):
            return None
        try:
            return self.readers[n](row.cells[self.at[n]])
        except BadValue as bad:
            self.report.unreadable.add(row.line, f"{self.columns[n].heading} {bad}: what is stored stays")
            return None


def _picker(places: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """A function that picks the cells at `places`, as a tuple however many they are."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple(cells[place] for place in places)
