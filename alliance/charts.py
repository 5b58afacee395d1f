"""Pictures of numbers, drawn on the server; the table with the same numbers always stands beside or beneath.

Only bars and dots are SVG, stretched to the room there is: names and numbers are text of the page, as large as any
other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_WHOLE = 1000  # units across the widest bar


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its whole length and, where it shows progress, how much of it is done (whole numbers); `said`
    is what stands beside it, where that is not the number."""

    name: str
    whole: int
    done: int | None = None
    said: str = ""

    @classmethod
    def towards(cls, name: str, target: int | None, done: int) -> Bar:
        """So much of a target; where there is no target, so much."""
        return cls(name, done) if target is None else cls(name, target, done)

    @property
    def words(self) -> str:
        """What stands beside the bar."""
        return self.said or (str(self.whole) if self.done is None else f"{self.done} of {self.whole}")


def bar_chart(label: str, bars: Sequence[Bar]) -> SafeString:
    """A bar under the other; nothing where all numbers are 0. `label` says in words what the picture shows."""
    longest = max((bar.whole for bar in bars), default=0)
    if not longest:
        return SafeString("")
    scale = _WHOLE / longest
    drawn = format_html_join(
        "",
        '<span class="portal-chart__name">{}</span>'
        '<svg class="portal-chart__bar" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="portal-chart__rest" width="{}" height="1"/>'
        '<rect class="portal-chart__done" width="{}" height="1"/>'
        '</svg><span class="portal-chart__number">{}</span>',
        (
            (
                bar.name,
                _WHOLE,
                round(bar.whole * scale),
                round((bar.whole if bar.done is None else min(bar.done, bar.whole)) * scale),
                bar.words,
            )
            for bar in bars
        ),
    )
    return format_html('<div class="portal-chart" role="img" aria-label="{}">{}</div>', label, drawn)


@dataclass(frozen=True)
class Dot:
    """A number with its interval (low, high), its name, and what stands beside it in words."""

    name: str
    value: int
    low: int
    high: int
    words: str


def dot_chart(label: str, dots: Sequence[Dot], *, most: int | None = None) -> SafeString:
    """Numbers as dots on their intervals, one under the other: from nought at the left edge to `most` at the right one
    or, without it, around a line at nought in the middle. Nothing without any. `label` says in words what the picture
    shows."""
    reach = most or max((abs(end) for dot in dots for end in (dot.low, dot.high)), default=0)
    if not reach:
        return SafeString("")

    def along(number: int) -> str:
        return f"{2 + 96 * number / reach:.1f}%" if most else f"{50 + 48 * number / reach:.1f}%"

    drawn = format_html_join(
        "",
        '<span class="portal-chart__name">{}</span><svg class="portal-chart__dots" aria-hidden="true">'
        '<line class="portal-chart__nought" x1="{}" x2="{}" y1="0" y2="100%"/>'
        '<line class="portal-chart__interval" x1="{}" x2="{}" y1="50%" y2="50%"/>'
        '<circle class="portal-chart__done" cx="{}" cy="50%" r="6"/></svg><span class="portal-chart__number">{}</span>',
        ((dot.name, along(0), along(0), along(dot.low), along(dot.high), along(dot.value), dot.words) for dot in dots),
    )
    return format_html('<div class="portal-chart" role="img" aria-label="{}">{}</div>', label, drawn)


@dataclass(frozen=True)
class Compared:
    """Two numbers under one name: how much is wanted, how much of that presses, and how much there is."""

    name: str
    wanted: int
    pressing: int
    there: int


