"""A leader's part in a request: its page, what staff do about it, the leader's answer, the school's choice."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import Crumb, form_page, render_form
from alliance.people.models import Person
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from support.forms.deployments import AGREES, ChooseForm, LeaderAnswerForm, NameHomeHeadForm, ReasonForm
from support.models import Deployment, Request
from support.queries.deployment_page import page_of_deployment
from support.queries.deployments import all_deployments
from support.rules import deployments as rules
from support.rules.requests import may_see_requests
from support.services import deployments as services
from support.services import releases
from support.states import DeploymentState
from support.views.requests import find_request


def find_deployment(pk: int) -> Deployment:
    """The deployment in the alliance in scope, with what its pages read; 404 otherwise."""
    found: Deployment = get_object_or_404(all_deployments(), pk=pk)
    return found


def deployment_url(found: Deployment) -> str:
    """The path of a deployment's page."""
    return path_to("support:deployment", found.alliance, pk=found.pk)


def request_url(found: Request) -> str:
    """The path of a request's page."""
    return path_to("support:request", found.alliance, code=found.code)


def crumbs_for(person: Person | None, found: Request) -> list[Crumb]:
    """The way back to a request, by its list for those who have one."""
    listed = may_see_requests(person, found.alliance) is None
    first = [("Support", path_to("support:request_list", found.alliance))] if listed else []
    return [*first, (found.title or "Request", request_url(found))]


def crumbs_below(person: Person | None, found: Deployment) -> list[Crumb]:
    """The way back to a deployment."""
    return [*crumbs_for(person, found.request), (found.supporter.person.name, deployment_url(found))]


@never_cache
@require_safe
def deployment(request: PortalRequest, pk: int) -> HttpResponse:
    """One leader's part: how it stands, its visits and days, as far as the reader sees them."""
    found = find_deployment(pk)
    allow(rules.may_see_deployment(request.person, found))
    context = page_of_deployment(request.person, found, timezone.localdate())
    return render(
        request,
        "support/deployment.html",
        {**context, "found": found, "crumbs_list": crumbs_for(request.person, found.request)},
    )


@require_POST
def deployment_ask_release(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask the head of the home school; where nobody is known to be that, staff are led on to name them."""
    found = find_deployment(pk)
    try:
        releases.ask_release(deployment=found, by=request.person, now=timezone.now())
    except Refused as refused:
        if rules.may_ask_release(request.person, found) is not None:
            raise
        page = path_to("support:deployment_name_head", found.alliance, pk=found.pk)
        return not_done(request, refused.refusal.sentence, to=page)
    asked = found.head_name or found.supporter.person.name
    return done(request, f"{asked} has been asked.", to=deployment_url(found))


def deployment_name_head(request: PortalRequest, pk: int) -> HttpResponse:
    """Name the head of the home school, who is then asked."""
    found = find_deployment(pk)
    allow(rules.may_name_head(request.person, found))
    form = NameHomeHeadForm(request.POST or None)
    if form.is_valid():
        try:
            releases.name_head(deployment=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", refused.refusal.sentence)
        else:
            return done(request, f"{form.cleaned_data['name']} has been asked.", to=deployment_url(found))
    return form_page(
        request,
        title=f"Who is the head of {found.home_school.name}?",
        lead=f"They are asked by e-mail whether they release {found.supporter.person.name}. "
        "Their address counts from now on, and whoever was asked before is asked no more.",
        form=form,
        submit="Ask the head",
        crumbs=crumbs_below(request.person, found),
        back=deployment_url(found),
    )


@require_POST
def deployment_send_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Send the home head the link again."""
    found = find_deployment(pk)
    sent = releases.send_release_again(deployment=found, by=request.person, now=timezone.now())
    said = f"The link is on its way to {found.head_name} again." if sent else "It was sent a moment ago."
    return done(request, said, to=deployment_url(found))


@never_cache
def deployment_reply(request: PortalRequest, pk: int) -> HttpResponse:
    """The leader reads what the school needs, and says whether they take it on."""
    found = find_deployment(pk)
    allow(rules.may_reply(request.person, found))
    form = LeaderAnswerForm(request.POST or None)
    if form.is_valid():
        accepts = form.cleaned_data["answer"] == AGREES
        services.reply(
            deployment=found,
            accepts=accepts,
            reason=form.cleaned_data["words"],
            by=request.person,
            now=timezone.now(),
        )
        said = "Thank you. You are now proposed to the school, and hear when it has chosen."
        if accepts:
            return done(request, said, to=deployment_url(found))
        return done(request, "Thank you for telling us. The alliance asks somebody else.", to=deployment_url(found))
    needs = found.request.needs.select_related("area")
    context = {"found": found, "form": form, "needs": needs, "crumbs_list": crumbs_for(request.person, found.request)}
    return render_form(request, "support/deployment_reply.html", context)


@never_cache
def request_choose(request: PortalRequest, code: str) -> HttpResponse:
    """The school chooses who is to come, among those proposed to it."""
    found = find_request(request, code)
    allow(rules.may_choose(request.person, found))
    offered = list(all_deployments().filter(request=found, state=DeploymentState.OFFERED))
    form = ChooseForm(request.POST or None, offered=offered)
    if form.is_valid():
        chosen = list(form.cleaned_data["leaders"])
        services.choose_leaders(request=found, chosen=chosen, by=request.person, now=timezone.now())
        said = "Thank you. Those you have chosen get in touch for a first visit; the agreement to sign follows."
        return done(request, said, to=request_url(found))
    context = {"found": found, "form": form, "offered": offered, "crumbs_list": crumbs_for(request.person, found)}
    return render_form(request, "support/request_choose.html", context)


def request_want_none(request: PortalRequest, code: str) -> HttpResponse:
    """The school wants none of those proposed to it."""
    found = find_request(request, code)
    allow(rules.may_choose(request.person, found))
    form = ReasonForm(request.POST or None, label="Why does none of them fit?", hint="The alliance reads this.")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        services.want_none(request=found, reason=reason, by=request.person, now=timezone.now())
        return done(request, "Thank you. The alliance has been told and looks for others.", to=request_url(found))
    return form_page(
        request,
        title="None of them fits",
        lead="The leaders who were proposed are told that they are not needed here, without your reason. "
        "The alliance looks for others and proposes them to you.",
        form=form,
        submit="Ask for others",
        crumbs=crumbs_for(request.person, found),
        back=path_to("support:request_choose", found.alliance, code=found.code),
    )


def deployment_drop(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a leader out again before work begins."""
    found = find_deployment(pk)
    allow(rules.may_drop(request.person, found))
    form = ReasonForm(
        request.POST or None, label="Why?", hint="Kept on the record of the alliance. Nobody else reads it."
    )
    if form.is_valid():
        services.drop_deployment(
            deployment=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return done(request, f"{found.supporter.person.name} is taken out.", to=request_url(found.request))
    return form_page(
        request,
        title=f"Take {found.supporter.person.name} out",
        lead="Whoever has been asked already, leader and home school, is told that it is not needed any more.",
        form=form,
        submit="Take out",
        crumbs=crumbs_below(request.person, found),
        back=deployment_url(found),
    )
