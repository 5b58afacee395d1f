"""What support has changed, over the whole alliance."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.exports import csv_response
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.surveys.models import school_year
from support.filters import OutcomeForm
from support.queries.outcomes import Asked, Outcomes, heard
from support.queries.outcomes import outcomes as count
from support.rules.board import may_see_board
from support.rules.school_years import year_of
from support.views.board import YEARS, board_crumbs

Line = tuple[str, str, str, int, int]


@require_safe
def outcomes(request: PortalRequest) -> HttpResponse:
    """Planned areas judged, measures against their baseline, and what has lasted: one school year, and as CSV."""
    alliance, this_year = request.alliance, year_of(timezone.localdate())
    allow(may_see_board(request.person, alliance))
    years = range(this_year, this_year - YEARS, -1)
    said = heard(alliance)
    form = OutcomeForm(request.GET or None, years=years, areas=said.area_names, kinds=said.called)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = Asked(
        year=int(wanted.get("year") or this_year),
        area=wanted.get("area", ""),
        phase=wanted.get("phase", ""),
        kind=form.kind_wanted(),
    )
    found = count(said, asked, years)
    if request.GET.get("format") == "csv":
        header = ("What", "By", "Name", "Number", "Of")
        return csv_response(f"outcomes-{alliance.slug}-{asked.year}", header, _lines(found))
    query = request.GET.copy()
    query["format"] = "csv"
    context = {
        "found": found,
        "title": f"What support has changed in {school_year(asked.year)}",
        "years": [(school_year(one.year), one) for one in found.years],
        "filters": {"form": form},
        "filtered": bool(request.GET),
        "csv_url": f"{request.path}?{query.urlencode()}",
        "crumbs_list": board_crumbs(alliance, asked.year),
    }
    return render(request, "support/outcomes.html", context)


def _lines(found: Outcomes) -> Iterator[Line]:
    """Every number of the page with what it is out of."""
    good, moved, lasting = "Planned areas judged good or better", "Measures", "Lasted a term later"
    yield good, "", "All", found.areas.count, found.areas.of
    for by, shares in (("Area", found.by_area), ("Kind of leader", found.by_kind)):
        for one in shares:
            yield good, by, one.name, one.count, one.of
    yield "Work judged good or better over all", "", "All", found.overall.count, found.overall.of
    for by, several in (("", [found.measures]), ("Area", found.measures_by_area)):
        for group in several:
            of = group.improved.of
            yield f"{moved}: better", by, group.name, group.better, of
            yield f"{moved}: the same", by, group.name, group.same, of
            yield f"{moved}: worse", by, group.name, group.worse, of
            yield f"{moved}: reached what was hoped for", by, group.name, group.reached.count, group.reached.of
    for one in found.lasted:
        yield lasting, "", one.name, one.count, one.of
    for year in found.years:
        name = school_year(year.year)
        yield good, "School year", name, year.areas.count, year.areas.of
        yield f"{moved}: better", "School year", name, year.improved.count, year.improved.of
        yield f"{lasting}: all", "School year", name, year.lasted.count, year.lasted.of
