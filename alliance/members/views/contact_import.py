"""Day one: bringing in the contacts at schools that an alliance already has."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from alliance.addresses import path_to
from alliance.imports import Effect, Line, import_page
from alliance.members import rules
from alliance.members.services.contact_import import CONTACTS, bring_in_contact
from alliance.refusal import allow
from alliance.requests import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def contact_import(request: PortalRequest) -> HttpResponse:
    """Bring in contacts at schools from CSV."""
    allow(rules.may_change_contact(request.person, request.alliance))

    def take(line: Line) -> Effect:
        return bring_in_contact(alliance=request.alliance, line=line, by=request.person)

    return import_page(
        request,
        sheet=CONTACTS,
        take=take,
        title="Bring in contacts",
        about="Heads and others whom you know at schools. Heads’ addresses still have to be confirmed with the school.",
        to=path_to("members:contact_list", request.alliance),
        parent="Contacts at schools",
    )
