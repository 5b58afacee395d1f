"""Supporters: who can help, one of them with what is free, and what they or staff say of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.charts import Bar, Compared, Spot, bar_chart, compared_chart, spot_map
from alliance.exports import csv_response
from alliance.form_pages import Crumb, form_page
from alliance.lists import Column, list_page
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.web.templatetags.portal import tag
from support.filters import LeaderFilter
from support.forms.supply import AvailabilityForm, AwayForm, NewSupporterForm, PhaseForm, SupporterForm
from support.matching.facts import METRES_PER_MILE
from support.models import Away
from support.queries.audit import Audit, audit
from support.queries.leaders import Leader, key_of, leader_called, leaders
from support.queries.matching import place_of
from support.queries.supply import deployments_of, free_months, is_free
from support.rules import supply as rules
from support.rules.school_years import year_of
from support.services import supply as services
from support.states import Phase, Setting


def _page(leader: Leader) -> str:
    return path_to("support:supporter", leader.supporter.alliance, key=key_of(leader))


def _leader(request: PortalRequest, key: str) -> Leader:
    """The leader with this key, whose availability the visitor may keep; 404 or 403 otherwise."""
    found = leader_called(request.alliance, key)
    if found is None:
        raise Http404
    allow(rules.may_keep_availability(request.person, found.supporter))
    return found


def _crumbs(request: PortalRequest, found: Leader | None = None) -> list[Crumb]:
    listed = rules.may_see_supply(request.person, request.alliance) is None
    crumbs = [("Supporters", path_to("support:supporter_list", request.alliance))] if listed else []
    return [*crumbs, (found.person.name, _page(found))] if found else crumbs


def in_words(labels: list[tuple[str, str]], codes: Any) -> str:
    """Codes of phases or settings in words."""
    return ", ".join(word for code, word in labels if code in codes)


@require_safe
def supporter_list(request: PortalRequest) -> HttpResponse:
    """Everybody who can be deployed."""
    alliance, today = request.alliance, timezone.localdate()
    allow(rules.may_see_supply(request.person, alliance))
    year = year_of(today)

    def name(row: Leader) -> str:
        quiet = format_html('<span class="portal-quiet">{}</span>', row.home_school.name)
        return format_html('<a class="govuk-link" href="{}">{}</a><br>{}', _page(row), row.person.name, quiet)

    def free(row: Leader) -> str:
        return tag("Free", "green") if is_free(row, today) else tag("Not free", "grey")

    columns = [
        Column("Name", name, csv=lambda row: row.person.name),
        Column("Home school", lambda row: row.home_school.name, screen=False),
        Column("Kind", lambda row: row.kind or "Other"),
        Column("Areas", lambda row: ", ".join(area.name for area in row.areas)),
        Column("Phases", lambda row: in_words(Phase.choices, row.phases)),
        Column(
            "Days left",
            lambda row: f"{row.left(year) / 2:g} of {row.supporter.half_days_a_year / 2:g}",
            csv=lambda row: row.left(year) / 2,
        ),
        Column("Schools now", lambda row: row.load, sort="load", numeric=True),
        Column("Miles", lambda row: "Any" if row.miles is None else row.miles, screen=False),
        Column("Now", free, csv=lambda row: "Free" if is_free(row, today) else "Not free"),
    ]
    return list_page(
        request,
        rows=leaders(alliance),
        columns=columns,
        title="Supporters",
        filterset=LeaderFilter,
        template="support/supporter_list.html",
        empty="Nobody can help yet. Leaders come here from the register; others you add yourself.",
        csv_name=f"supporters-{alliance.slug}",
    )


@require_safe
def supporter(request: PortalRequest, key: str) -> HttpResponse:
    """One supporter: what is known, what is free over twelve months, and what they have done."""
    found, today = _leader(request, key), timezone.localdate()
    months = free_months(request.alliance, found, today)
    own = found.supporter.person_id == request.person.pk
    staff, done = rules.may_see_supply(request.person, request.alliance) is None, deployments_of(found)
    context = {
        "leader": found,
        "key": key,
        "own": own,
        "staff": staff,
        "year": year_of(today),
        "left": found.left(year_of(today)),
        "free": is_free(found, today),
        "phases": in_words(Phase.choices, found.phases),
        "settings": in_words(Setting.choices, found.supporter.settings),
        "months": months,
        "chart": bar_chart(
            "Working days on which they are free, of all in each month; the table below has the numbers",
            [Bar(f"{month.first:%b %Y}", month.working, month.free) for month in months],
        ),
        "away": [one for one in found.away if one.last_day >= today],
        # Leaders see their own once their home school has released them.
        "deployments": done if staff else done.filter(released_at__isnull=False) if own else (),
        "crumbs_list": _crumbs(request),
    }
    return render(request, "support/supporter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def supporter_change(request: PortalRequest, key: str) -> HttpResponse:
    """Days, distance and contexts; staff also phases, areas and an end."""
    found = _leader(request, key)
    staff = rules.may_see_supply(request.person, request.alliance) is None
    form = (SupporterForm if staff else AvailabilityForm)(request.POST or None, leader=found)
    if request.method == "POST" and form.is_valid():
        stored = services.supporter_of(found, by=request.person)
        try:
            services.change_supporter(supporter=stored, values=form.cleaned_data, by=request.person, now=timezone.now())
        except Refused as refused:
            form.add_error("half_days_a_year", refused.refusal.sentence)
        else:
            return done(request, "It is kept. Matching reads it from now on.", to=_page(found))
    return form_page(
        request,
        title="What I can give" if found.person.pk == request.person.pk else f"What {found.person.name} can give",
        form=form,
        submit="Save",
        crumbs=_crumbs(request, found),
        back=_page(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def supporter_add(request: PortalRequest) -> HttpResponse:
    """Somebody without a designation who can help."""
    allow(rules.may_see_supply(request.person, request.alliance))
    form = NewSupporterForm(request.POST or None, alliance=request.alliance)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_supporter(alliance=request.alliance, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", refused.refusal.sentence)
        else:
            page = path_to("support:supporter", request.alliance, key=f"s{made.pk}")
            return done(request, f"{made.person.name} can be matched with requests from now on.", to=page)
    return form_page(
        request,
        title="Add a supporter",
        lead="Somebody without a designation who can help other schools. Leaders on the register stand here already.",
        form=form,
        submit="Add",
        crumbs=_crumbs(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def away_add(request: PortalRequest, key: str) -> HttpResponse:
    """Days on which they cannot be deployed."""
    found = _leader(request, key)
    form = AwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        stored = services.supporter_of(found, by=request.person)
        try:
            services.add_away(
                supporter=stored, by=request.person, now=now, today=timezone.localdate(now), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("last_day", refused.refusal.sentence)
        else:
            return done(request, "It is written down: nothing is proposed in that time.", to=_page(found))
    return form_page(
        request, title="Add a time away", form=form, submit="Add", crumbs=_crumbs(request, found), back=_page(found)
    )


@require_POST
def away_remove(request: PortalRequest, key: str, pk: int) -> HttpResponse:
    """They are free on these days after all."""
    found = _leader(request, key)
    away: Away = get_object_or_404(
        Away.objects.select_related("supporter__alliance"), pk=pk, supporter=found.supporter.pk or 0
    )
    services.remove_away(away=away, by=request.person, now=timezone.now())
    return done(request, "It is taken away: these days are free again.", to=_page(found))


@require_safe
def supply_audit(request: PortalRequest) -> HttpResponse:
    """Supply against demand by area, of one phase or of all, and on a map by distance."""
    alliance = request.alliance
    allow(rules.may_see_supply(request.person, alliance))
    form = PhaseForm(request.GET or None)
    phase = form.cleaned_data["phase"] if form.is_bound and form.is_valid() else ""
    found = audit(alliance, phase)
    if request.GET.get("format") == "csv":
        header = (
            "Area",
            "Half days wanted",
            "Urgent",
            "Half days free",
            "Leaders",
            "Schools in need",
            "Can offer",
            "Gap",
        )
        rows = ((r.area, r.wanted, r.urgent, r.free, r.leaders, r.need, r.offer, r.gap) for r in found.rows)
        return csv_response(f"supply-{alliance.slug}", header, rows)
    compared = [Compared(row.area, row.wanted, row.urgent, row.free) for row in found.rows if row.wanted or row.free]
    words = ("Half days wanted", "of them urgent", "Half days free")
    context = {
        "found": found,
        "filters": {"form": form},
        "filtered": bool(phase),
        "phase": dict(Phase.choices).get(phase, ""),
        "chart": compared_chart("Half days wanted and free by area; the table below has the numbers", compared, words),
        "map": _map(found),
    }
    return render(request, "support/supply.html", context)


def _map(found: Audit) -> SafeString:
    if found.centre is None:
        return SafeString("")
    east, north = found.centre
    spots = [
        Spot(place[0] - east, place[1] - north, row.wanted, row.free)
        for row in found.places
        if (place := place_of(row.school)) is not None
    ]
    label = "Schools that ask and schools from which leaders come; the table beneath names them"
    return spot_map(label, spots, [(miles * METRES_PER_MILE, f"{miles} miles") for miles in (2, 5, 10, 20, 40)])
