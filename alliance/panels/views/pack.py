"""The panel pack: my dossiers as one PDF."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from alliance.panels import queries
from alliance.panels.models import Seat
from alliance.panels.pack import PackEntry, make_pack
from alliance.panels.rules import View
from alliance.panels.states import ExerciseState
from alliance.panels.views.finding import seated
from alliance.requests import PortalRequest


@require_safe
@seated
def pack(request: PortalRequest, view: View, seat: Seat) -> HttpResponse:
    """All dossiers that this person has to score or has scored, in their own order."""
    if view.exercise.state == ExerciseState.PREPARING:
        raise Http404
    entries = [
        PackEntry(assignment.entry, queries.read_dossier(dossier)) for assignment, dossier in queries.readable_of(seat)
    ]
    if not entries:
        raise Http404
    response = HttpResponse(make_pack(view.exercise, entries), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{view.exercise.code}-pack.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
