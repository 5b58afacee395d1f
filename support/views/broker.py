"""The broker's board: every open request in the column of its state, with its clock."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.refusal import allow
from alliance.requests import PortalRequest
from support.queries.clocks import clocks_of, promises_of
from support.queries.requests import requests_of
from support.rules.requests import may_see_broker_board
from support.states import OPEN_REQUESTS, RequestState


@require_safe
def request_board(request: PortalRequest) -> HttpResponse:
    """Open requests by state; in each column what is due soonest first."""
    alliance, person, now = request.alliance, request.person, timezone.now()
    allow(may_see_broker_board(person, alliance))
    promises = promises_of(alliance)
    rows = list(requests_of(person, alliance).filter(state__in=OPEN_REQUESTS).order_by("asked_at", "pk"))
    clocks = {row.pk: next(iter(clocks_of(row, promises, now)), None) for row in rows}
    due = {row.pk: clock.due if (clock := clocks[row.pk]) else None for row in rows}
    rows.sort(key=lambda row: (due[row.pk] is None, due[row.pk] or row.asked_at))
    columns = [
        (RequestState(state).label, [(row, clocks[row.pk]) for row in rows if row.state == state])
        for state in OPEN_REQUESTS
    ]
    return render(request, "support/request_board.html", {"columns": columns, "any": bool(rows)})
