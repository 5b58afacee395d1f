"""How support does, for the alliance's board."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.addresses import path_to
from alliance.exports import csv_response
from alliance.refusal import allow
from alliance.requests import PortalRequest
from support.queries.board import board
from support.rules.requests import may_see_board
from support.rules.school_years import year_of

YEARS = 4


@require_safe
def board_page(request: PortalRequest) -> HttpResponse:
    """The figures of one school year, and as CSV."""
    alliance, this_year = request.alliance, year_of(timezone.localdate())
    allow(may_see_board(request.person, alliance))
    years = range(this_year, this_year - YEARS, -1)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else this_year
    found = board(alliance, year)
    if request.GET.get("format") == "csv":
        kinds = (("Area", found.by_area), ("Phase", found.by_phase), ("School in need", found.in_need))
        rows = [(kind, one.name, one.days) for kind, several in kinds for one in several]
        return csv_response(f"support-{alliance.slug}-{year}", ["By", "Name", "Days"], rows)
    page = path_to("support:board", alliance)
    context = {
        "board": found,
        "title": f"Support in {year}/{(year + 1) % 100:02}",
        "years": [(f"{one}/{(one + 1) % 100:02}", f"{page}?year={one}", one == year) for one in years],
        "csv_url": f"{page}?year={year}&format=csv",
    }
    return render(request, "support/board.html", context)
