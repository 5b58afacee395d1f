"""How support does, for the alliance's board; its priorities, and what it is measured against."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.exports import csv_response
from alliance.form_pages import Crumb, form_page
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.schools.models import Alliance
from alliance.surveys.models import school_year
from support.forms.board import PriorityForm, TargetsForm
from support.models import Priority
from support.queries.board import board, targets_of
from support.rules.board import may_see_board, may_steer
from support.rules.school_years import year_of
from support.services import board as services

YEARS = 4


@require_safe
def board_page(request: PortalRequest) -> HttpResponse:
    """The figures of one school year, and as CSV."""
    alliance, this_year = request.alliance, year_of(timezone.localdate())
    allow(may_see_board(request.person, alliance))
    years = range(this_year + 1, this_year - YEARS, -1)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else this_year
    found = board(alliance, year)
    if request.GET.get("format") == "csv":
        priorities = [one.used for one in found.priorities]
        kinds = (
            ("Priority", priorities),
            ("Area", found.by_area),
            ("Phase", found.by_phase),
            ("School in need", found.in_need),
        )
        rows = [(kind, one.name, one.days) for kind, several in kinds for one in several]
        return csv_response(f"support-{alliance.slug}-{year}", ["By", "Name", "Days"], rows)
    page = path_to("support:board", alliance)
    context = {
        "board": found,
        "title": f"Support in {school_year(year)}",
        "years": [(school_year(one), f"{page}?year={one}", one == year) for one in years],
        "csv_url": f"{page}?year={year}&format=csv",
        "outcomes_url": f"{path_to('support:outcomes', alliance)}?year={min(year, this_year)}",
        "add_url": path_to("support:priority_add", alliance, year=year),
        "may_steer": may_steer(request.person, alliance) is None,
        "may_add": year >= this_year and may_steer(request.person, alliance) is None,
    }
    return render(request, "support/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def priority_add(request: PortalRequest, year: int) -> HttpResponse:
    """Another priority of a school year."""
    return _priority(request, Priority(alliance=request.alliance, year=year))


@require_http_methods(["GET", "HEAD", "POST"])
def priority_change(request: PortalRequest, pk: int) -> HttpResponse:
    """Say a priority otherwise."""
    return _priority(request, _find(pk))


def _priority(request: PortalRequest, found: Priority) -> HttpResponse:
    allow(may_steer(request.person, request.alliance))
    form = PriorityForm(request.POST or None, instance=found, alliance=request.alliance)
    page = _board_of(request.alliance, found.year)
    if request.method == "POST" and form.is_valid():
        this_year = year_of(timezone.localdate())
        # The form has put its values on `found`; the rule compares them with what is stored.
        try:
            services.save_priority(priority=found, values=form.cleaned_data, by=request.person, this_year=this_year)
        except Refused as refused:
            form.add_error("area", refused.refusal.sentence)
        else:
            return done(request, f"“{found}” is a priority in {school_year(found.year)}.", to=page)
    return form_page(
        request,
        title=f"Change the priority “{found}”" if found.pk else f"Add a priority for {school_year(found.year)}",
        form=form,
        submit="Save",
        crumbs=board_crumbs(request.alliance, found.year),
        back=page,
    )


@require_POST
def priority_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a priority away."""
    found = _find(pk)
    words, page = str(found), _board_of(request.alliance, found.year)
    services.remove_priority(priority=found, by=request.person, this_year=year_of(timezone.localdate()))
    return done(request, f"“{words}” is no longer a priority in {school_year(found.year)}.", to=page)


@require_http_methods(["GET", "HEAD", "POST"])
def targets_change(request: PortalRequest) -> HttpResponse:
    """What support is measured against."""
    alliance, this_year = request.alliance, year_of(timezone.localdate())
    allow(may_steer(request.person, alliance))
    found, page = targets_of(alliance), _board_of(request.alliance, this_year)
    form = TargetsForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        services.set_targets(targets=found, values=form.cleaned_data, by=request.person)
        return done(request, "Saved. All school years are measured against it.", to=page)
    return form_page(
        request,
        title="What support is measured against",
        form=form,
        submit="Save",
        crumbs=board_crumbs(alliance, this_year),
        back=page,
    )


def _find(pk: int) -> Priority:
    found: Priority = get_object_or_404(Priority.objects.select_related("alliance", "area"), pk=pk)
    return found


def _board_of(alliance: Alliance, year: int) -> str:
    return f"{path_to('support:board', alliance)}?year={year}"


def board_crumbs(alliance: Alliance, year: int) -> list[Crumb]:
    """The way back to the board's page of a school year."""
    return [(f"Support in {school_year(year)}", _board_of(alliance, year))]
