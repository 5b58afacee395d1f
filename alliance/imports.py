"""Bringing in what an alliance already has, from CSV: a dry run, errors by line, then all or nothing.

An app declares a `Sheet` (its columns) and a function that takes one line through its services; `import_page` is the
whole page. The dry run does the real work and rolls it back, so that what it promises is what happens.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from alliance.answers import done
from alliance.exports import csv_response
from alliance.form_pages import render_form
from alliance.refusal import Refused
from alliance.schools.models import School
from alliance.schools.queries import successor_of
from alliance.schools.states import SchoolStatus

MOST_LINES = 2_000
MOST_BYTES = 2 * 1024 * 1024
SEPARATORS = ("sep=,", "sep=;", "sep=\t")  # a line that some spreadsheets put first


class LineRefused(Exception):
    """A line cannot be brought in; the message says why, as a sentence."""


class SheetRefused(Exception):
    """The file as a whole cannot be read; the message says why, as a sentence."""


class Effect(StrEnum):
    """What bringing in a line did."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: its heading, whether every line needs it, an example and what it means."""

    heading: str
    needed: bool = False
    example: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Sheet:
    """What a CSV file must look like: the name of its template, and its columns in any order."""

    name: str
    columns: tuple[SheetColumn, ...]


@dataclass(frozen=True)
class Line:
    """One line of the file: its number, as an editor counts, and its cells by heading."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def day(self, heading: str) -> date | None:
        """The cell as a date (dd/mm/yyyy, dd-mm-yyyy or yyyy-mm-dd), None if it is empty. Raises LineRefused."""
        text = self[heading]
        if not text:
            return None
        parts = text.replace("-", "/").replace(".", "/").split("/")
        try:
            numbers = [int(part) for part in parts]
            year, month, day = numbers if len(parts[0]) == 4 else numbers[::-1]
            if year < 1000:
                raise ValueError
            return date(year, month, day)
        except ValueError:
            raise LineRefused(f"{heading}: “{text}” is not a date. Write it like 31/08/2026.") from None

    def yes(self, heading: str) -> bool:
        """The cell as yes or no (empty is no). Raises LineRefused."""
        text = self[heading].lower()
        if text in ("", "no", "n", "false", "0"):
            return False
        if text in ("yes", "y", "true", "1", "x"):
            return True
        raise LineRefused(f"{heading}: “{self[heading]}” is neither yes nor no.")


@dataclass
class Outcome:
    """What bringing a file in did, or would do: how many lines had which effect, and what is wrong by line."""

    effects: Counter[Effect] = field(default_factory=Counter)
    errors: list[tuple[int, str]] = field(default_factory=list)

    def sentence(self) -> str:
        """ "12 added, 1 changed, 3 unchanged"."""
        return ", ".join(f"{self.effects[effect]:,} {effect}" for effect in Effect)


def school_in(line: Line, heading: str = "URN") -> School:
    """The open school that a line names by URN. Raises LineRefused, naming what a closed one has become."""
    text = line[heading].replace(" ", "")
    if not (text.isdecimal() and text.isascii() and len(text) in (5, 6)):
        raise LineRefused(f"{heading}: “{line[heading]}” is not a URN of five or six digits.")
    school = School.objects.filter(urn=int(text)).first()
    if school is None:
        raise LineRefused(f"{heading}: there is no school with the URN {text} on the register.")
    if school.status == SchoolStatus.CLOSED:
        became = successor_of(school)
        now = f" It has become {became.name} ({became.urn})." if became else ""
        raise LineRefused(f"{heading}: {school.name} ({school.urn}) has closed.{now}")
    return school


def email_in(line: Line, heading: str = "E-mail") -> str:
    """The e-mail address of a line, in lower case. Raises LineRefused."""
    email = line[heading].lower()
    try:
        validate_email(email)
    except ValidationError:
        raise LineRefused(f"{heading}: “{line[heading]}” is not an e-mail address.") from None
    return email


def read_sheet(raw: bytes, sheet: Sheet) -> list[Line]:
    """The lines of an uploaded CSV: UTF-8, UTF-16 or windows-1252; commas, semicolons or tabs; columns in any order.

    Empty lines are left out. Raises SheetRefused, also for a heading that the sheet does not know: a column that is
    misspelt would be lost without a word.
    """
    if len(raw) > MOST_BYTES:
        raise SheetRefused("The file is larger than 2 MB. Bring it in in several parts.")
    text = _decoded(raw)
    if not text.strip():
        raise SheetRefused("The file is empty. Choose another, or start from the template below.")
    first = text.split("\n", 1)[0]
    named = first.strip().strip('"').lower()
    delimiter = named[4:] if named in SEPARATORS else max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next(reader, [])
        if named in SEPARATORS:
            header = next(reader, [])
        known = {column.heading.lower(): column.heading for column in sheet.columns}
        headings = [known.get(_bare(cell).lower(), "") for cell in header]
        if missing := [column.heading for column in sheet.columns if column.needed and column.heading not in headings]:
            raise SheetRefused(f"The first line of the file has no column {' and no column '.join(missing)}.")
        if strange := [
            _bare(cell) for cell, heading in zip(header, headings, strict=True) if cell.strip() and not heading
        ]:
            wanted = ", ".join(column.heading for column in sheet.columns)
            raise SheetRefused(f"“{strange[0][:40]}” is no column of this file. Its columns are: {wanted}.")
        if twice := [heading for heading, count in Counter(filter(None, headings)).items() if count > 1]:
            raise SheetRefused(f"The first line of the file has the column {twice[0]} twice.")
        lines, start = [], reader.line_num + 1
        for cells in reader:
            found = {heading: _bare(cell) for heading, cell in zip(headings, cells, strict=False) if heading}
            if any(found.values()):
                lines.append(Line(start, found))
            start = reader.line_num + 1
    except csv.Error as trouble:
        raise SheetRefused(f"The file is not a CSV file: line {reader.line_num} cannot be read.") from trouble
    if not lines:
        raise SheetRefused("The file has no line below its first.")
    if len(lines) > MOST_LINES:
        raise SheetRefused(f"The file has more than {MOST_LINES:,} lines. Bring it in in several parts.")
    return lines


def _decoded(raw: bytes) -> str:
    # Excel's "Unicode text" is UTF-16 and says so in its first two bytes.
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for codec in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetRefused("The file is not a text file. In Excel, save it as “CSV UTF-8”.")


def _bare(cell: str) -> str:
    """A cell without spaces around it, and without the apostrophe that makes a formula inert in our own exports."""
    cell = cell.strip()
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def bring_in(lines: list[Line], sheet: Sheet, take: Callable[[Line], Effect], *, dry: bool) -> Outcome:
    """Take every line through `take`, in one transaction that only stands if no line was refused and it is not dry.

    `take` calls services and raises LineRefused or Refused, either with a sentence.
    """
    outcome = Outcome()
    with transaction.atomic():
        for line in lines:
            empty = [column.heading for column in sheet.columns if column.needed and not line[column.heading]]
            if empty:
                outcome.errors.append((line.number, f"{' and '.join(empty)} is missing."))
                continue
            try:
                with transaction.atomic():
                    outcome.effects[take(line)] += 1
            except LineRefused as refused:
                outcome.errors.append((line.number, str(refused)))
            except Refused as refused:
                outcome.errors.append((line.number, refused.refusal.sentence))
        if dry or outcome.errors:
            transaction.set_rollback(True)
    return outcome


class SheetForm(forms.Form):
    """The file, or after the dry run its text, which the page carries along."""

    mark_optional = False  # one of the two is needed

    file = forms.FileField(
        label="CSV file",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv", "class": "govuk-file-upload"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("text") and not self.errors:
            self.add_error("file", "Choose the CSV file.")
        return cleaned


def import_page(
    request: HttpRequest,
    *,
    sheet: Sheet,
    take: Callable[[Line], Effect],
    title: str,
    about: str,
    to: str,
    parent: str,
) -> HttpResponse:
    """The page that brings in a CSV: template to download, dry run, errors by line, then all or nothing.

    The caller has authorised the person. `to` is the path of the list that the lines end up in, `parent` its name.
    """
    if request.GET.get("template") == "csv":
        return csv_response(sheet.name, [column.heading for column in sheet.columns], [])
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    outcome, text = None, ""
    if request.method == "POST" and form.is_valid():
        upload, text = form.cleaned_data["file"], form.cleaned_data["text"]
        sure = not upload and "bring_in" in request.POST
        try:
            raw = upload.read(MOST_BYTES + 1) if upload else text.encode()
            lines = read_sheet(raw, sheet)
            text = text if not upload else _decoded(raw)
            outcome = bring_in(lines, sheet, take, dry=not sure)
        except SheetRefused as refused:
            form.add_error("file", str(refused))
        else:
            if sure and not outcome.errors:
                return done(request, f"The file has been brought in: {outcome.sentence()}.", to=to)
            if outcome.errors:
                form.add_error("file", f"{_plural(outcome)} cannot be brought in: see the list of what is wrong.")
    context = {"form": form, "sheet": sheet, "title": title, "about": about, "to": to, "parent": parent}
    return render_form(request, "import.html", {**context, "outcome": outcome, "text": text, "lines": _plural(outcome)})


def _plural(outcome: Outcome | None) -> str:
    count = len(outcome.errors) if outcome else 0
    return "1 line" if count == 1 else f"{count:,} lines"
