"""What schools need and offer against who is designated; and a round's targets taken from that."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.charts import Compared, compared_chart
from alliance.exports import csv_response
from alliance.form_pages import render_form
from alliance.refusal import allow
from alliance.requests import PortalRequest
from sle.forms.priorities import EachForm, ShownForm, TargetsFromPrioritiesForm
from sle.leader_kinds import SLE
from sle.models import Round
from sle.queries.priorities import Priority, YearOfNeeds, asks_with_answers, needs_in, open_areas_by_name
from sle.rules import priorities as rules
from sle.services import set_up
from sle.states import RoundState
from sle.views.pages import find_round, round_crumbs

YEARS_SHOWN = 5
WORDS = ("Schools in need", "of them urgent", "Leaders designated")
HEADER = ("School year", "Area", "Phase", "Schools in need", "Urgent", "Can offer", "Leaders designated", "Gap")


@require_safe
def priorities(request: PortalRequest) -> HttpResponse:
    """Need against supply by area and phase, in the year chosen and over years; with `?format=csv` as a file."""
    alliance = request.alliance
    allow(rules.may_see_priorities(request.person, alliance))
    years = needs_in(asks_with_answers(alliance)[:YEARS_SHOWN])
    if not years:
        return render(request, "sle/priorities.html", {"shown": None})
    choices = [(year.ask.year, year.ask.title) for year in years]
    phases = list(dict.fromkeys(phase for year in years for phase in year.phases))
    form = ShownForm(request.GET or None, years=choices, phases=phases)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = next((year for year in years if year.ask.year == chosen.get("year")), years[0])
    phase = chosen.get("phase", "")
    if request.GET.get("format") == "csv":
        return _csv(shown)
    rows = shown.by_area(phase)
    context = {
        "filters": {"form": form},
        "filtered": bool(chosen.get("phase") or chosen.get("year")),
        "shown": shown,
        "phase": phase,
        "rows": rows,
        "chart": _chart(f"Need and supply by area, {shown.ask.title}", rows),
        "matrix": [(row.area, [shown.cells.get((row.area, one)) for one in shown.phases]) for row in shown.by_area()],
        "years": years[::-1],
        "over_years": _over_years(years[::-1], phase),
        "years_chart": _chart("Need and supply by year, all areas in sum", [year.total() for year in years[::-1]]),
        "drafts": list(Round.objects.filter(alliance=alliance, kind=SLE, state=RoundState.DRAFT).order_by("-pk")),
    }
    return render(request, "sle/priorities.html", context)


def round_targets_from_priorities(request: PortalRequest, pk: int) -> HttpResponse:
    """Areas and targets of a draft round, proposed from what schools said; staff change them and confirm."""
    found = find_round(request, pk)
    allow(rules.may_take_targets(request.person, found))
    back = path_to("sle:round", request.alliance, pk=pk)
    asks = asks_with_answers(request.alliance)
    if not asks:
        return not_done(request, "No school has answered a yearly ask yet, so there is nothing to go by.", to=back)
    [needs] = needs_in(asks[:1])
    each = EachForm(request.GET or None)
    number = each.number()
    areas = open_areas_by_name(request.alliance)
    form = TargetsFromPrioritiesForm(request.POST or None, round=found, needs=needs, areas=areas, each=number)
    if form.is_valid():
        set_up.set_targets_by_area(round=found, targets=form.targets(), by=request.person)
        return done(request, "Areas and targets are taken from what schools need.", to=back)
    context = {"round": found, "needs": needs, "form": form, "each_form": each, "back": back}
    context |= {"forms": [each], "crumbs_list": round_crumbs(found)}
    return render_form(request, "sle/round_targets_from_priorities.html", context)


def _chart(label: str, rows: list[Priority]) -> str:
    drawn = [Compared(row.area, row.need, row.urgent, row.supply) for row in rows if row.need or row.supply]
    return compared_chart(label, drawn, WORDS)


def _over_years(years: list[YearOfNeeds], phase: str) -> list[tuple[str, list[Priority]]]:
    """Each area's numbers year by year, of one phase or of all, in the order of the latest list."""
    tables = [{row.area: row for row in year.by_area(phase) if row.need or row.supply} for year in years]
    names = dict.fromkeys(row for table in reversed(tables) for row in table)
    return [(name, [table.get(name, Priority(name)) for table in tables]) for name in names]


def _csv(shown: YearOfNeeds) -> HttpResponse:
    lines = []
    for area in shown.areas:
        for phase in shown.phases:
            if cell := shown.cells.get((area, phase)):
                numbers = (cell.need, cell.urgent, cell.offer, cell.supply, cell.gap)
                lines.append((shown.ask.title, area, phase, *numbers))
    return csv_response(f"priorities-{shown.ask.year}", HEADER, lines)
