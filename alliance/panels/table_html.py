"""The rows of the chair's table as HTML, by one Python function: a template costs three times as much a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from django.utils.html import escape
from django.utils.safestring import SafeString

from alliance.panels.queries.table import Row, interval, points

WIDTH, HEIGHT, EDGE = 120, 20, 8
_NUMBER = " govuk-table__cell--numeric"
# Name that it is sorted by, title, whether it holds numbers.
_COLUMNS = (
    ("code", "Application", False),
    ("area", "Area", False),
    ("mean", "Mean", True),
    ("median", "Median", True),
    ("spread", "Spread of scores", False),
    ("adjusted", "Adjusted", True),
    ("place", "Place", True),
    ("flag", "Flag", False),
    ("conflicts", "Conflicts", False),
    ("agreed", "Agreed", False),
    ("recommendation", "Recommendation", False),
    ("proposed", "Proposed outcome", False),
)
_OF_ADJUSTED = ("adjusted", "place")


def columns(*, adjusted: bool) -> tuple[tuple[str, str, bool], ...]:
    """The table's columns; those about adjusted means only where there are any."""
    return tuple(column for column in _COLUMNS if adjusted or column[0] not in _OF_ADJUSTED)


def table_html(
    rows: Iterable[Row],
    *,
    base: str,
    lowest: int,
    highest: int,
    criteria: int,
    adjusted: bool,
    ticks: Set[int] | None = None,
) -> SafeString:
    """All rows. `base` is the path before an entry's code; `lowest` and `highest` are the rubric's ends (thousandths).

    With `adjusted` there are the columns about adjusted means; with `ticks` each row begins with a cell, and those
    whose ids it holds have a box to tick in it.

    Everything that anybody typed goes through `escape`; the rest are the portal's own words and integers.
    """
    # On a phone each cell bears its column's title.
    openings = {
        name: f'<td class="govuk-table__cell{_NUMBER if numeric else ""}" data-label="{title}">'
        for name, title, numeric in columns(adjusted=adjusted)[1:]
    }
    return SafeString("\n".join(_row(row, openings, base, lowest, highest, criteria, ticks) for row in rows))


def _row(
    row: Row, openings: Mapping[str, str], base: str, lowest: int, highest: int, criteria: int, ticks: Set[int] | None
) -> str:
    code, area, proposed = escape(row.code), escape(row.area), escape(row.proposed)
    name = f'<a class="govuk-link" href="{base}{code}/">{code}</a>' if row.opened else code
    chaired = '<br><span class="govuk-hint">You chair this one</span>' if row.chaired else ""
    flag = '<strong class="govuk-tag govuk-tag--orange">Scorers disagree</strong>' if row.disagreements else ""
    if row.waiting:
        flag += f'<span class="govuk-hint">Waiting for {row.waiting} scorer{"" if row.waiting == 1 else "s"}</span>'
    bar = spread_bar(row.scores, row.median, lowest, highest) if row.opened and row.scores else ""
    conflicts = f"{row.conflicts} conflict{'' if row.conflicts == 1 else 's'}" if row.conflicts else ""
    agreed = points(row.moderated) or (f"{row.agreed} of {criteria}" if row.agreed else "")
    tick = _tick(code, shown=row.pk in ticks) if ticks is not None else ""
    value, low, high = interval(row.estimate)
    cells = {
        "area": area,
        "mean": points(row.mean),
        "median": points(row.median),
        "spread": bar,
        "adjusted": f'{value}<br><span class="portal-table__range">{low} to {high}</span>' if value else "",
        "place": place_in_words(row.place),
        "flag": flag,
        "conflicts": conflicts,
        "agreed": agreed,
        "recommendation": row.recommendation,
        "proposed": proposed,
    }
    return (
        f'<tr class="govuk-table__row">{tick}<th scope="row" class="govuk-table__header">'
        f"{name}{chaired}</th>{''.join(f'{begin}{cells[column]}</td>' for column, begin in openings.items())}</tr>"
    )


def place_in_words(place: tuple[int, int] | None) -> str:
    """A place, or those between which there is a tie: "1", "2 to 5"."""
    if place is None:
        return ""
    best, last = place
    return str(best) if best == last else f"{best} to {last}"


def _tick(code: str, *, shown: bool) -> str:
    box = (
        '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
        f'<input class="govuk-checkboxes__input" type="checkbox" id="tick-{code}" name="entry" value="{code}">'
        f'<label class="govuk-label govuk-checkboxes__label" for="tick-{code}"><span class="govuk-visually-hidden">'
        f"{code}</span></label></div></div>"
    )
    return f'<td class="govuk-table__cell portal-table__tick">{box if shown else ""}</td>'


def spread_bar(scores: Iterable[int], median: int | None, lowest: int, highest: int) -> SafeString:
    """A bar from the lowest level to the highest with a dot for each score and a line at the median; plain attributes
    only, so that a strict content policy has nothing to forbid."""
    scale = (WIDTH - 2 * EDGE) / max(1, highest - lowest)
    places = [(EDGE + (score - lowest) * scale, score) for score in scores]
    said = ", ".join(points(score) for _, score in places)
    middle = HEIGHT // 2
    parts = [
        f'<svg class="portal-spread" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Scores {said}"><line x1="{EDGE}" y1="{middle}" x2="{WIDTH - EDGE}" y2="{middle}" '
        'stroke="#b1b4b6" stroke-width="2"/>'
    ]
    if places:
        parts.append(
            f'<line x1="{places[0][0]:.0f}" y1="{middle}" x2="{places[-1][0]:.0f}" y2="{middle}" '
            'stroke="#505a5f" stroke-width="4"/>'
        )
    if median is not None:
        x = EDGE + (median - lowest) * scale
        parts.append(f'<line x1="{x:.0f}" y1="2" x2="{x:.0f}" y2="{HEIGHT - 2}" stroke="#0b0c0c" stroke-width="2"/>')
    parts += [f'<circle cx="{x:.0f}" cy="{middle}" r="4" fill="#1d70b8" fill-opacity="0.8"/>' for x, _ in places]
    return SafeString("".join(parts) + "</svg>")
