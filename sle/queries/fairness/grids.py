"""What a report is made of: sections with sentences and tables, the same for the page, the PDF and the CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from alliance.charts import Bar, Dot, bar_chart, dot_chart


@dataclass(frozen=True)
class Grid:
    """A table; its first column names the row. `bars` or `dots` are the picture of it, for the page; `most`
    is where the dots' scale ends.

    `after` are sentences beneath. `links` lead from a row to where more stands (a path, or ""), on the page only:
    every such page asks again who may see it.
    """

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    bars: Sequence[Bar] = ()
    dots: Sequence[Dot] = ()
    most: int | None = None
    after: Sequence[str] = ()
    links: Sequence[str] = ()

    @property
    def picture(self) -> SafeString:
        """The picture of the numbers in the table."""
        label = f"{self.caption}, as in the table"
        return dot_chart(label, self.dots, most=self.most) if self.dots else bar_chart(label, self.bars)

    @property
    def is_narrow(self) -> bool:
        """Does the table leave room for its picture beside it?"""
        return len(self.headings) == 2 and bool(self.bars)

    @property
    def lines(self) -> list[tuple[object, str, list[tuple[str, object]]]]:
        """Per row: its name, the path that it leads to, and the other cells with their headings."""
        links = self.links or [""] * len(self.rows)
        return [
            (row[0], link, list(zip(self.headings[1:], row[1:], strict=True)))
            for row, link in zip(self.rows, links, strict=True)
        ]


@dataclass(frozen=True)
class Section:
    """A part of the report under a heading of its own."""

    title: str
    sentences: Sequence[str] = ()
    grids: Sequence[Grid] = field(default_factory=tuple)
