"""The public directory of leaders, and the page on which a leader says whether they stand in it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.lists import list_page
from alliance.refusal import allow
from alliance.requests import PortalRequest
from sle.filters import DirectoryFilter
from sle.forms.directory import ListingForm
from sle.leader_kinds import kind_of, kinds_of
from sle.models import Designation
from sle.queries.directory import directory
from sle.queries.register import register
from sle.rules import directory as rules
from sle.services import directory as services


@login_not_required
@require_safe
def leader_list(request: PortalRequest) -> HttpResponse:
    """Current leaders who agreed to be found, nearest first where somebody says from where."""
    return list_page(
        request,
        rows=directory(),
        columns=(),
        title="Find a leader for your school",
        filterset=DirectoryFilter,
        template="sle/leader_list.html",
        context={"kinds": {code: kind.word for code, kind in kinds_of(request.alliance).items()}},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def directory_join(request: PortalRequest, pk: int) -> HttpResponse:
    """What would be public, and what the leader says of their work; they agree, or rather not."""
    found: Designation = get_object_or_404(register(), pk=pk)
    allow(rules.may_join_directory(request.person, found))
    form = ListingForm(request.POST or None, initial={"about": found.about})
    if form.is_valid():
        services.join_directory(
            designation=found, about=form.cleaned_data["about"], by=request.person, now=timezone.now()
        )
        return done(request, "You stand in the public directory. You can leave it at any time.", to=_page(request, pk))
    context: dict[str, Any] = {"designation": found, "kind": kind_of(request.alliance, found.kind), "form": form}
    return render_form(request, "sle/directory_join.html", context)


@require_POST
def directory_leave(request: PortalRequest, pk: int) -> HttpResponse:
    """Leave the directory at once, or never stand in it."""
    found: Designation = get_object_or_404(Designation, pk=pk)
    allow(rules.may_leave_directory(request.person, found))
    services.leave_directory(designation=found, by=request.person, now=timezone.now())
    return done(request, "You do not stand in the public directory.", to=_page(request, pk))


def _page(request: PortalRequest, pk: int) -> str:
    return path_to("sle:designation", request.alliance, pk=pk)