def compared_chart(label: str, rows: Sequence[Compared], words: tuple[str, str, str]) -> SafeString:
    """Two bars under each other for every row: what is wanted above, what there is beneath; nothing without rows.

    `label` says in words what the picture shows, `words` what the three numbers are; they stand above the picture.
    """
    longest = max((max(row.wanted, row.there) for row in rows), default=0)
    if not longest:
        return SafeString("")
    scale = _WHOLE / longest
    keys = zip(("wanted", "pressing", "done"), words, strict=True)
    legend = format_html_join(
        "",
        '<span><svg class="portal-chart__key" viewBox="0 0 1 1" aria-hidden="true">'
        '<rect class="portal-chart__{}" width="1" height="1"/></svg>{}</span>',
        keys,
    )
    drawn = format_html_join(
        "",
        '<span class="portal-chart__name">{}</span>'
        '<svg class="portal-chart__bar" viewBox="0 0 {} 20" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="portal-chart__wanted" width="{}" height="9"/>'
        '<rect class="portal-chart__pressing" width="{}" height="9"/>'
        '<rect class="portal-chart__done" y="11" width="{}" height="9"/>'
        '</svg><span class="portal-chart__number">{} : {}</span>',
        (
            (
                row.name,
                _WHOLE,
                round(row.wanted * scale),
                round(row.pressing * scale),
                round(row.there * scale),
                row.wanted,
                row.there,
            )
            for row in rows
        ),
    )
    return format_html(
        '<div class="portal-chart__legend" aria-hidden="true">{}</div>'
        '<div class="portal-chart" role="img" aria-label="{}">{}</div>',
        legend,
        label,
        drawn,
    )


@dataclass(frozen=True)
class Row:
    """How many stand at each step of a scale, from its lowest on; its name, and the same in words."""

    name: str
    counts: Sequence[int]
    words: str


def spread_chart(label: str, steps: Sequence[str], rows: Sequence[Row]) -> SafeString:
    """A line of dots under the other, one place for each of the `steps`; the more stand at one, the larger its dot.
    Nothing where nobody stands anywhere."""
    most = max((count for row in rows for count in row.counts), default=0)
    if not most:
        return SafeString("")

    def dots(row: Row) -> SafeString:
        places = [(f"{10 + 80 * at / max(1, len(steps) - 1):.0f}%", count) for at, count in enumerate(row.counts)]
        drawn = ((at, f"{4 + 7 * count / most:.1f}") for at, count in places if count)
        return format_html_join("", '<circle class="portal-chart__done" cx="{}" cy="50%" r="{}"/>', drawn)

    drawn = format_html_join(
        "",
        '<span class="portal-chart__name">{}</span><svg class="portal-chart__dots" aria-hidden="true">'
        '<line class="portal-chart__nought" x1="10%" x2="90%" y1="50%" y2="50%"/>{}</svg>'
        '<span class="portal-chart__number">{}</span>',
        ((row.name, dots(row), row.words) for row in rows),
    )
    return format_html(
        '<div class="portal-chart portal-chart--spread" role="img" aria-label="{}: {}">{}</div>',
        label,
        ", ".join(steps),
        drawn,
    )


@dataclass(frozen=True)
class Spot:
    """A place on a map by its metres east and north of the middle; how much there is wanted, and how much given."""

    east: float
    north: float
    wanted: int
    given: int


def spot_map(label: str, spots: Sequence[Spot], rings: Sequence[tuple[float, str]]) -> SafeString:
    """Places around a middle: what is wanted there as a ring, what is given as a full dot, the larger the more; circles
    of known radius (metres, and in words) around the middle. Nothing without places. `label` says in words what the
    picture shows."""
    reach = max((max(abs(spot.east), abs(spot.north)) for spot in spots), default=0)
    if not spots:
        return SafeString("")
    reach = max(reach * 1.1, rings[0][0] * 1.1)
    most = max(max(spot.wanted, spot.given) for spot in spots) or 1

    def at(metres: float) -> str:
        return f"{500 * metres / reach:.0f}"

    drawn = format_html_join(
        "",
        '<circle class="portal-map__ring" r="{}"/><text class="portal-map__far" y="-{}" dy="-6">{}</text>',
        ((at(radius), at(radius), words) for radius, words in rings if radius <= reach),
    )
    wanted = format_html_join(
        "",
        '<circle class="portal-map__wanted" cx="{}" cy="{}" r="{}"/>',
        ((at(one.east), at(-one.north), f"{14 + 26 * one.wanted / most:.0f}") for one in spots if one.wanted),
    )
    given = format_html_join(
        "",
        '<circle class="portal-map__given" cx="{}" cy="{}" r="{}"/>',
        ((at(one.east), at(-one.north), f"{7 + 15 * one.given / most:.0f}") for one in spots if one.given),
    )
    return format_html(
        '<svg class="portal-map" viewBox="-520 -520 1040 1040" role="img" aria-label="{}">{}{}{}</svg>',
        label,
        drawn,
        wanted,
        given,
    )
