"""Typing in an appeal that came on paper, against an outcome or against a review."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from alliance.addresses import path_to
from alliance.answers import done
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.forms.appeals import PaperAppealForm
from sle.leader_kinds import kind_of
from sle.models import Application, Review
from sle.rules import appeals as rules
from sle.services.appeals import paper as services
from sle.views.pages import Crumb, application_crumbs, find_application, form_page


def appeal_enter(request: PortalRequest, code: str) -> HttpResponse:
    """An appeal on paper against the outcome of this application."""
    found = find_application(request, code)
    return _enter(request, found, found.round.grounds, found.name, application_crumbs(found, staff=True))


def review_appeal_enter(request: PortalRequest, pk: int) -> HttpResponse:
    """An appeal on paper against a review that ended a designation."""
    related = Review.objects.select_related("designation__alliance", "designation__person", "designation__home_school")
    found: Review = get_object_or_404(related, pk=pk)
    name = found.designation.person.name
    page = path_to("sle:designation", request.alliance, pk=found.designation_id)
    review = path_to("sle:review", request.alliance, pk=pk)
    crumbs = [("Register", path_to("sle:register", request.alliance)), (name, page), ("Review", review)]
    kind = kind_of(found.designation.alliance, found.designation.kind)
    return _enter(request, found, kind.grounds, name, crumbs)


def _enter(
    request: PortalRequest, against: Application | Review, grounds: Sequence[str], name: str, crumbs: Sequence[Crumb]
) -> HttpResponse:
    allow(rules.may_enter_appeal(request.person, against))
    until = rules.last_day_against(against) or timezone.localdate()
    form = PaperAppealForm(request.POST or None, grounds=grounds, until=until)
    if form.is_valid():
        given = {"received_at": form.cleaned_data["received_at"], "kept": form.cleaned_data["kept"]}
        try:
            made = services.enter_appeal(
                against=against, statements=form.statements, by=request.person, now=timezone.now(), **given
            )
        except Refused as refused:
            form.add_error("received_at" if isinstance(refused, services.WrongTime) else None, refused.refusal.sentence)
        else:
            said = f"The appeal of {name} is lodged, and they have an e-mail that says so. Name who hears it."
            return done(request, said, to=path_to("sle:appeal_case", request.alliance, pk=made.pk))
    draft = rules.appeal_against(against) is not None
    return form_page(
        request,
        title=f"Type in the appeal of {name}",
        lead="It is lodged as of when the paper came, and cannot be changed afterwards. Papers that came with it are "
        "not read: the appeal is about how this was dealt with as it stood.",
        warning=f"{name} has begun an appeal in the portal. What stands there is replaced." if draft else "",
        form=form,
        submit="Lodge this appeal",
        crumbs=crumbs,
        back=crumbs[-1][1],
    )
