"""The agency's return: made once, kept as made, marked when it has gone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.models import AgencyReturn
from sle.queries.returns import returns_made, unreported
from sle.rules import register as rules
from sle.services import returns as services


@require_safe
def return_list(request: PortalRequest) -> HttpResponse:
    """What has been reported when, and who waits to be."""
    allow(rules.may_see_register(request.person, request.alliance))
    context = {"returns": returns_made(), "waiting": unreported(), "agency": request.alliance.agency}
    return render(request, "sle/return_list.html", context)


@require_POST
def return_make(request: PortalRequest) -> HttpResponse:
    """Put everyone who is not reported yet into a new return."""
    page = path_to("sle:return_list", request.alliance)
    allow(rules.may_see_register(request.person, request.alliance))
    try:
        services.make_return(alliance=request.alliance, round=None, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=page)
    return done(request, "The return is made. Download it, send it, and mark it as sent.", to=page)


@require_safe
def return_download(request: PortalRequest, pk: int) -> HttpResponse:
    """The file exactly as it was made."""
    found: AgencyReturn = get_object_or_404(AgencyReturn, pk=pk)
    allow(rules.may_see_register(request.person, request.alliance))
    response = HttpResponse(found.csv, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="return-{found.pk}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def return_sent(request: PortalRequest, pk: int) -> HttpResponse:
    """The file has gone to the agency."""
    found: AgencyReturn = get_object_or_404(AgencyReturn, pk=pk)
    page = path_to("sle:return_list", request.alliance)
    allow(rules.may_see_register(request.person, request.alliance))
    try:
        services.mark_sent(agency_return=found, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=page)
    return done(request, f"Marked as sent to {found.agency} today.", to=page)
