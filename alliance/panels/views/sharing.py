"""Who scores what, by hand: an entry's scorers, and excusing one of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.panels import rules, services
from alliance.panels.forms import ReasonForm, SharingForm
from alliance.panels.models import Assignment, Conflict, Seat
from alliance.panels.states import AssignmentState, SeatState
from alliance.panels.views.finding import entry_or_404, running_or_404
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.workflow.notes import notes_about

COUNTING = (AssignmentState.ASSIGNED, AssignmentState.SUBMITTED)


@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """Who scores this entry, by hand."""
    view = running_or_404(request, pk)
    entry = entry_or_404(view, code)
    allow(rules.may_name_scorers(view))
    closed = set(Conflict.objects.filter(entry=entry).values_list("seat_id", flat=True))
    seats = Seat.objects.filter(exercise=view.exercise, state=SeatState.SITTING).select_related("person")
    held = list(entry.assignments.select_related("seat__person"))
    form = SharingForm(
        request.POST or None,
        seats=seats.exclude(pk__in=closed),
        initial={"seats": [one.seat_id for one in held if one.state in COUNTING]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.share_by_hand(entry=entry, seats=form.cleaned_data["seats"], by=request.person, now=timezone.now())
        except Refused as refused:
            form.add_error("seats", refused.refusal.sentence)
        else:
            page = path_to("panels:exercise", request.alliance, pk=pk)
            return done(request, f"Who scores {code} is saved.", to=page)
    context = {
        "exercise": view.exercise,
        "entry": entry,
        "form": form,
        "closed": seats.filter(pk__in=closed),
        "submitted": [one for one in held if one.state == AssignmentState.SUBMITTED],
        "waiting": [one for one in held if one.state == AssignmentState.ASSIGNED],
        "notes": [*notes_about(entry, "conflict_declared"), *notes_about(entry, "fewer_accepted")],
    }
    return render_form(request, "panels/sharing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def excuse(request: PortalRequest, pk: int, code: str, seat: int) -> HttpResponse:
    """One scorer need not score this entry; where scores are counted somebody else is given it."""
    view = running_or_404(request, pk)
    entry = entry_or_404(view, code)
    found = Assignment.objects.select_related("seat__person", "entry__exercise__alliance").exclude(
        entry__conflicts__seat=seat
    )
    assignment: Assignment = get_object_or_404(found, entry=entry, seat=seat)
    allow(rules.may_excuse(view, assignment))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.excuse(
            assignment=assignment, by=request.person, reason=form.cleaned_data["reason"], now=timezone.now()
        )
        return done(
            request,
            f"{assignment.seat.person.name} need not score {code}. What they had drafted is set aside.",
            to=path_to("panels:sharing", request.alliance, pk=pk, code=code),
        )
    return render_form(
        request,
        "panels/excuse.html",
        {"exercise": view.exercise, "entry": entry, "assignment": assignment, "form": form},
    )
