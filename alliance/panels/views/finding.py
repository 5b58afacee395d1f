"""Finding what a page is about, for the person who asks: what is not theirs does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from alliance.addresses import path_to
from alliance.panels import queries
from alliance.panels.models import Assignment, Dossier, Entry, Exercise, Seat
from alliance.panels.rules import View
from alliance.panels.states import ExerciseState
from alliance.refusal import Refusal, allow
from alliance.requests import PortalRequest


def view_or_404(request: PortalRequest, pk: int) -> View:
    """What the person is to exercise `pk`; 404 if they have nothing to do with it."""
    own = Exercise.objects.exclude(about_type=Exercise._meta.label_lower)  # a calibration has no pages of its own
    exercise: Exercise = get_object_or_404(own.select_related("alliance", "rubric"), pk=pk)
    view = queries.view_of(request.person, exercise)
    if view is None:
        raise Http404
    return view


def running_or_404(request: PortalRequest, pk: int) -> View:
    """For staff who run the exercise and do not sit on it; for everybody else its pages do not exist."""
    view = view_or_404(request, pk)
    if not view.runs:
        raise Http404
    return view


def scores_or_404(request: PortalRequest, pk: int) -> View:
    """For chair, deputy, and once scoring is over the staff who run it; 404 for everybody else."""
    view = view_or_404(request, pk)
    if not (view.leads or view.runs):
        raise Http404
    if view.runs and view.exercise.state in (ExerciseState.PREPARING, ExerciseState.SCORING):
        allow(Refusal("Scores are open to the alliance’s staff once scoring is over. Progress is on the panel’s page."))
    return view


def entry_or_404(view: View, code: str) -> Entry:
    """The entry with this code, if it is not hidden from the person."""
    entries = Entry.objects.filter(exercise=view.exercise).exclude(pk__in=view.hidden)
    return get_object_or_404(entries.select_related("exercise__alliance", "exercise__rubric"), code=code)


def dossier_or_404(view: View, code: str) -> Dossier:
    """The latest dossier of the entry, for those who clear it: staff who do not sit on the panel."""
    if not view.runs:
        raise Http404
    entry = entry_or_404(view, code)
    dossier = entry.dossiers.order_by("-version").prefetch_related("marks", "copies").first()
    if dossier is None:
        raise Http404
    dossier.entry = entry
    return dossier


def assignment_or_404(seat: Seat, code: str) -> Assignment:
    """What the seat has to score on the entry with this code; 404 for what is not on their desk."""
    return get_object_or_404(queries.assignments_of(seat), entry__code=code)


def seated(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for people on the panel, called with the request, the view and the seat.

    Others get 404; who has not declared their interests does that first.
    """

    @wraps(page)
    def guarded(request: PortalRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        view = view_or_404(request, pk)
        if view.seat is None:
            raise Http404
        if view.seat.declared_at is None:
            return HttpResponseRedirect(path_to("panels:declaration", request.alliance, pk=pk))
        return page(request, view, view.seat, **kwargs)

    return guarded
