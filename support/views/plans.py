"""The plan for all open requests: asked for, looked at beside what there is, accepted whole or line by line."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.lists import Column, list_page
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.web.templatetags.portal import tag
from alliance.workflow.machine import MoveRefused
from support.models import Plan
from support.queries.matching import to_match
from support.queries.plans import Change, changes_of, latest_plan
from support.rules import matching as rules
from support.rules.days import in_days
from support.services import plans as services
from support.states import PlanState

GONE = "There is no plan to accept. Work one out first."


def _page(request: PortalRequest) -> str:
    return path_to("support:plan", request.alliance)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: PortalRequest) -> HttpResponse:
    """Ask for a plan, see how far it is, and look at it line by line."""
    alliance = request.alliance
    allow(rules.may_match(request.person, alliance))
    if request.method == "POST":
        services.ask_for_plan(alliance=alliance, by=request.person, now=timezone.now())
        return done(request, "The plan is being worked out. Nobody is planned for anything yet.", to=request.path)
    found = latest_plan(alliance)
    if found is None or found.state != PlanState.MADE:
        context = {"plan": found, "waiting": to_match(alliance).count()}
        return render(request, "support/plan_ask.html", context)
    changes = changes_of(found)

    def decide(row: Change) -> str:
        return "" if row.number is None or row.done else path_to("support:plan_line", alliance, number=row.number)

    columns = [
        Column(
            "Request",
            lambda row: _twice(row.request.title, str(row.request.school)),
            url=lambda row: path_to("support:request", alliance, code=row.request.code),
            csv=lambda row: f"{row.request.title}, {row.request.school}",
        ),
        Column("How soon", lambda row: row.request.get_urgency_display().split(":")[0]),
        Column("Needs", lambda row: ", ".join(need.area.name for need in row.needs)),
        Column("Now", lambda row: row.before or "Nobody"),
        Column("Proposed", _proposed),
        Column("Days", lambda row: in_days(row.half_days) if row.after else "", csv=lambda row: row.half_days / 2),
        Column("Actions", lambda row: _decide(row) if decide(row) else "", url=decide, csv=lambda row: ""),
    ]
    context = {
        "plan": found,
        "served": len([one for one in changes if one.after and not one.problem]),
        "fresh": len([one for one in changes if one.after and not one.done and not one.problem]),
        "unmet": len([one for one in changes if one.after is None]),
        "broken": len([one for one in changes if one.problem]),
    }
    return list_page(
        request,
        rows=changes,
        columns=columns,
        title="Plan for all open requests",
        template="support/plan.html",
        empty="No request is looking for leaders now. Requests come here once their needs are agreed with the school.",
        csv_name=f"plan-{alliance.slug}",
        context=context,
    )


def _twice(first: str, second: str) -> SafeString:
    return format_html('{}<br><span class="portal-quiet">{}</span>', first, second)


def _decide(row: Change) -> SafeString:
    return format_html('Decide<span class="govuk-visually-hidden"> on {}</span>', row.request.title)


def _proposed(row: Change) -> SafeString:
    if row.after is None:
        return _twice("Nobody", row.why)
    if row.done:
        return format_html("{} {}", row.after.person.name, tag("Planned", "green"))
    if row.problem:
        return format_html("{} {}<br>{}", row.after.person.name, tag("Does not hold", "red"), row.problem)
    return _twice(row.after.person.name, row.why)


def _made(request: PortalRequest) -> Plan | None:
    found = latest_plan(request.alliance)
    return found if found is not None and found.state == PlanState.MADE else None


@require_POST
def plan_accept(request: PortalRequest) -> HttpResponse:
    """Plan everybody as the plan says."""
    allow(rules.may_match(request.person, request.alliance))
    found = _made(request)
    if found is None:
        return not_done(request, GONE, to=_page(request))
    try:
        result = services.accept_plan(plan=found, by=request.person, now=timezone.now())
    except MoveRefused as refused:
        return not_done(request, str(refused), to=_page(request))
    said = f"{result.new} planned anew, {result.kept} kept, {result.dropped} taken out."
    if result.left_out:
        said += f" {result.left_out} did not hold any more and were left out: work the plan out again."
    return done(request, f"{said} Ask the home schools next.", to=path_to("support:request_list", request.alliance))


@require_http_methods(["GET", "HEAD", "POST"])
def plan_line(request: PortalRequest, number: int) -> HttpResponse:
    """One line of the plan: accept and pin it, or look for somebody else."""
    allow(rules.may_match(request.person, request.alliance))
    found = _made(request)
    change = next((one for one in changes_of(found) if one.number == number), None) if found else None
    if found is None or change is None or change.after is None:
        raise Http404
    if request.method == "POST":
        try:
            services.accept_line(plan=found, number=number, by=request.person, now=timezone.now())
        except Refused as refused:
            return not_done(request, refused.refusal.sentence, to=_page(request))
        said = f"{change.after.person.name} is planned for {change.request.school}, and stays so in any later plan."
        return done(request, said, to=_page(request))
    return render(request, "support/plan_line.html", {"change": change, "number": number})


@require_POST
def plan_line_refuse(request: PortalRequest, number: int) -> HttpResponse:
    """Not this leader for this request: the next plan proposes somebody else."""
    allow(rules.may_match(request.person, request.alliance))
    found = _made(request)
    if found is None:
        return not_done(request, GONE, to=_page(request))
    try:
        services.refuse_line(plan=found, number=number, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=_page(request))
    return done(
        request, "They are ruled out for this request. Work the plan out again for somebody else.", to=_page(request)
    )
