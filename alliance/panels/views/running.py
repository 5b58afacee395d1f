"""Pages of those who run a panel: what is missing, who has done how much, who sits, who scores what."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.charts import Bar, bar_chart
from alliance.form_pages import render_form
from alliance.panels import queries, rules, services
from alliance.panels.forms import ReasonForm, SeatForm, SetupForm
from alliance.panels.models import Conflict, Seat
from alliance.panels.rules import View
from alliance.panels.states import ExerciseState, SeatState
from alliance.panels.views.finding import running_or_404, view_or_404
from alliance.people.services import person_for
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest


@require_safe
def exercise_list(request: PortalRequest) -> HttpResponse:
    """Panels on which the person sits, and those they run."""
    found = list(queries.exercises_of(request.person, request.alliance))
    if not found and not rules.may_see_panels(request.person, request.alliance):
        raise Http404
    return render(
        request,
        "panels/exercise_list.html",
        {
            "sits": [(exercise, seat) for exercise, seat in found if seat],
            "runs": [exercise for exercise, seat in found if not seat],
        },
    )


@require_safe
def exercise(request: PortalRequest, pk: int) -> HttpResponse:
    """Where a panel stands. Scorers are led to their desk; chair and deputy see the progress."""
    view = view_or_404(request, pk)
    if view.seat and not view.leads:
        return HttpResponseRedirect(path_to("panels:desk", request.alliance, pk=pk))
    preparing = view.exercise.state == ExerciseState.PREPARING
    scorers = queries.scorer_progress(view)
    missing = services.missing_before_start(view.exercise, hidden=view.hidden, blind=view.seat is not None)
    entries = queries.entry_progress(view)
    short = queries.short_of_scorers(view.exercise)
    context = {
        "view": view,
        "exercise": view.exercise,
        "scorers": scorers,
        "chart": bar_chart(
            "Submitted scores of each person; the table below has the numbers",
            [Bar(one.seat.person.name, one.total, one.submitted) for one in scorers],
        ),
        "entries": entries,
        "uncleared": sum(not one.cleared for one in entries) if view.exercise.anonymous else 0,
        "missing": missing if preparing else [],
        "short": {entry.pk for entry, _, _ in short if entry.pk not in view.hidden},
        "too_few": queries.too_few(short, hidden=view.hidden, blind=view.seat is not None),
        "may_end": rules.may_end_scoring(view, queries.unfinished(view.exercise)),
        "calibration": queries.calibration_of(view.exercise),
        "preparing": preparing,
        "scoring_page": queries.scoring_page(view.exercise),
        "deciding_page": queries.deciding_page(view.exercise),
    }
    return render(request, "panels/exercise.html", context)


@require_POST
def exercise_start(request: PortalRequest, pk: int) -> HttpResponse:
    """Open scoring, where the responsibility has no check list of its own; else lead to it."""
    view = running_or_404(request, pk)
    page = path_to("panels:exercise", request.alliance, pk=pk)
    if elsewhere := queries.scoring_page(view.exercise):
        return not_done(request, "Scoring has not started: it starts here, when nothing is missing.", to=elsewhere)
    try:
        services.start_scoring(exercise=view.exercise, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=page)
    return done(request, "Scoring is open. Everybody on the panel has been told.", to=page)


@require_POST
def exercise_end(request: PortalRequest, pk: int) -> HttpResponse:
    """End scoring, once everybody has submitted or been excused; where the responsibility ends it, lead there."""
    view = view_or_404(request, pk)
    if not (view.runs or view.leads):
        raise Http404
    page = path_to("panels:exercise", request.alliance, pk=pk)
    if elsewhere := queries.scoring_page(view.exercise):
        sentence = "Scoring has not ended: the alliance’s staff end it, and deciding begins with that."
        return not_done(request, sentence, to=elsewhere if view.runs else page)
    try:
        services.end_scoring(exercise=view.exercise, by=request.person, now=timezone.now())
    except Refused as refused:
        why = rules.may_end_scoring(view, queries.unfinished(view.exercise)) or refused.refusal
        return not_done(request, why.sentence, to=page)
    return done(request, "Scoring has ended. The scores are open to those who decide.", to=page)


@require_http_methods(["GET", "HEAD", "POST"])
def exercise_setup(request: PortalRequest, pk: int) -> HttpResponse:
    """Rubric, anonymity, scores per entry, and by when."""
    view = running_or_404(request, pk)
    form = SetupForm(request.POST or None, exercise=view.exercise)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_setup(exercise=view.exercise, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            page = path_to("panels:exercise", request.alliance, pk=pk)
            return done(request, "The panel’s way of scoring is saved.", to=page)
    return render_form(
        request, "panels/exercise_setup.html", {"exercise": view.exercise, "form": form, "rubric": view.exercise.rubric}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def seat_list(request: PortalRequest, pk: int) -> HttpResponse:
    """Who sits on the panel; add somebody by e-mail, also a head from outside the alliance."""
    view = running_or_404(request, pk)
    form = SeatForm(request.POST or None)
    refusal = rules.may_change_seats(view)
    if request.method == "POST":
        allow(refusal)
        if form.is_valid():
            answer = _seat(request, view, form)
            if answer is not None:
                return answer
    seats = Seat.objects.filter(exercise=view.exercise).select_related("person", "school")
    conflicts: dict[int, set[str]] = {}
    for conflict in Conflict.objects.filter(entry__exercise=view.exercise).exclude(entry__in=view.hidden):
        conflicts.setdefault(conflict.seat_id, set()).add(str(conflict.entry_id))
    context = {
        "view": view,
        "exercise": view.exercise,
        "form": form,
        "refusal": refusal,
        "seats": [(seat, len(conflicts.get(seat.pk, ()))) for seat in seats],
    }
    return render_form(request, "panels/seat_list.html", context)


def _seat(request: PortalRequest, view: View, form: SeatForm) -> HttpResponse | None:
    said = form.cleaned_data
    person = person_for(email=said["email"], first_name=said["first_name"], surname=said["surname"])
    try:
        services.seat_person(
            exercise=view.exercise, person=person, role=said["role"], by=request.person, school=said["school"]
        )
    except Refused as refused:
        form.add_error("email", refused.refusal.sentence)
        return None
    # Whoever takes a seat themselves no longer runs this panel: their own page asks for their interests.
    page = "panels:exercise" if person == request.person else "panels:seat_list"
    return done(
        request,
        f"{person.name} has a seat and has been told by e-mail. They declare their interests first.",
        to=path_to(page, request.alliance, pk=view.exercise.pk),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def seat_leave(request: PortalRequest, pk: int, seat: int) -> HttpResponse:
    """Somebody leaves the panel: what they submitted stands, the rest is shared out again."""
    view = running_or_404(request, pk)
    leaving: Seat = get_object_or_404(
        Seat.objects.select_related("person", "exercise"), pk=seat, exercise=view.exercise, state=SeatState.SITTING
    )
    allow(rules.may_change_seats(view))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.leave_seat(seat=leaving, by=request.person, reason=form.cleaned_data["reason"])
        return done(
            request,
            f"{leaving.person.name} has left the panel. Submitted scores stand; the rest is shared out again.",
            to=path_to("panels:seat_list", request.alliance, pk=pk),
        )
    return render_form(request, "panels/seat_leave.html", {"exercise": view.exercise, "seat": leaving, "form": form})
