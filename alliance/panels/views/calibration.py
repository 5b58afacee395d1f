"""Calibration: staff write the dossier, the panel sees how it read it, whoever leads writes down what was agreed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.charts import Row, spread_chart
from alliance.form_pages import render_form
from alliance.panels import queries, rules, services
from alliance.panels.forms import AgreeForm, CalibrationForm, SpreadForm
from alliance.panels.models import Assignment, Criterion, Dossier, Entry, Level
from alliance.panels.rules import View
from alliance.panels.states import AssignmentState, ExerciseState
from alliance.panels.views.finding import running_or_404, view_or_404
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest

_SHOWN = (ExerciseState.SCORED, ExerciseState.CLOSED)


@require_http_methods(["GET", "HEAD", "POST"])
def calibration(request: PortalRequest, pk: int) -> HttpResponse:
    """Before scoring opens staff write the dossier; then the panel sees where it stands, and how it read it."""
    view = view_or_404(request, pk)
    entry = queries.calibration_of(view.exercise)
    if view.exercise.state == ExerciseState.PREPARING:
        if not view.runs:
            raise Http404
        return _write(request, view, entry)
    if entry is None or (view.seat and view.seat.declared_at is None):
        raise Http404
    return _read(request, view, entry)


def _write(request: PortalRequest, view: View, entry: Entry | None) -> HttpResponse:
    every = queries.dossiers_to_copy(view)
    copied = next((one for one in every if str(one.pk) == request.GET.get("copy")), None)
    there = copied or entry
    dossier = Dossier.objects.filter(entry=there).order_by("-version").first() if there else None
    sections = queries.read_dossier(dossier) if dossier else []
    form = CalibrationForm(
        request.POST or None,
        criteria=list(Criterion.objects.filter(rubric=view.exercise.rubric_id)),
        titles=queries.section_titles(view.exercise),
        texts={one.key: one.text for one in sections},
    )
    if request.method == "POST" and form.is_valid():
        services.write_calibration(
            exercise=view.exercise, sections=form.sections(), by=request.person, now=timezone.now()
        )
        page = path_to("panels:exercise", request.alliance, pk=view.exercise.pk)
        return done(
            request, "The dossier is kept. Once scoring opens, everybody on the panel scores it first.", to=page
        )
    context = {"exercise": view.exercise, "entry": entry, "form": form, "every": every, "copied": copied}
    return render_form(request, "panels/calibration_write.html", context)


def _read(request: PortalRequest, view: View, entry: Entry) -> HttpResponse:
    shown = entry.exercise.state in _SHOWN
    agreeing = view.leads and entry.exercise.state == ExerciseState.SCORED
    found = queries.readings(entry, seat=view.seat, named=view.leads) if shown else []
    form = _agree_form(request, entry, found) if agreeing else None
    stale: list[tuple[str, str]] | None = None
    if request.method == "POST":
        allow(rules.may_lead_calibration(view))
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                return _agree(request, entry, form)
            except services.StaleAgreement:
                stale = [
                    (one.criterion.name, f"{one.agreed.level.name}: {one.agreed.reason}") for one in found if one.agreed
                ]
                form.stand_on(queries.times_agreed(entry))
    context = {**_context(view, entry, found), "form": form, "stale": stale}
    return render_form(request, "panels/calibration.html", context, stale=stale is not None)


def _waiting(entry: Entry) -> list[Assignment]:
    owed = Assignment.objects.filter(entry=entry, state=AssignmentState.ASSIGNED)
    return list(owed.select_related("seat__person"))


def _context(view: View, entry: Entry, found: list[queries.Reading]) -> dict[str, Any]:
    """What the page shows of a dossier that the panel scores together, and how it read it (`found`)."""
    shown, waiting = entry.exercise.state in _SHOWN, _waiting(entry)
    submitted = queries.calibration_scores(entry).count()
    return {
        "view": view,
        "exercise": view.exercise,
        "entry": entry,
        "shown": shown,
        "readings": found,
        "scorers": [name for name, _ in found[0].scores] if found else [],
        "chart": spread_chart(
            "How many scorers gave each level on each criterion; the table below has the same",
            [level.name for level, _ in found[0].counts] if found else [],
            [Row(one.criterion.name, [count for _, count in one.counts], one.words) for one in found],
        ),
        "agreed": all(one.agreed for one in found),
        "waiting": waiting,
        "submitted": submitted,
        "asked": submitted + len(waiting),
        "mine": next((one for one in waiting if view.seat and one.seat_id == view.seat.pk), None),
        "spread_form": SpreadForm(waiting=len(waiting), entry=entry),
        "sections": queries.read_dossier(entry.dossiers.get()) if shown else [],
    }


def _agree_form(request: PortalRequest, entry: Entry, found: list[queries.Reading]) -> AgreeForm:
    initial: dict[str, Any] = {"revision": queries.times_agreed(entry)}
    for one in found:
        if one.agreed:
            initial[f"level_{one.criterion.pk}"] = str(one.agreed.level_id)
            initial[f"reason_{one.criterion.pk}"] = one.agreed.reason
    return AgreeForm(
        request.POST or None,
        criteria=[one.criterion for one in found],
        levels=list(Level.objects.filter(rubric=entry.exercise.rubric_id)),
        initial=initial,
    )


def _agree(request: PortalRequest, entry: Entry, form: AgreeForm) -> HttpResponse:
    levels = {level.pk: level for level in Level.objects.filter(rubric=entry.exercise.rubric_id)}
    agreed = [(criterion, levels[level], reason) for criterion, level, reason in form.agreed()]
    revision = form.cleaned_data["revision"]
    services.agree(entry=entry, agreed=agreed, revision=revision, by=request.person, now=timezone.now())
    return done(request, "The agreed readings are written down. The panel sees them while it scores.", to=request.path)


@require_POST
def calibration_drop(request: PortalRequest, pk: int) -> HttpResponse:
    """Do without a dossier that is scored together."""
    view = running_or_404(request, pk)
    page = path_to("panels:exercise", request.alliance, pk=pk)
    try:
        services.drop_calibration(exercise=view.exercise, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=page)
    return done(request, "The panel scores its applications at once, and no dossier together first.", to=page)


@require_POST
def calibration_show(request: PortalRequest, pk: int) -> HttpResponse:
    """Show the panel how it read the dossier."""
    view = view_or_404(request, pk)
    allow(rules.may_lead_calibration(view))
    page = path_to("panels:calibration", request.alliance, pk=pk)
    entry = queries.calibration_of(view.exercise)
    if entry is None:
        raise Http404
    form = SpreadForm(request.POST, waiting=len(_waiting(entry)), entry=entry)
    if not form.is_valid() and queries.calibration_scores(entry).exists():
        context = {**_context(view, entry, []), "spread_form": form, "forms": [form]}
        return render_form(request, "panels/calibration.html", context)
    reason = form.cleaned_data.get("reason", "")
    try:
        services.show_spread(exercise=view.exercise, reason=reason, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=page)
    return done(request, "Everybody on the panel sees now how the dossier was read. Agree on each criterion.", to=page)


@require_POST
def calibration_end(request: PortalRequest, pk: int) -> HttpResponse:
    """Open the applications to the panel."""
    view = view_or_404(request, pk)
    allow(rules.may_lead_calibration(view))
    page = path_to("panels:calibration", request.alliance, pk=pk)
    try:
        services.end_calibration(exercise=view.exercise, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=page)
    return done(request, "The applications are open. Everybody on the panel has been told.", to=page)
