"""Moderation: how strict or lenient each scorer is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.charts import Dot, dot_chart
from alliance.panels import queries
from alliance.panels.queries.table import points
from alliance.panels.views.finding import scores_or_404
from alliance.requests import PortalRequest


@require_safe
def scorer_list(request: PortalRequest, pk: int) -> HttpResponse:
    """The leniency of every scorer as a picture with its table, for those who see the table of scores."""
    view = scores_or_404(request, pk)
    moderation, scorers = queries.scorer_leniency(view)
    dots = [
        Dot(
            one.seat.person.name,
            one.leniency.value,
            one.leniency.low,
            one.leniency.high,
            points(one.leniency.value).replace("-", "−"),
        )
        for one in scorers
        if one.leniency
    ]
    return render(
        request,
        "panels/scorer_list.html",
        {
            "view": view,
            "exercise": view.exercise,
            "moderation": moderation,
            "scorers": scorers,
            "chart": dot_chart("How lenient each scorer is against the panel; the table below has the numbers", dots),
        },
    )
