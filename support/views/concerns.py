"""What is told to the alliance in confidence: by whoever signs in or follows a link, and what staff do about it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache

from alliance.answers import done
from alliance.form_pages import Crumb, form_page, render_form
from alliance.members.models import PersonalLink
from alliance.people.models import Person
from alliance.refusal import allow
from alliance.requests import PortalRequest, VisitorRequest
from support.forms.endings import ConcernForm
from support.models import Concern, Request
from support.queries.endings import concerns, words_of
from support.rules.endings import may_raise_concern, may_read_concern, may_settle_concern
from support.rules.sides import sides_of
from support.services.concerns import raise_concern, settle_concern
from support.views.deployments import crumbs_for, request_url
from support.views.requests import find_request


def concern_form(
    request: PortalRequest | VisitorRequest,
    found: Request,
    *,
    crumbs: list[Crumb],
    back: str,
    by: Person | None = None,
    link: PersonalLink | None = None,
    name: str = "",
) -> HttpResponse:
    """The form, for whoever may tell something about this request: signed in (`by`), or `name` by their link."""
    form = ConcernForm(request.POST or None, hint="Only the alliance’s staff read this, and see who wrote it.")
    if form.is_valid():
        words = form.cleaned_data["words"]
        raise_concern(request=found, words=words, by=by, link=link, name=name, now=timezone.now())
        return done(request, "Thank you. The alliance’s staff have been told, and nobody else.", to=back)
    return form_page(
        request,
        title="Tell the alliance in confidence",
        lead="About this support: nobody else sees that you have written. If a child is in danger, follow the "
        "safeguarding policy of the school at once.",
        form=form,
        submit="Tell the alliance",
        crumbs=crumbs,
        back=back,
    )


@never_cache
def concern_raise(request: PortalRequest, code: str) -> HttpResponse:
    """Tell the alliance something in confidence."""
    found = find_request(request, code)
    allow(may_raise_concern(sides_of(request.person, found)))
    return concern_form(
        request, found, by=request.person, crumbs=crumbs_for(request.person, found), back=request_url(found)
    )


@never_cache
def concern(request: PortalRequest, pk: int) -> HttpResponse:
    """A concern, for staff: what was written, and what became of it."""
    found: Concern = get_object_or_404(concerns(), pk=pk)
    allow(may_read_concern(request.person, found))
    open_now = may_settle_concern(request.person, found) is None
    form = ConcernForm(request.POST or None, label="What was done?", hint="Only staff read this.")
    if form.is_valid():
        words = form.cleaned_data["words"]
        settle_concern(concern=found, words=words, by=request.person, now=timezone.now())
        return done(request, "Written down.", to=request_url(found.request))
    context = {
        "concern": found,
        "found": found.request,
        "words": words_of(found, "raise"),
        "settled": words_of(found, "settle"),
        "form": form if open_now else None,
        "crumbs_list": crumbs_for(request.person, found.request),
    }
    return render_form(request, "support/concern.html", context)
