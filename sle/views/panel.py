"""From the close of a round to its decisions: the panel, its dossiers, scoring."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.panels.queries import exercise_about
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.queries.panel import missing_before_scoring, ready_for_panel, submitted
from sle.rules import panel as rules
from sle.services import panel as services
from sle.views.pages import find_round


@require_safe
def round_panel(request: PortalRequest, pk: int) -> HttpResponse:
    """How far the round is with its panel: who sits on it, which dossiers it has, what is missing before it scores."""
    round = find_round(request, pk)
    allow(rules.may_run_panel(request.person, round))
    exercise, now = exercise_about(round), timezone.now()
    context = {
        "round": round,
        "exercise": exercise,
        "seats": exercise.seats.filter(state="sitting").select_related("person") if exercise else (),
        "submitted": submitted(round).count(),
        "handed_over": exercise.entries.filter(withdrawn_at=None).count() if exercise else 0,
        "cleared": exercise.entries.filter(withdrawn_at=None, dossiers__cleared_at__isnull=False).distinct().count()
        if exercise
        else 0,
        "ready": len(ready_for_panel(round, exercise, now)) if exercise else 0,
        "missing": missing_before_scoring(round, now) if round.state == "closed" else [],
        "open_refusal": rules.may_open_panel(request.person, round),
        "hand_over_refusal": rules.may_hand_over(request.person, round),
        "scoring_refusal": rules.may_start_scoring(request.person, round),
        "deciding_refusal": rules.may_start_deciding(request.person, round),
    }
    return render(request, "sle/round_panel.html", context)


@require_POST
def panel_open(request: PortalRequest, pk: int) -> HttpResponse:
    """Open the panel, or bring it in line with the round's settings."""
    round = find_round(request, pk)
    services.open_panel(round=round, by=request.person)
    return done(
        request, "The panel is open. Now say who sits on it.", to=path_to("sle:round_panel", request.alliance, pk=pk)
    )


@require_POST
def panel_hand_over(request: PortalRequest, pk: int) -> HttpResponse:
    """Freeze the dossiers of what is ready."""
    round = find_round(request, pk)
    allow(rules.may_hand_over(request.person, round))
    count = services.hand_over(round=round, by=request.person, now=timezone.now())
    number = "1 dossier has" if count == 1 else f"{count} dossiers have"
    return done(
        request,
        f"{number} been frozen. Clear each of them before scoring starts."
        if count
        else "There was nothing to hand over.",
        to=path_to("sle:round_panel", request.alliance, pk=pk),
    )


@require_POST
def round_start_scoring(request: PortalRequest, pk: int) -> HttpResponse:
    """Start scoring."""
    round = find_round(request, pk)
    page = path_to("sle:round_panel", request.alliance, pk=pk)
    allow(rules.may_run_panel(request.person, round))
    try:
        services.start_scoring(round=round, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, f"Scoring has not started. {refused.refusal}", to=page)
    return done(request, "Scoring has started and the panel has been told.", to=page)


@require_POST
def round_start_deciding(request: PortalRequest, pk: int) -> HttpResponse:
    """End scoring; from now on outcomes are decided."""
    round = find_round(request, pk)
    page = path_to("sle:round_panel", request.alliance, pk=pk)
    allow(rules.may_run_panel(request.person, round))
    try:
        services.start_deciding(round=round, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, f"Scoring has not ended. {refused.refusal}", to=page)
    return done(request, "Scoring has ended. The chair can now propose outcomes.", to=page)
