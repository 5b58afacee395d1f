"""Rows of a CSV file of the register, one at a time, with the line each begins on; broken rows do not stop the rest."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from alliance.schools.gias.decoding import STRANGE, Encoding, repair_c1, undecodable

# A row of the register stands on one line, or on a few if an address has line breaks. A quotation mark that is never
# closed would swallow the rest of the file.
MOST_LINES = 30
UNCLOSED = "a quotation mark is opened and never closed"


@dataclass(slots=True)
class Row:
    """One row: the line it begins on, its cells, what was repaired in it, and why it cannot be read (or nothing)."""

    line: int
    cells: list[str]
    repaired: str = ""
    broken: str = ""


class TooManyLines(Exception):
    """A row goes on for more than MOST_LINES lines."""


class _Lines:
    """The lines of a file as csv.reader takes them, remembered until their row is whole so that they can be taken
    back."""

    def __init__(self, file: TextIO, codec_name: str) -> None:
        self.file, self.codec_name = file, codec_name
        self.number = 0
        self.taken: list[str] = []
        self.given_back: deque[str] = deque()
        self.repaired = self.broken = ""
        self.ended = False

    def feed(self) -> Iterator[str]:
        """The lines, mended, from those given back and then from the file."""
        while self.given_back:
            yield self._take(self.given_back.popleft())
        for line in self.file:
            # What _take does, written out: a call for each of 50,000 lines can be felt.
            if line.isascii() and "\0" not in line and len(self.taken) < MOST_LINES:
                self.number += 1
                self.taken.append(line)
                yield line
            else:
                yield self._take(line)
        self.ended = True

    def _take(self, line: str) -> str:
        if len(self.taken) >= MOST_LINES:
            self.given_back.appendleft(line)
            raise TooManyLines
        self.number += 1
        self.taken.append(line)
        if not STRANGE.search(line):
            return line
        line, repaired = repair_c1(line)
        self.repaired = ", ".join(filter(None, (self.repaired, *repaired)))
        if byte := undecodable(line):
            self.broken = f"the byte {byte} cannot be read as {self.codec_name}"
        return line.replace("\0", "")

    def next_row(self) -> int:
        """Forget the row that is whole; the line on which the next begins."""
        if self.taken:
            self.taken.clear()
            self.repaired = self.broken = ""
        return self.number + 1

    def give_back_all_but_first(self) -> None:
        """Let all lines but the first of the row be read again."""
        rest = self.taken[1:]
        self.given_back.extendleft(reversed(rest))
        self.number -= len(rest)
        self.ended = False


def read_rows(path: Path, encoding: Encoding) -> Iterator[Row]:
    """Every row of the file, the header first; empty lines are left out. Holds one row at a time.

    A row whose quotation mark is never closed is broken by itself: reading goes on with the line after it.
    """
    with path.open(encoding=encoding.codec, errors="surrogateescape", newline="") as file:
        lines = _Lines(file, encoding.name)
        reader = csv.reader(lines.feed())
        while True:
            start = lines.next_row()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (TooManyLines, csv.Error) as trouble:
                lines.give_back_all_but_first()
                reader = csv.reader(lines.feed())
                yield Row(start, [], broken=UNCLOSED if isinstance(trouble, TooManyLines) else str(trouble))
                continue
            if (len(lines.taken) > 1 or lines.ended) and "".join(lines.taken).count('"') % 2:
                lines.give_back_all_but_first()
                reader = csv.reader(lines.feed())
                yield Row(start, [], broken=UNCLOSED)
            elif cells:
                yield Row(start, cells, lines.repaired, lines.broken)
