"""Leaders for one request: who fits and why, who does not and why not, and planning one of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from support.forms.matching import PlanLeaderForm
from support.matching.eligibility import NO_DAYS
from support.models import Deployment, Request
from support.queries.matching import (
    RULED_OUT,
    Candidate,
    candidate_for,
    half_days_of,
    matching_for,
    open_needs_of,
    window,
    with_facts,
)
from support.rules import matching as rules
from support.rules.school_years import year_of
from support.services import planning
from support.services.supply import supporter_of
from support.views.requests import crumbs_to


def _request(code: str) -> Request:
    found: Request = get_object_or_404(with_facts(Request.objects.filter(code=code)))
    return found


def _page(found: Request) -> str:
    return path_to("support:request_match", found.alliance, code=found.code)


def leader_words(candidate: Candidate) -> str:
    """Name, kind and home school of a leader, for a cell."""
    leader = candidate.leader
    return format_html(
        '{}<br><span class="portal-quiet">{}, {}</span>',
        leader.person.name,
        leader.kind or leader.word,
        leader.home_school.name,
    )


@require_safe
def request_match(request: PortalRequest, code: str) -> HttpResponse:
    """Everybody for this request, the best first, and those ruled out with why."""
    found = _request(code)
    allow(rules.may_plan_for(request.person, found))
    matching = matching_for(found)
    met = {held.need_id: one.supporter.person.name for one in matching.standing for held in one.needs.all()}
    needs = [(need, half_days_of(need, found), met.get(need.pk, "")) for need in found.needs.all()]

    def plan(row: Candidate) -> str:
        return path_to("support:leader_plan", request.alliance, code=found.code, key=row.key)

    def words(row: Candidate) -> str:
        return format_html('Plan<span class="govuk-visually-hidden"> {}</span>', row.leader.person.name)

    columns = [
        Column("Leader", leader_words),
        Column("Why", lambda row: " · ".join(row.match.reasons)),
        Column("Actions", words, url=plan),
    ]
    return list_page(
        request,
        rows=matching.fitting,
        columns=columns,
        title="Leaders who fit",
        template="support/request_match.html",
        empty="Nobody fits. See below who was ruled out and why, or find another supporter and add them to the supply.",
        context={
            "found": found,
            "matching": matching,
            "needs": needs,
            "crumbs_list": crumbs_to(found),
            "ruled_out": RULED_OUT,
            "no_days": NO_DAYS,
        },
    )


def _candidate(found: Request, key: str) -> Candidate:
    candidate = candidate_for(found, key)
    if candidate is None:
        raise Http404
    return candidate


@require_http_methods(["GET", "HEAD", "POST"])
def leader_plan(request: PortalRequest, code: str, key: str) -> HttpResponse:
    """Plan one leader for some of the needs. Nobody is told before their home school is asked."""
    found = _request(code)
    allow(rules.may_plan_for(request.person, found))
    candidate = _candidate(found, key)
    leader = candidate.leader
    open_needs = {need.pk for need in open_needs_of(found)}
    covered = candidate.match.needs if candidate.match else [need.pk for need in found.needs.all()]
    ticked = [pk for pk in covered if pk in open_needs] or list(covered)
    form = PlanLeaderForm(request.POST or None, request=found, ticked=ticked)
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        try:
            planning.plan_deployment(
                request=found,
                supporter=supporter_of(leader, by=request.person),
                needs=list(values["needs"]),
                half_days=values["half_days"],
                beyond_days=values["beyond_days"],
                by=request.person,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error("half_days" if "half days" in refused.refusal.sentence else None, refused.refusal.sentence)
        else:
            said = f"{leader.person.name} is planned. Nobody has been told: ask the home school next."
            return done(request, said, to=_page(found))
    context = {
        "found": found,
        "candidate": candidate,
        "left": leader.left(year_of(window(found)[0])),
        "form": form,
        "crumbs_list": [*crumbs_to(found), ("Leaders", _page(found))],
        "may_rule_out": candidate.match is not None,
    }
    return render_form(request, "support/leader_plan.html", context)


@require_POST
def leader_rule_out(request: PortalRequest, code: str, key: str) -> HttpResponse:
    """This leader is not to be proposed for this request."""
    found = _request(code)
    allow(rules.may_plan_for(request.person, found))
    leader = _candidate(found, key).leader
    supporter = supporter_of(leader, by=request.person)
    planning.rule_out(request=found, supporter=supporter, by=request.person, now=timezone.now())
    return done(request, f"{leader.person.name} is not proposed for this request any more.", to=_page(found))


@require_POST
def leader_rule_in(request: PortalRequest, code: str, key: str) -> HttpResponse:
    """This leader may be proposed again."""
    found = _request(code)
    allow(rules.may_plan_for(request.person, found))
    leader = _candidate(found, key).leader
    supporter = supporter_of(leader, by=request.person)
    planning.rule_in(request=found, supporter=supporter, by=request.person, now=timezone.now())
    return done(request, f"{leader.person.name} may be proposed for this request again.", to=_page(found))


@require_POST
def deployment_pin(request: PortalRequest, pk: int) -> HttpResponse:
    """No plan takes this leader away from the request again."""
    return _pinned(request, pk, True)


@require_POST
def deployment_unpin(request: PortalRequest, pk: int) -> HttpResponse:
    """A plan may give the request to somebody else."""
    return _pinned(request, pk, False)


def _pinned(request: PortalRequest, pk: int, pinned: bool) -> HttpResponse:
    rows = Deployment.objects.select_related("alliance", "request__alliance", "supporter__person")
    found: Deployment = get_object_or_404(rows, pk=pk)
    allow(rules.may_match(request.person, found.alliance))
    page, name = _page(found.request), found.supporter.person.name
    try:
        planning.pin(deployment=found, pinned=pinned, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=page)
    said = (
        f"{name} stays: no plan changes it." if pinned else f"The next plan may give this to somebody else than {name}."
    )
    return done(request, said, to=page)
