"""Pictures of a panel's progress, drawn on the server; the table with the same numbers stands beneath each."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from alliance.panels.queries import ScorerProgress

BAR, ROW, NAME, WIDTH = 18, 30, 170, 560


def progress_chart(scorers: Sequence[ScorerProgress]) -> SafeString:
    """A bar per person on the panel: submitted of what they have to score."""
    longest = max((one.total for one in scorers), default=0)
    if not longest:
        return SafeString("")
    scale = (WIDTH - NAME - 60) / longest
    height = ROW * len(scorers)
    bars = format_html_join(
        "",
        '<text x="0" y="{}" font-size="14">{}</text><rect x="{}" y="{}" width="{}" height="{}" fill="#b1b4b6"/>'
        '<rect x="{}" y="{}" width="{}" height="{}" fill="#00703c"/><text x="{}" y="{}" font-size="14">{} of {}</text>',
        (
            (
                *(at * ROW + 15, _short(one.seat.person.name)),
                *(NAME, at * ROW + 2, round(one.total * scale), BAR),
                *(NAME, at * ROW + 2, round(one.submitted * scale), BAR),
                *(NAME + round(one.total * scale) + 6, at * ROW + 15, one.submitted, one.total),
            )
            for at, one in enumerate(scorers)
        ),
    )
    return format_html(
        '<svg class="portal-chart" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="Submitted scores of each person; the table below has the numbers">{}</svg>',
        WIDTH,
        height,
        WIDTH,
        height,
        bars,
    )


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"
