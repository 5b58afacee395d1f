"""The applicant's own page after release: the letter, its PDF, and the reply to an offer."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.forms.offers import AcceptForm, DeclineForm, LeaveReserveForm
from sle.leader_kinds import kind_of
from sle.models import Appeal, Application, Designation
from sle.queries.letters import letters_of
from sle.queries.register import current_designation, offer_of
from sle.queries.reserve import reserves_of
from sle.rules import register as rules
from sle.rules.appeals import last_day, may_start_appeal
from sle.rules.applications import NOT_YOURS
from sle.rules.reserve import may_leave_reserve
from sle.services import register as services
from sle.services.reserve import leave_reserve
from sle.wording import list_of


def _application(code: str) -> Application:
    related = Application.objects.select_related("round", "alliance", "applicant", "school")
    return get_object_or_404(related, code=code)


@require_safe
def outcome(request: PortalRequest, code: str) -> HttpResponse:
    """The letter as it was released, and what the applicant can do now."""
    application = _application(code)
    allow(rules.may_see_outcome(request.person, application))
    return render(request, "sle/outcome.html", _page(request, application))


def _page(request: PortalRequest, application: Application) -> dict[str, Any]:
    letters = letters_of(application)
    if not letters:
        raise Http404
    offer = offer_of(application)
    may_reply = offer is not None and rules.may_reply(request.person, offer) is None
    held = current_designation(request.person, offer.kind) if offer and may_reply else None
    elsewhere = held if held and held.alliance_id != application.alliance_id else None
    waited, today = reserves_of(application), timezone.localdate()
    reserves = [one for one in waited if may_leave_reserve(request.person, one, today) is None]
    return {
        "application": application,
        "letter": letters[0],
        "earlier": letters[1:],
        "offer": offer,
        "may_reply": may_reply,
        "overdue": offer is not None and offer.reply_by is not None and offer.reply_by < today,
        "held": elsewhere,
        "accept_form": AcceptForm(held=elsewhere),
        "decline_form": DeclineForm(prefix="decline"),
        "reserves": reserves,
        "left": [one for one in waited if one.left_reserve_at],
        "reserve_form": LeaveReserveForm(prefix="reserve", reserves=reserves),
        "appeal_until": last_day(application),
        "appeal": Appeal.objects.filter(application=application).first(),
        "appeal_refusal": may_start_appeal(request.person, application, request.received_at),
    }


@require_safe
def outcome_pdf(request: PortalRequest, code: str) -> FileResponse:
    """The letter as PDF, or with `?letter=` an earlier one, as an attachment; 404 while it is being made."""
    application = _application(code)
    allow(rules.may_see_outcome(request.person, application))
    asked = request.GET.get("letter")
    letter = next((one for one in letters_of(application) if asked is None or str(one.number) == asked), None)
    if letter is None or not letter.pdf:
        raise Http404("The PDF is being made. Please try again in a minute.")
    return FileResponse(
        letter.pdf.open(),
        as_attachment=True,
        filename=f"outcome-{application.code}.pdf" if asked is None else f"letter-{letter.number}.pdf",
        content_type="application/pdf",
    )


@require_POST
def offer_accept(request: PortalRequest, code: str) -> HttpResponse:
    """Accept the designation."""
    application = _application(code)
    offer = _offer(request, application)
    held = current_designation(request.person, offer.kind)
    form = AcceptForm(request.POST, held=held if held and held.alliance_id != application.alliance_id else None)
    if not form.is_valid():
        context = {**_page(request, application), "form": form, "accept_form": form}
        return render_form(request, "sle/outcome.html", context)
    try:
        services.accept_offer(
            designation=offer, by=request.person, now=timezone.now(), instead=form.cleaned_data.get("instead", "")
        )
    except Refused as refused:
        form.add_error(None, refused.refusal.sentence)
        context = {**_page(request, application), "form": form, "accept_form": form}
        return render_form(request, "sle/outcome.html", context, stale=True)
    return done(
        request,
        f"You are now designated as {kind_of(request.alliance, offer.kind).word} of {application.alliance.name}. "
        "Your inbox asks whether schools may find you in the public directory.",
        to=_here(request, code),
    )


@require_POST
def offer_decline(request: PortalRequest, code: str) -> HttpResponse:
    """Decline the designation."""
    application = _application(code)
    offer = _offer(request, application)
    form = DeclineForm(request.POST, prefix="decline")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    services.decline_offer(designation=offer, reason=reason, by=request.person, now=timezone.now())
    return done(
        request, "You have declined. The alliance’s staff see it, and nothing else is needed.", to=_here(request, code)
    )


@require_POST
def reserve_leave(request: PortalRequest, code: str) -> HttpResponse:
    """Give up the reserve in some areas, before any place is offered there."""
    application = _application(code)
    allow(rules.may_see_outcome(request.person, application))
    allow(None if application.applicant_id == request.person.pk else NOT_YOURS)
    # Whatever stands in the page of an hour ago: the service says why it is no longer so.
    reserves = reserves_of(application)
    if not reserves:
        raise Http404
    form = LeaveReserveForm(request.POST, prefix="reserve", reserves=reserves)
    if not form.is_valid():
        context = {**_page(request, application), "form": form, "reserve_form": form}
        return render_form(request, "sle/outcome.html", context)
    left = [one for one in reserves if one.pk in form.cleaned_data["areas"]]
    leave_reserve(decisions=left, by=request.person, now=timezone.now())
    names = list_of([one.application_area.area.name for one in left])
    said = f"You are no longer in reserve for {names}. The alliance’s staff are told, and nothing else is needed."
    return done(request, said, to=_here(request, code))


def _offer(request: PortalRequest, application: Application) -> Designation:
    """The offer made to this person; refused where it is not theirs, or not open."""
    allow(rules.may_see_outcome(request.person, application))
    offer = offer_of(application)
    if offer is None:
        raise Http404
    allow(rules.may_reply(request.person, offer))
    return offer


def _here(request: PortalRequest, code: str) -> str:
    return path_to("sle:outcome", request.alliance, code=code)
