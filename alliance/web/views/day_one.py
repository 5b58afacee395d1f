"""Day one: bringing in the partners that an alliance already has."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from alliance.addresses import path_to
from alliance.imports import Effect, Line, import_page
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.web import rules
from alliance.web.services.partners import PARTNERS, bring_in_partner


@require_http_methods(["GET", "HEAD", "POST"])
def partner_import(request: PortalRequest) -> HttpResponse:
    """Bring in partner schools and other partners from CSV."""
    allow(rules.may_import_partners(request.person, request.alliance))

    def take(line: Line) -> Effect:
        return bring_in_partner(alliance=request.alliance, line=line, by=request.person)

    return import_page(
        request,
        sheet=PARTNERS,
        take=take,
        title="Bring in partners",
        about="Partner schools, colleges, universities and whoever else works with the alliance.",
        to=path_to("web:partner_list", request.alliance),
        parent="Partners",
    )
