"""A head's release: the page behind the mail's link, and what staff do about it. Opening a link changes nothing.

Somebody with an account reaches the same page from their inbox: "mine-" and the number in the place of the token.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.keys import key_in
from alliance.members import links
from alliance.members.models import PersonalLink
from alliance.refusal import Refusal, Refused, allow
from alliance.requests import PortalRequest, VisitorRequest
from sle.forms.decisions import ReasonForm
from sle.forms.releases import NameHeadForm, ReleaseForm
from sle.kinds.life import RELEASE_LINK
from sle.models import Release
from sle.rules import releases as rules
from sle.services import releases as services
from sle.views.pages import Crumb, form_page

WITH = ("designation__person", "designation__alliance", "designation__home_school", "review", "school", "alliance")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: VisitorRequest, token: str) -> HttpResponse:
    """The head says whether they release the leader. Afterwards the link shows a receipt only."""
    found, link, refusal = _find(request, token)
    if refusal is not None:
        heading = "Thank you" if found.answered_at else "Nothing is needed from you here"
        return render(request, "sle/reference_closed.html", {"refusal": refusal, "heading": heading}, status=410)
    form = ReleaseForm(request.POST or None, within_review=found.review_id is not None)
    if form.is_valid():
        here = path_to("sle:release", found.alliance, token=token)
        try:
            services.answer_release(
                release=found, link=link, by=request.person, now=request.received_at, **form.cleaned_data
            )
        except Refused as refused:
            return not_done(request, refused.refusal.sentence, to=here)
        return done(request, "Thank you. Your answer has been received.", to=here)
    context = {"release": found, "designation": found.designation, "form": form}
    return render_form(request, "sle/release.html", context)


def _find(request: VisitorRequest, token: str) -> tuple[Release, PersonalLink | None, Refusal | None]:
    """The release behind a token, or behind the inbox of somebody signed in; 404 for what never was."""
    link = None
    if token.startswith("mine-"):
        number = key_in(token.removeprefix("mine-"))
        found = Release.objects.filter(pk=number).select_related(*WITH).first() if number is not None else None
        if found is None or rules.may_sign_in_to_release(request.person, found) is not None:
            raise Http404("There is no such question.")
    else:
        link = links.find(token, RELEASE_LINK)
        if link is None or request.alliance is None or link.alliance_id != request.alliance.pk:
            raise Http404("This link is not complete. Copy the whole address from the e-mail.")
        found = get_object_or_404(Release.objects.select_related(*WITH), pk=link.subject_id)
    refusal = rules.may_answer_as(request.person, found)
    if refusal is None and link is not None:
        refusal = links.may_use(link, request.received_at)
    return found, link, refusal


def _staff(pk: int) -> Release:
    found: Release = get_object_or_404(Release.objects.select_related(*WITH), pk=pk)
    return found


def _page(request: PortalRequest, found: Release) -> str:
    return path_to("sle:designation", request.alliance, pk=found.designation_id)


def _crumbs(request: PortalRequest, found: Release) -> list[Crumb]:
    register = ("Register", path_to("sle:register", request.alliance))
    return [register, (found.designation.person.name, _page(request, found))]


def release_name_head(request: PortalRequest, pk: int) -> HttpResponse:
    """Name the head of the home school, who is then asked."""
    found = _staff(pk)
    allow(rules.may_name_head(request.person, found))
    form = NameHeadForm(request.POST or None)
    if form.is_valid():
        try:
            services.name_head(release=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", refused.refusal.sentence)
        else:
            return done(request, f"{form.cleaned_data['name']} has been asked.", to=_page(request, found))
    return form_page(
        request,
        title=f"Who is the head of {found.school.name}?",
        lead=f"They are asked by e-mail whether they release {found.designation.person.name}. "
        "Their address counts from now on, and whoever was asked before is asked no more.",
        form=form,
        submit="Ask the head",
        crumbs=_crumbs(request, found),
        back=_page(request, found),
    )


@require_POST
def release_send_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Send the head the link again."""
    found = _staff(pk)
    sent = services.send_release_again(release=found, by=request.person, now=timezone.now())
    said = f"The link is on its way to {found.name} again." if sent else "It was sent a moment ago."
    return done(request, said, to=_page(request, found))


def release_settle(request: PortalRequest, pk: int) -> HttpResponse:
    """Write down what became of a refusal."""
    found = _staff(pk)
    allow(rules.may_settle(request.person, found))
    form = ReasonForm(
        request.POST or None,
        label="What has been agreed?",
        hint="For example: the head agrees to six days a year. Kept on the record of the alliance.",
    )
    if form.is_valid():
        services.settle_release(
            release=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return done(request, "Written down.", to=_page(request, found))
    return form_page(
        request,
        title=f"{found.signer_name} does not release {found.designation.person.name}",
        lead="Without release a leader cannot support other schools. Speak to the head and the leader; the designation "
        "can also be withdrawn, or its home school changed.",
        form=form,
        submit="Write down",
        crumbs=_crumbs(request, found),
        back=_page(request, found),
    )
