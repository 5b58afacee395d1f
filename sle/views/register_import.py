"""Day one: bringing in the register that an alliance kept before."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from alliance.addresses import path_to
from alliance.imports import Effect, Line, import_page
from alliance.refusal import allow
from alliance.requests import PortalRequest
from sle.rules.register import may_see_register
from sle.services.register_import import REGISTER, bring_in_designation


@require_http_methods(["GET", "HEAD", "POST"])
def register_import(request: PortalRequest) -> HttpResponse:
    """Bring in designated leaders from CSV."""
    allow(may_see_register(request.person, request.alliance))

    def take(line: Line) -> Effect:
        return bring_in_designation(alliance=request.alliance, line=line, by=request.person)

    return import_page(
        request,
        sheet=REGISTER,
        take=take,
        title="Bring in the register",
        about="Leaders whom the alliance designated before it used the portal. Nobody is written to, and the agency’s "
        "return leaves them out, because it was told of them before.",
        to=path_to("sle:register", request.alliance),
        parent="Register",
    )
