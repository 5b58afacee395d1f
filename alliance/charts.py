"""Pictures of numbers, drawn on the server as SVG; the table with the same numbers always stands beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_BAR, _ROW, _NAME, _WIDTH = 18, 30, 180, 560


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its whole length and, where it shows progress, how much of it is done (whole numbers)."""

    name: str
    whole: int
    done: int | None = None

    @property
    def words(self) -> str:
        """What stands beside the bar."""
        return str(self.whole) if self.done is None else f"{self.done} of {self.whole}"


def bar_chart(label: str, bars: Sequence[Bar]) -> SafeString:
    """A bar under the other; nothing where all numbers are 0. `label` says in words what the picture shows."""
    longest = max((bar.whole for bar in bars), default=0)
    if not longest:
        return SafeString("")
    scale = (_WIDTH - _NAME - 70) / longest
    height = _ROW * len(bars)
    drawn = format_html_join(
        "",
        '<text x="0" y="{}">{}</text><rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
        '<rect class="portal-chart__bar" x="{}" y="{}" width="{}" height="{}"/><text x="{}" y="{}">{}</text>',
        (
            (
                *(at * _ROW + 16, _short(bar.name)),
                *("portal-chart__rest", _NAME, at * _ROW + 2, round(bar.whole * scale), _BAR),
                *(_NAME, at * _ROW + 2, round((bar.whole if bar.done is None else bar.done) * scale), _BAR),
                *(_NAME + round(bar.whole * scale) + 6, at * _ROW + 16, bar.words),
            )
            for at, bar in enumerate(bars)
        ),
    )
    return format_html(
        '<svg class="portal-chart" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>',
        _WIDTH,
        height,
        _WIDTH,
        height,
        label,
        drawn,
    )


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
