"""Kinds of leaders, and leaders designated nationally."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.forms.kinds import KindForm, NationalForm, NewKindForm
from sle.leader_kinds import kinds_of
from sle.rules import register as rules
from sle.services import kinds as services
from sle.views.pages import Crumb, form_page


def _crumbs(request: PortalRequest) -> list[Crumb]:
    alliance = request.alliance
    return [("Register", path_to("sle:register", alliance)), ("Kinds of leaders", path_to("sle:kind_list", alliance))]


@require_safe
def kind_list(request: PortalRequest) -> HttpResponse:
    """The kinds of leaders on this register, and what holds for each."""
    allow(rules.may_see_register(request.person, request.alliance))
    return render(request, "sle/kind_list.html", {"kinds": kinds_of(request.alliance).values()})


def kind_add(request: PortalRequest) -> HttpResponse:
    """A kind of leader that the alliance designates besides."""
    allow(rules.may_see_register(request.person, request.alliance))
    form = NewKindForm(request.POST or None)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "code"}
        try:
            services.add_kind(
                alliance=request.alliance, code=form.cleaned_data["code"], values=values, by=request.person
            )
        except Refused as refused:
            form.add_error("code", refused.refusal.sentence)
        else:
            return done(
                request,
                "The kind is there. Each round for it has areas, questions, rules and criteria of its own.",
                to=path_to("sle:kind_list", request.alliance),
            )
    return form_page(
        request,
        title="Add a kind of leader",
        lead="For leaders whom the alliance designates itself, such as local leaders of education.",
        form=form,
        submit="Add the kind",
        crumbs=_crumbs(request),
    )


def kind_change(request: PortalRequest, code: str) -> HttpResponse:
    """What holds for a kind that the alliance designates."""
    allow(rules.may_see_register(request.person, request.alliance))
    kind = kinds_of(request.alliance).get(code)
    if kind is None or kind.is_national:
        raise Http404("There is no such kind of leader to change.")
    form = KindForm(request.POST or None, kind=kind)
    if form.is_valid():
        services.change_kind(kind=kind, values=form.cleaned_data, by=request.person)
        return done(
            request, "Saved. It holds for what begins from now on.", to=path_to("sle:kind_list", request.alliance)
        )
    return form_page(
        request,
        title=f"{kind.plural[0].upper()}{kind.plural[1:]}",
        lead="Areas, questions, rules and criteria are chosen in each round. Letters use these words.",
        form=form,
        submit="Save",
        crumbs=_crumbs(request),
    )


def national_record(request: PortalRequest) -> HttpResponse:
    """Write down somebody who is designated nationally."""
    allow(rules.may_see_register(request.person, request.alliance))
    form = NationalForm(request.POST or None, alliance=request.alliance)
    if form.is_valid():
        try:
            made = services.record_national(
                alliance=request.alliance, by=request.person, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            return done(
                request,
                f"{made.person.name} stands on the register. Nobody was written to.",
                to=path_to("sle:designation", request.alliance, pk=made.pk),
            )
    return form_page(
        request,
        title="Record a leader designated nationally",
        lead="The agency designates national leaders; the register only says so. They stand in no return.",
        form=form,
        submit="Put on the register",
        crumbs=_crumbs(request)[:1],
    )
