"""The diagnosis: needs, measures and where the school stands, agreed with the school and written down by staff."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.expertise.models import Area
from alliance.form_pages import Crumb, form_page
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from support.forms.requests import ContextForm, MeasureForm, NeedLineForm
from support.models import Measure, Need, Request
from support.queries.requests import proposed_context
from support.rules import requests as rules
from support.rules.sides import sides_of
from support.services import diagnosis as services
from support.views.requests import crumbs_to, find_request

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def diagnosis(request: PortalRequest, code: str) -> HttpResponse:
    """All that is to be agreed, and what is still open."""
    found = _find(request, code)
    context = {
        "found": found,
        "needs": found.needs.select_related("area").prefetch_related("measures"),
        "standing": getattr(found, "context", None),
        "lacking": rules.lacking_in_diagnosis(found),
        "may_add": found.needs.count() < rules.MOST_NEEDS,
        "crumbs_list": crumbs_to(found),
    }
    return render(request, "support/diagnosis.html", context)


@form_methods
def need_form(request: PortalRequest, code: str, pk: int | None = None) -> HttpResponse:
    """Add a need, or confirm and change one."""
    found = _find(request, code)
    need: Need | None = get_object_or_404(found.needs, pk=pk) if pk is not None else None
    areas = Area.objects.open_to(request.alliance) | Area.objects.filter(pk__in=found.needs.values("area"))
    initial: dict[str, Any] = {"phase": need.phase, "area": need.area_id} if need else {}
    if need is not None:
        initial |= {"focus": need.focus, "half_days": need.half_days}
    form = NeedLineForm(request.POST or None, initial=initial, areas=areas.distinct())
    if form.is_valid():
        try:
            services.save_need(request=found, need=need, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("area", refused.refusal.sentence)
        else:
            return done(request, f"{form.cleaned_data['area'].name} is agreed.", to=_here(found))
    return form_page(
        request,
        title=f"Agree the need: {need.area.name}" if need else "Add a need",
        form=form,
        submit="Agreed with the school",
        crumbs=_crumbs(found),
        back=_here(found),
    )


@require_POST
def need_remove(request: PortalRequest, code: str, pk: int) -> HttpResponse:
    """Take away a need that is none."""
    found = _find(request, code)
    need = found.needs.select_related("area").filter(pk=pk).first()
    if need is None:
        return not_done(request, "That need had been removed already.", to=_here(found))
    try:
        services.remove_need(need=need, by=request.person)
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=_here(found))
    return done(request, f"{need.area.name} is removed from the needs.", to=_here(found))


@form_methods
def measure_form(request: PortalRequest, code: str, need: int, pk: int | None = None) -> HttpResponse:
    """Add a measure of a need, or change one."""
    found = _find(request, code)
    about: Need = get_object_or_404(found.needs.select_related("area", "request"), pk=need)
    measure: Measure | None = get_object_or_404(about.measures, pk=pk) if pk is not None else None
    form = MeasureForm(request.POST or None, instance=measure)
    if form.is_valid():
        services.save_measure(need=about, measure=measure, values=form.cleaned_data, by=request.person)
        return done(request, f"“{form.cleaned_data['name']}” is saved.", to=_here(found))
    return form_page(
        request,
        title=f"How will we see it in {about.area.name}?",
        form=form,
        submit="Save",
        crumbs=_crumbs(found),
        lead="A figure that stands today, and will be looked at again when support has ended.",
        back=_here(found),
    )


@require_POST
def measure_remove(request: PortalRequest, code: str, pk: int) -> HttpResponse:
    """Take a measure away."""
    found = _find(request, code)
    measure = Measure.objects.filter(need__request=found, pk=pk).select_related("need__request").first()
    if measure is None:
        return not_done(request, "That measure had been removed already.", to=_here(found))
    services.remove_measure(measure=measure, by=request.person)
    return done(request, f"“{measure.name}” is removed.", to=_here(found))


@form_methods
def context_form(request: PortalRequest, code: str) -> HttpResponse:
    """Where the school stands today, with what the register says as a proposal."""
    found = _find(request, code)
    form = ContextForm(request.POST or None, initial=proposed_context(found))
    if form.is_valid():
        services.freeze_context(request=found, values=form.values(), by=request.person, now=timezone.now())
        return done(request, "It is kept where the school stands today.", to=_here(found))
    return form_page(
        request,
        title="Where the school stands today",
        form=form,
        submit="Keep this",
        crumbs=_crumbs(found),
        lead="Filled in from the national register as far as it says. Later reports read this, not the register.",
        back=_here(found),
    )


@require_POST
def diagnosis_finish(request: PortalRequest, code: str) -> HttpResponse:
    """Everything is agreed: leaders are looked for."""
    found = _find(request, code)
    services.finish_diagnosis(request=found, by=request.person, now=timezone.now())
    page = path_to("support:request", request.alliance, code=code)
    return done(request, "The needs are agreed, and the school is told. Now find who can help.", to=page)


def _find(request: PortalRequest, code: str) -> Request:
    """The request, if the person may write down its needs now; 404 and Refused otherwise."""
    found = find_request(request, code)
    allow(rules.may_diagnose(sides_of(request.person, found), found))
    return found


def _here(found: Request) -> str:
    return path_to("support:diagnosis", found.alliance, code=found.code)


def _crumbs(found: Request) -> list[Crumb]:
    return [*crumbs_to(found), ("Needs and measures", _here(found))]
