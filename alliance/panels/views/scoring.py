"""The scoring page: one dossier, one screen; drafts save themselves; a stale tab is refused and both texts shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.dates import time_in_words
from alliance.form_pages import render_form
from alliance.library.attachments import as_attachment
from alliance.library.models import Document
from alliance.panels import queries, rules, services
from alliance.panels.forms import ScoreForm
from alliance.panels.models import Assignment, Criterion, Dossier, Level, Score, Seat
from alliance.panels.rules import View
from alliance.panels.states import AssignmentState, ExerciseState
from alliance.panels.views.finding import assignment_or_404, seated
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest


@dataclass(frozen=True)
class Desk:
    """What the scoring page works on: the assignment, the dossier that is read now, and the form."""

    assignment: Assignment
    dossier: Dossier
    form: ScoreForm


def _desk(request: PortalRequest, view: View, seat: Seat, code: str) -> Desk:
    if view.exercise.state == ExerciseState.PREPARING:
        raise Http404  # dossiers open with scoring, and not before
    assignment = assignment_or_404(seat, code)
    if assignment.state == AssignmentState.ASSIGNED:
        allow(queries.why_closed(assignment))
    dossier = queries.readable_dossier(assignment.entry)
    if assignment.dossier_id and assignment.state == AssignmentState.SUBMITTED:
        dossier = assignment.dossier
    if dossier is None:
        raise Http404
    dossier.entry = assignment.entry
    criteria = list(Criterion.objects.filter(rubric=view.exercise.rubric_id))
    levels = list(Level.objects.filter(rubric=view.exercise.rubric_id))
    form = ScoreForm(
        request.POST or None,
        criteria=criteria,
        levels=levels,
        together=assignment.entry.exercise_id != view.exercise.pk,
        initial=_initial(assignment, dossier),
    )
    return Desk(assignment, dossier, form)


def _initial(assignment: Assignment, dossier: Dossier) -> dict[str, object]:
    stored: dict[str, object] = {
        "comment": assignment.comment,
        "revision": assignment.revision,
        "dossier": dossier.pk,
    }
    for score in Score.objects.filter(assignment=assignment):
        stored[f"level_{score.criterion_id}"] = "none" if score.cannot_judge else str(score.level_id or "")
        stored[f"comment_{score.criterion_id}"] = score.comment
    return stored


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def score(request: PortalRequest, view: View, seat: Seat, code: str) -> HttpResponse:
    """Read one dossier, save a draft of its scores, or submit them."""
    desk = _desk(request, view, seat, code)
    refusal = rules.may_score(desk.assignment)
    if request.method == "POST" and desk.form.is_valid():
        try:
            if "submit" not in request.POST:
                _save(desk)
                return done(request, "Your draft is saved. It counts once you submit it.", to=request.path)
            if _submit(request, desk):
                return _submitted(request, view, seat, desk.assignment)
        except services.AlreadySubmitted as refused:
            return done(request, refused.refusal.sentence, to=request.path)
        except services.StaleDraft:
            return _page(request, view, seat, desk, stale=True)
    if request.method == "POST" and refusal:
        return _page(request, view, seat, desk, status=403)
    return _page(request, view, seat, desk)


def _save(desk: Desk) -> int:
    return services.save_draft(
        assignment=desk.assignment,
        given=desk.form.given(),
        comment=desk.form.cleaned_data["comment"],
        revision=desk.form.cleaned_data["revision"],
        now=timezone.now(),
    )


def _submit(request: PortalRequest, desk: Desk) -> bool:
    if not desk.form.demand_all():
        return False
    if desk.form.cleaned_data["dossier"] != desk.dossier.pk:
        desk.form.add_error(None, "A new paper has come to this application. Read it below, then submit again.")
        desk.form.restate("dossier", desk.dossier.pk)
        return False
    now = timezone.now()
    if early := rules.may_submit(desk.assignment, now):
        desk.form.add_error(None, early.sentence)
        return False
    services.submit_scores(
        assignment=desk.assignment,
        given=desk.form.given(),
        comment=desk.form.cleaned_data["comment"],
        revision=desk.form.cleaned_data["revision"],
        dossier=desk.dossier,
        by=request.person,
        now=now,
    )
    return True


def _submitted(request: PortalRequest, view: View, seat: Seat, assignment: Assignment) -> HttpResponse:
    code = assignment.entry.code
    if assignment.entry.exercise_id != view.exercise.pk:
        return done(
            request,
            f"Your scores for {code} are submitted. When everybody has scored it, the panel sees how it read it.",
            to=path_to("panels:calibration", request.alliance, pk=view.exercise.pk),
        )
    left = [one for one in queries.desk_of(seat) if one.state == AssignmentState.ASSIGNED]
    if not left:
        return done(
            request,
            f"Your scores for {code} are submitted. That was the last one: thank you.",
            to=path_to("panels:desk", request.alliance, pk=view.exercise.pk),
        )
    return done(
        request,
        f"Your scores for {code} are submitted. {len(left)} left.",
        to=path_to("panels:score", request.alliance, pk=view.exercise.pk, code=left[0].entry.code),
    )


def _page(
    request: PortalRequest, view: View, seat: Seat, desk: Desk, *, stale: bool = False, status: int | None = None
) -> HttpResponse:
    everything = list(queries.desk_of(seat))
    at = next(index for index, one in enumerate(everything) if one.pk == desk.assignment.pk)
    later = [*everything[at + 1 :], *everything[:at]]
    sections = queries.read_dossier(desk.dossier)
    calibration = queries.calibration_of(view.exercise)
    together = desk.assignment.entry.exercise_id != view.exercise.pk
    agreed = queries.agreed_readings(calibration) if calibration and not together else {}
    parts = []
    for criterion, level, comment in desk.form.by_criterion():
        evidence = [section for section in sections if section.key in criterion.evidence] or sections
        parts.append((criterion, level, comment, agreed.get(criterion.pk), evidence))
    shown = {section.key for *_, evidence in parts for section in evidence}
    context = {
        "view": view,
        "exercise": view.exercise,
        "entry": desk.assignment.entry,
        "assignment": desk.assignment,
        "form": desk.form,
        "parts": parts,
        "calibration": calibration,
        "together": together,
        "other": [section for section in sections if section.key not in shown],
        "done": sum(one.state == AssignmentState.SUBMITTED for one in everything),
        "total": len(everything),
        "previous": everything[at - 1] if at else None,
        "next": next((one for one in later if one.state == AssignmentState.ASSIGNED), None),
        "refusal": rules.may_score(desk.assignment),
        "stored": stored_scores(desk.assignment) if stale or desk.assignment.state != "assigned" else [],
        "stale": stale,
    }
    if stale:
        fresh = Assignment.objects.get(pk=desk.assignment.pk)
        desk.form.restate("revision", fresh.revision)
        context["saved_comment"] = fresh.comment
    if status:
        return render(request, "panels/score.html", context, status=status)
    return render_form(request, "panels/score.html", context, stale=stale)


def stored_scores(assignment: Assignment) -> list[Score]:
    """What is stored of an assignment, in the order of criteria."""
    return list(
        Score.objects.filter(assignment=assignment).select_related("criterion", "level").order_by("criterion__position")
    )


@require_POST
@seated
def draft(request: PortalRequest, view: View, seat: Seat, code: str) -> HttpResponse:
    """Save a draft in the background; answers {"saved": "10:42am", "revision": 3}, or {"problem": sentence}."""
    desk = _desk(request, view, seat, code)
    if not desk.form.is_valid():
        return JsonResponse({"problem": "Not saved: something is too long."}, status=400)
    try:
        revision = _save(desk)
    except services.StaleDraft:
        sentence = "Not saved: this draft was changed in another window. Press “Save draft” to see both."
        return JsonResponse({"problem": sentence}, status=409)
    except Refused as refused:
        return JsonResponse({"problem": refused.refusal.sentence}, status=403)
    return JsonResponse({"saved": time_in_words(timezone.localtime().time()), "revision": revision})


@require_safe
@seated
def paper(request: PortalRequest, view: View, seat: Seat, code: str, section: str) -> FileResponse:
    """An uploaded paper as the panel gets it, as an attachment under a name that says nothing."""
    desk = _desk(request, view, seat, code)
    wanted = next((s.paper for s in queries.read_dossier(desk.dossier) if s.key == section and s.paper), None)
    if wanted is None:
        raise Http404
    return paper_response(wanted)


def paper_response(wanted: queries.Paper) -> FileResponse:
    """A cleared copy, or the upload itself in a panel that is not anonymous; 404 when the file is gone."""
    held = wanted.copy or Document.objects.filter(pk=wanted.document or 0, removed_at=None).first()
    if held is None:
        raise Http404
    return as_attachment(held, wanted.name if wanted.copy else "")


@require_safe
@seated
def next_unscored(request: PortalRequest, view: View, seat: Seat) -> HttpResponse:
    """Lead to the next application that this person has not scored; to their desk if there is none."""
    left = queries.desk_of(seat).filter(state=AssignmentState.ASSIGNED).first()
    if left is None:
        page = path_to("panels:desk", request.alliance, pk=view.exercise.pk)
        return not_done(request, "You have scored everything.", to=page)
    return HttpResponseRedirect(path_to("panels:score", request.alliance, pk=view.exercise.pk, code=left.entry.code))
