"""Moderation meetings: opened, who is there, what was talked about, closed and printed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.panels import queries, rules, services
from alliance.panels.forms import MeetingForm
from alliance.panels.models import Meeting, Seat
from alliance.panels.queries import table as tables
from alliance.panels.rules import View
from alliance.panels.states import MeetingState, Recommendation, SeatRole, SeatState
from alliance.panels.views.finding import scores_or_404
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.times import in_words


def _meeting_or_404(view: View, meeting: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("exercise"), pk=meeting, exercise=view.exercise)


@require_safe
def meeting_list(request: PortalRequest, pk: int) -> HttpResponse:
    """The panel's moderation meetings, the latest first."""
    view = scores_or_404(request, pk)
    columns = [
        Column(
            "Day",
            lambda one: in_words(one.meeting.held_on),
            url=lambda one: path_to("panels:meeting", request.alliance, pk=pk, meeting=one.meeting.pk),
        ),
        Column("State", lambda one: one.meeting.get_state_display()),
        Column("There", lambda one: one.present, numeric=True),
        Column("Talked about", lambda one: one.discussed, numeric=True),
    ]
    refusal = rules.may_hold_meeting(view)
    return list_page(
        request,
        rows=queries.meetings_of(view),
        columns=columns,
        title="Moderation meetings",
        template="panels/meeting_list.html",
        empty="No meeting has been held yet. At one the panel talks over what its scorers see differently, and what it "
        "agrees is written down with the reasons.",
        context={"exercise": view.exercise, "refusal": refusal, "open": queries.open_meeting(view.exercise)},
    )


def _form(request: PortalRequest, view: View, **initial: Any) -> MeetingForm:
    seats = Seat.objects.filter(exercise=view.exercise, state=SeatState.SITTING).select_related("person")
    return MeetingForm(request.POST or None, seats=seats, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_open(request: PortalRequest, pk: int) -> HttpResponse:
    """Open a meeting: the day, and who is there."""
    view = scores_or_404(request, pk)
    allow(rules.may_hold_meeting(view))
    form = _form(request, view, held_on=timezone.localdate(), present=[view.seat] if view.seat else [])
    if request.method == "POST" and form.is_valid():
        try:
            meeting = services.open_meeting(
                exercise=view.exercise, by=request.person, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            return done(
                request,
                "The meeting is open. What you agree until it is closed stands in its minutes.",
                to=path_to("panels:meeting", request.alliance, pk=pk, meeting=meeting.pk),
            )
    context = {"exercise": view.exercise, "form": form, "meeting": None}
    return render_form(request, "panels/meeting_people.html", context)


@require_safe
def meeting(request: PortalRequest, pk: int, meeting: int) -> HttpResponse:
    """A meeting: who is there, what is still to be talked about, and the minutes, fit to be printed."""
    view = scores_or_404(request, pk)
    found = _meeting_or_404(view, meeting)
    discussions = queries.discussions_of(found, view.hidden)
    refusal = rules.may_hold_meeting(view)
    going_on = found.state == MeetingState.OPEN and refusal is None
    context = {
        "view": view,
        "exercise": view.exercise,
        "meeting": found,
        "present": found.present.select_related("person", "school"),
        "going_on": going_on,
        "waiting": _to_talk_about(view, {one.entry_id for one in discussions}) if going_on else (),
        "discussions": discussions,
    }
    return render(request, "panels/meeting.html", context)


def _to_talk_about(view: View, done_with: set[int]) -> list[tables.Row]:
    """What this person chairs, on which scorers disagree or the panel has still to agree, and that has not been talked
    about."""
    chairs = view.seat is not None and view.seat.role == SeatRole.CHAIR
    return [
        row
        for row in tables.table_of(view).rows
        if (chairs or row.chaired)
        and row.pk not in done_with
        and (row.disagreements or row.recommendation == Recommendation.OPEN.label)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_change(request: PortalRequest, pk: int, meeting: int) -> HttpResponse:
    """The day, and who is there."""
    view = scores_or_404(request, pk)
    found = _meeting_or_404(view, meeting)
    allow(rules.may_hold_meeting(view))
    form = _form(
        request, view, held_on=found.held_on, present=list(found.present.all()), others="\n".join(found.others)
    )
    page = path_to("panels:meeting", request.alliance, pk=pk, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_meeting(meeting=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            return done(request, "Who is there is saved.", to=page)
    context = {"exercise": view.exercise, "form": form, "meeting": found}
    return render_form(request, "panels/meeting_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_close(request: PortalRequest, pk: int, meeting: int) -> HttpResponse:
    """Close the meeting: asked first, since its minutes stay as they are."""
    view = scores_or_404(request, pk)
    found = _meeting_or_404(view, meeting)
    allow(rules.may_hold_meeting(view))
    if request.method != "POST":
        return render(request, "panels/meeting_close.html", {"exercise": view.exercise, "meeting": found})
    page = path_to("panels:meeting", request.alliance, pk=pk, meeting=meeting)
    try:
        services.close_meeting(meeting=found, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=page)
    return done(request, "The meeting is closed. Its minutes stay as they are; print them below.", to=page)
