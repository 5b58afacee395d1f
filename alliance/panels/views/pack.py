"""The panel pack: my dossiers as one PDF, made by a worker."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.outbox.views.letters import pdf_response
from alliance.panels import queries, services
from alliance.panels.models import Seat
from alliance.panels.rules import View
from alliance.panels.states import ExerciseState
from alliance.panels.views.finding import seated
from alliance.post import papers
from alliance.post.states import PrintState
from alliance.refusal import Refused
from alliance.requests import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def pack(request: PortalRequest, view: View, seat: Seat) -> HttpResponse:
    """Ask for all dossiers on one's desk as one PDF, see how far it is, fetch it."""
    if view.exercise.state == ExerciseState.PREPARING:
        raise Http404
    if request.method == "POST":
        try:
            services.ask_for_pack(seat=seat, by=request.person, now=timezone.now())
        except Refused as refused:
            page = path_to("panels:desk", request.alliance, pk=view.exercise.pk)
            return not_done(request, refused.refusal.sentence, to=page)
        return done(request, "Your PDF is being made. You can close this page and come back.", to=request.path)
    entries = queries.pack_entries(seat)
    found = queries.latest_pack(seat)
    context = {
        "exercise": view.exercise,
        "pack": found,
        "total": len(entries),
        "current": found is not None and found.fingerprint == queries.fingerprint(entries),
        "kept_until": found.asked_at + papers.KEPT if found else None,
    }
    return render(request, "panels/pack.html", context)


@require_safe
@seated
def pack_pdf(request: PortalRequest, view: View, seat: Seat) -> HttpResponse:
    """The PDF, as long as it holds exactly what is on the desk: nothing that was taken away or blacked out since."""
    found = queries.latest_pack(seat)
    entries = queries.pack_entries(seat)
    if found is None or found.state != PrintState.MADE or not entries:
        raise Http404
    if found.fingerprint != queries.fingerprint(entries):
        page = path_to("panels:pack", request.alliance, pk=view.exercise.pk)
        return not_done(request, "Your applications have changed since this PDF was made. Ask for a new one.", to=page)
    return pdf_response(str(found.pdf.name), f"{view.exercise.code}-pack.pdf")
