"""The reserve of a round: who is in it, and the offer of a place that has come up."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.times import in_words
from sle.forms.decisions import PlaceForm, ReasonForm
from sle.models import AreaDecision
from sle.queries.decisions import outcome_rows
from sle.queries.reserve import places
from sle.rules import reserve as rules
from sle.rules.interests import interests
from sle.rules.letters import may_see_letters
from sle.services import reserve as services
from sle.views.pages import find_round, form_page, round_crumbs


@require_safe
def reserve_list(request: PortalRequest, pk: int) -> HttpResponse:
    """Who is in reserve for which area, how many places are free, and the offer of one."""
    round = find_round(request, pk)
    allow(may_see_letters(request.person, round))
    closed = set(interests(request.person, round))
    areas = places(round, outcome_rows(round, without=closed), timezone.localdate())
    return render(request, "sle/reserve_list.html", {"round": round, "areas": areas, "closed": len(closed)})


def place_offer(request: PortalRequest, pk: int) -> HttpResponse:
    """Offer a place to somebody in reserve: another person approves it, then the letter goes its way."""
    decision, now = _decision(pk), timezone.now()
    allow(rules.may_offer_place(request.person, decision, timezone.localdate(now)))
    name, area = decision.root.name, decision.application_area.area.name
    form = PlaceForm(request.POST or None)
    if form.is_valid():
        try:
            services.offer_place(decision=decision, by=request.person, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            said = f"The offer to {name} waits to be approved by somebody else. Then its letter is drafted."
            return done(request, said, to=_list(request, decision))
    lead = f"{name} is in reserve until {in_words(decision.reserve_until)}, and learns of this by letter only."
    return _form(request, decision, f"Offer {name} a place: {area}", form, "Offer the place", lead)


def place_take_back(request: PortalRequest, pk: int) -> HttpResponse:
    """Do not offer the place after all."""
    decision = _decision(pk)
    allow(rules.may_take_back_place(request.person, decision))
    name = decision.root.name
    form = ReasonForm(request.POST or None, label="Why is the place not offered after all?")
    if form.is_valid():
        services.take_back_place(
            decision=decision, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return done(request, f"{name} stays in reserve.", to=_list(request, decision))
    lead = f"{name} has not been told of the place, and stays in reserve."
    return _form(request, decision, f"Take the offer to {name} back", form, "Take it back", lead)


def _decision(pk: int) -> AreaDecision:
    related = AreaDecision.objects.select_related(
        "application_area__application__round__alliance",
        "application_area__application__applicant",
        "application_area__area",
    )
    found: AreaDecision = get_object_or_404(related, pk=pk)
    return found


def _list(request: PortalRequest, decision: AreaDecision) -> str:
    return path_to("sle:reserve_list", request.alliance, pk=decision.root.round_id)


def _form(
    request: PortalRequest, decision: AreaDecision, title: str, form: forms.Form, submit: str, lead: str
) -> HttpResponse:
    page = _list(request, decision)
    return form_page(
        request,
        title=title,
        lead=lead,
        form=form,
        submit=submit,
        crumbs=[*round_crumbs(decision.root.round), ("Reserve", page)],
        back=page,
    )
