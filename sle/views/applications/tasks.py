"""An application from its start: before you start, the task list, the tracker; for staff the record."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.refusal import allow
from alliance.requests import PortalRequest
from sle.forms.applications import DeclarationForm
from sle.models import Application, Round
from sle.queries import applications as queries
from sle.queries.rounds import application_of
from sle.rules import applications as rules
from sle.rules.appeals import may_enter_appeal
from sle.rules.deadlines import hand_over_by, references_by
from sle.rules.parts import Part, parts_of
from sle.services import applications as services
from sle.states import ApplicationState, RoundState
from sle.views.applications.way import page_of, summary_of, url_of
from sle.views.pages import find_application, round_crumbs


def application_start(request: PortalRequest, pk: int) -> HttpResponse:
    """Before you start: what is needed; the button makes the draft."""
    round: Round = get_object_or_404(Round.objects.select_related("alliance").exclude(state="draft"), pk=pk)
    mine = application_of(round, request.person)
    if mine:
        return done(request, "This is your application.", to=page_of(mine))
    allow(rules.may_start_application(request.person, round, request.received_at))
    if request.method == "POST":
        made = services.start_application(round=round, person=request.person, now=timezone.now())
        return done(request, "Your application has been started. What you type is kept.", to=page_of(made))
    public = (round.title, path_to("sle:round_public", request.alliance, pk=pk))
    return render(request, "sle/application_start.html", {"round": round, "crumbs_list": [public]})


@require_safe
def application_mine(request: PortalRequest) -> HttpResponse:
    """Every application of the person in this alliance."""
    context = {"applications": queries.applications_of(request.person), "crumbs_list": []}
    return render(request, "sle/application_mine.html", context)


@never_cache
@require_safe
def application(request: PortalRequest, code: str) -> HttpResponse:
    """For the applicant the task list or, once handed over, the tracker; for staff the record."""
    found = find_application(request, code)
    allow(rules.may_see_application(request.person, found))
    if found.applicant_id != request.person.pk:
        if rules.may_change_application(request.person, found) is None:
            return _task_list(request, found)
        context = queries.record_of(found, request.person) | {
            "crumbs_list": round_crumbs(found.round),
            "may_enter_appeal": may_enter_appeal(request.person, found) is None,
        }
        if context["unread"] is None and request.method == "GET":
            services.note_reading(application=found, by=request.person)
        return render(request, "sle/application_record.html", context)
    if found.state != ApplicationState.DRAFT or found.round.state == RoundState.CANCELLED:
        shown = summary_of(found) | queries.tracker(found, timezone.localdate())
        return render(request, "sle/application_tracker.html", shown)
    if rules.waits_for_confirmation(found):
        return render(request, "sle/application_confirm.html", summary_of(found) | {"form": DeclarationForm()})
    return _task_list(request, found)


def _task_list(request: PortalRequest, found: Application) -> HttpResponse:
    parts = parts_of(found)
    groups: dict[str, list[tuple[Part, str]]] = {}
    for part in parts:
        groups.setdefault(part.group, []).append((part, url_of(found, part)))
    needed = [part for part in parts if part.status != "Optional"]
    context = {
        "application": found,
        "groups": groups,
        "done_count": sum(part.is_done for part in needed),
        "needed_count": len(needed),
        "complete": all(part.is_done for part in needed),
        "hand_over_by": hand_over_by(found),
        "references_by": references_by(found),
        "late": rules.closed_to_hand_over(found, timezone.now()),
        "mine": found.applicant_id == request.person.pk,
        "sent_back": queries.sent_back_reason(found),
        "scan": queries.scan_of(found),
        "crumbs_list": [],
    }
    return render(request, "sle/application_task_list.html", context)
