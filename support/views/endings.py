"""Rest, end and mid-term review of support; concerns told in confidence."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance.answers import done
from alliance.form_pages import form_page
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from support.forms.deployments import ReasonForm
from support.forms.endings import EndForm, ReviewForm
from support.rules import deployments as rules
from support.rules.endings import may_end_on, may_hold_review
from support.services import endings as services
from support.views.deployments import crumbs_below, crumbs_for, deployment_url, find_deployment, request_url
from support.views.requests import find_request


def deployment_pause(request: PortalRequest, pk: int) -> HttpResponse:
    """Let work rest."""
    found = find_deployment(pk)
    allow(rules.may_pause(request.person, found))
    form = ReasonForm(request.POST or None, label="Why, and until when?", hint="Leader and school read this.")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.pause_deployment(deployment=found, reason=reason, by=request.person, now=timezone.now())
        return done(request, "Paused. Leader and school have been told.", to=deployment_url(found))
    return form_page(
        request,
        title=f"Pause the work of {found.supporter.person.name}",
        lead="No visits are planned or written down until it goes on.",
        form=form,
        submit="Pause",
        crumbs=crumbs_below(request.person, found),
        back=deployment_url(found),
    )


@require_POST
def deployment_resume(request: PortalRequest, pk: int) -> HttpResponse:
    """Let work go on."""
    found = find_deployment(pk)
    services.resume_deployment(deployment=found, by=request.person, now=timezone.now())
    return done(request, "It goes on. Leader and school have been told.", to=deployment_url(found))


def deployment_end(request: PortalRequest, pk: int) -> HttpResponse:
    """End a leader's part, as planned or early; also where somebody else takes over."""
    found = find_deployment(pk)
    allow(rules.may_end(request.person, found))
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        try:
            services.end_deployment(deployment=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            wrong_day = may_end_on(found, form.cleaned_data["on"], timezone.localdate())
            form.add_error("on" if wrong_day else "reason", refused.refusal.sentence)
        else:
            said = "Ended. Leader and school have been told."
            if form.cleaned_data["replaced"]:
                said += " Plan somebody else; the agreement then needs another version."
            return done(request, said, to=request_url(found.request))
    return form_page(
        request,
        title=f"End the work of {found.supporter.person.name}",
        lead="Visits that are still planned are called off. Once nobody is at work any more, the evaluation begins.",
        form=form,
        submit="End it",
        crumbs=crumbs_below(request.person, found),
        back=deployment_url(found),
    )


def request_review(request: PortalRequest, code: str) -> HttpResponse:
    """Write the mid-term review down."""
    found = find_request(request, code)
    allow(may_hold_review(request.person, found))
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        try:
            services.hold_review(request=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("on", refused.refusal.sentence)
        else:
            return done(request, "The mid-term review is written down.", to=request_url(found))
    return form_page(
        request,
        title="Mid-term review",
        form=form,
        submit="Write it down",
        crumbs=crumbs_for(request.person, found),
        back=request_url(found),
    )
