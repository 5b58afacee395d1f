"""A scorer's own pages: declaring interests, what there is to score, stepping back from an entry."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.panels import queries, services
from alliance.panels.forms import DeclarationForm, RecuseForm
from alliance.panels.models import Seat
from alliance.panels.rules import View
from alliance.panels.states import AssignmentState, ExerciseState
from alliance.panels.views.finding import assignment_or_404, seated, view_or_404
from alliance.requests import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def declaration(request: PortalRequest, pk: int) -> HttpResponse:
    """Interests are declared before the first dossier opens; more can be added later."""
    view = view_or_404(request, pk)
    if view.seat is None or view.exercise.state == ExerciseState.CLOSED:
        raise Http404
    candidates = [] if view.exercise.anonymous else queries.named_candidates(view)
    form = DeclarationForm(request.POST or None, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        services.declare_interests(
            seat=view.seat,
            schools=form.cleaned_data["schools"],
            people=form.cleaned_data["people"],
            candidates=form.cleaned_data["candidates"],
            now=timezone.now(),
        )
        return done(
            request,
            "Thank you. Whatever you should have nothing to do with is kept away from you.",
            to=path_to("panels:desk", request.alliance, pk=pk),
        )
    interests = list(view.seat.interests.all())
    return render_form(
        request,
        "panels/declaration.html",
        {"view": view, "exercise": view.exercise, "form": form, "interests": interests},
    )


@require_safe
@seated
def desk(request: PortalRequest, view: View, seat: Seat) -> HttpResponse:
    """What this person has to score and has scored, in their own random order."""
    scoring = view.exercise.state != ExerciseState.PREPARING
    held = list(queries.assignments_of(seat)) if scoring else []
    assignments = [one for one in held if one.entry.exercise_id == view.exercise.pk]
    calibration = queries.calibration_of(view.exercise) if scoring else None
    waits = bool(scoring and queries.calibrating([view.exercise]))
    open_ones = () if waits else assignments
    done_count = sum(one.state == AssignmentState.SUBMITTED for one in assignments)
    opened = queries.open_entries(view)
    return render(
        request,
        "panels/desk.html",
        {
            "view": view,
            "exercise": view.exercise,
            "assignments": [(one, one.entry_id in opened) for one in assignments],
            "done": done_count,
            "next": next((one for one in open_ones if one.state == AssignmentState.ASSIGNED), None),
            "calibration": calibration,
            "waits": waits,
            "together": next((one for one in held if calibration and one.entry_id == calibration.pk), None),
            "scoring": scoring,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def recuse(request: PortalRequest, view: View, seat: Seat, code: str) -> HttpResponse:
    """Declare a conflict with an entry: it disappears from one's desk for good."""
    assignment = assignment_or_404(seat, code)
    form = RecuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.recuse(entry=assignment.entry, seat=seat, reason=form.cleaned_data["reason"], now=timezone.now())
        return done(
            request,
            f"{code} has been taken away from you. Nobody will ask you to score it again.",
            to=path_to("panels:desk", request.alliance, pk=view.exercise.pk),
        )
    return render_form(
        request, "panels/recuse.html", {"exercise": view.exercise, "assignment": assignment, "code": code, "form": form}
    )
