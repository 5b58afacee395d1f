"""The chair's table, the comparison of scorers, and what the panel agrees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.exports import csv_response
from alliance.form_pages import render_form
from alliance.panels import queries, rules, services
from alliance.panels.forms import AgreeForm, FewerForm
from alliance.panels.leniency import Estimate
from alliance.panels.models import AgreedScore, Assignment, Criterion, Entry, Level, Meeting, Score, Seat
from alliance.panels.queries import table as tables
from alliance.panels.rules import View
from alliance.panels.states import AssignmentState, Recommendation, SeatRole
from alliance.panels.table_html import columns, table_html
from alliance.panels.views.finding import entry_or_404, scores_or_404, view_or_404
from alliance.panels.views.scoring import paper_response
from alliance.refusal import Refusal, Refused, allow
from alliance.requests import PortalRequest
from alliance.workflow.notes import notes_about

PAGE = 50


@require_safe
def table(request: PortalRequest, pk: int) -> HttpResponse:
    """One row per entry: filter by area and flag, sort by any column, download with all scores."""
    view = scores_or_404(request, pk)
    found = tables.table_of(view)
    every, adjusted = found.rows, not found.moderation.off
    area, flag, sort = (request.GET.get(name, "") for name in ("area", "flag", "sort"))
    rows = tables.in_order(tables.filtered(every, area=area, flag=flag), sort)
    if request.GET.get("format") == "csv":
        header, cells = tables.all_scores(view, rows)
        return csv_response(f"{view.exercise.code}-scores", header, cells)
    page = Paginator(rows, len(rows) or 1 if "all" in request.GET else PAGE).get_page(request.GET.get("page"))
    levels = list(Level.objects.filter(rubric=view.exercise.rubric_id).values_list("value", flat=True))
    deciding_page = queries.deciding_page(view.exercise)
    ticks = _proposable(view, page) if deciding_page else frozenset()
    context = {
        "view": view,
        "exercise": view.exercise,
        "targets": tables.targets_for(view),
        "areas": sorted({name for row in every for name in row.areas}),
        "flags": tables.FLAGS,
        "area": area,
        "flag": flag,
        "sort": sort,
        "headings": _headings(request, sort, adjusted=adjusted),
        "moderation": found.moderation,
        "page_obj": page,
        "total": len(every),
        "pages": [(n, _address(request, page=str(n))) for n in page.paginator.page_range],
        "csv": _address(request, format="csv", page=None),
        "all": _address(request, all="1", page=None),
        "body": table_html(
            page,
            base=path_to("panels:table", request.alliance, pk=pk),
            lowest=min(levels, default=0),
            highest=max(levels, default=1),
            criteria=view.exercise.rubric.criteria.count(),
            adjusted=adjusted,
            ticks=ticks or None,
        ),
        "deciding_page": deciding_page,
        "ticks": ticks,
        "unfinished": sum(row.waiting > 0 for row in every),
    }
    return render(request, "panels/table.html", context)


def _proposable(view: View, rows: Iterable[tables.Row]) -> frozenset[int]:
    """Ids of the entries for which this person proposes outcomes: those they chair."""
    every = view.seat is not None and view.seat.role == SeatRole.CHAIR
    return frozenset(row.pk for row in rows if every or row.chaired)


def _address(request: PortalRequest, **changes: str | None) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


def _headings(request: PortalRequest, sort: str, *, adjusted: bool) -> list[dict[str, Any]]:
    now = sort or "code"
    return [
        {
            "title": title,
            "numeric": numeric,
            "sorted": "ascending" if now == name else "descending" if now == f"-{name}" else "none",
            "url": _address(request, sort=f"-{name}" if now == name else name, page=None),
        }
        for name, title, numeric in columns(adjusted=adjusted)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """The scores of all scorers of an entry per criterion, and beside them what the panel agreed.

    Opens to a scorer of the entry when all its scorers have submitted or been excused.
    """
    view, entry = _opened(request, pk, code)
    criteria = list(Criterion.objects.filter(rubric=view.exercise.rubric_id))
    levels = list(Level.objects.filter(rubric=view.exercise.rubric_id))
    agreed = {a.criterion_id: a for a in AgreedScore.objects.filter(entry=entry).select_related("level", "by")}
    initial: dict[str, Any] = {f"level_{pk_}": str(a.level_id) for pk_, a in agreed.items()}
    initial |= {f"reason_{pk_}": a.reason for pk_, a in agreed.items()}
    refusal = rules.may_agree(view, entry, opened=True)
    meeting = None if refusal else queries.open_meeting(view.exercise)
    refusal = rules.may_agree_in_meeting(view, meeting.present.all()) if meeting else refusal
    out = queries.sent_out(meeting, entry) if meeting else []
    names = [seat.person.name for seat in out]
    initial["revision"] = queries.times_agreed(entry)
    form = AgreeForm(request.POST or None, criteria=criteria, levels=levels, initial=initial, out=names)
    stale: list[tuple[str, str]] | None = None
    if request.method == "POST":
        allow(refusal)
        if form.is_valid():
            try:
                return _agree(request, view, entry, form, {level.pk: level for level in levels}, meeting, out)
            except services.StaleAgreement:
                stale = [(one.criterion.name, f"{one.level.name}: {one.reason}") for one in agreed.values()]
                form.stand_on(initial["revision"])
            except Refused as refused:
                form.add_error(None, refused.refusal.sentence)
    context = {
        "view": view,
        "next": None if refusal else _next_to_agree(view, entry),
        "exercise": view.exercise,
        "entry": entry,
        "form": form,
        "refusal": refusal,
        "stale": stale,
        "meeting": meeting,
        "adjusted": _adjusted(view, entry) if view.leads or view.runs else None,
        "sections": queries.read_dossier(_dossier(entry)),
        **_side_by_side(view, entry, criteria, agreed),
    }
    return render_form(request, "panels/comparison.html", context, stale=stale is not None)


def _adjusted(view: View, entry: Entry) -> Estimate | None:
    submitted = queries.submitted_means(view.exercise, view.hidden)
    return queries.moderation_of(view.exercise, submitted).entries.get(entry.pk)


def _opened(request: PortalRequest, pk: int, code: str) -> tuple[View, Entry]:
    """An entry whose scores are open to this person; 404 for what does not exist for them, refused before it opens."""
    view = view_or_404(request, pk)
    entry = entry_or_404(view, code)
    mine = view.seat and queries.assignments_of(view.seat).filter(entry=entry).exists()
    if entry.withdrawn_at or not (mine or view.leads or view.runs):
        raise Http404
    if entry.pk not in queries.open_entries(view):
        allow(Refusal(f"The scores for {code} open when everybody who scores it has submitted or been excused."))
    return view, entry


@require_safe
def comparison_paper(request: PortalRequest, pk: int, code: str, section: str) -> FileResponse:
    """A paper of the dossier beside the scores, also for a chair who was not given the entry to score."""
    _, entry = _opened(request, pk, code)
    sections = queries.read_dossier(_dossier(entry))
    wanted = next((one.paper for one in sections if one.key == section and one.paper), None)
    if wanted is None:
        raise Http404
    return paper_response(wanted)


def _next_to_agree(view: View, entry: Entry) -> Entry | None:
    """The next entry that this person chairs, that is open to them and on which the rule says nothing yet."""
    waiting = queries.active(view.exercise).filter(
        recommendation=Recommendation.OPEN, pk__in=queries.open_entries(view)
    )
    mine = [one for one in waiting.exclude(pk=entry.pk) if rules.chairs(view, one)]
    return next((one for one in mine if one.code > entry.code), mine[0] if mine else None)


def _dossier(entry: Entry) -> Any:
    dossier = queries.readable_dossier(entry)
    if dossier is None:
        raise Http404
    dossier.entry = entry
    return dossier


def _agree(
    request: PortalRequest,
    view: View,
    entry: Entry,
    form: AgreeForm,
    levels: dict[int, Level],
    meeting: Meeting | None,
    out: list[Seat],
) -> HttpResponse:
    changed = [(criterion, levels[level], reason) for criterion, level, reason in form.agreed()]
    by, now = request.person, timezone.now()
    page = path_to("panels:comparison", request.alliance, pk=view.exercise.pk, code=entry.code)
    revision = form.cleaned_data["revision"]
    if meeting:
        services.discuss(meeting=meeting, entry=entry, agreed=changed, revision=revision, out=out, by=by, now=now)
        what = "what the panel agreed on" if changed else "that nothing was changed on"
        return done(request, f"The minutes of the meeting say {what} {entry.code}.", to=page)
    services.agree(entry=entry, agreed=changed, revision=revision, by=by, now=now)
    sentence = f"What the panel agreed on {entry.code} is written down." if changed else "Nothing was changed."
    return done(request, sentence, to=page)


def _side_by_side(
    view: View, entry: Entry, criteria: list[Criterion], agreed: dict[int, AgreedScore]
) -> dict[str, Any]:
    """Columns of scorers and rows of criteria. In an anonymous panel scorers are numbered: whose name is missing
    would tell from which school the candidate comes."""
    scorers = list(
        Assignment.objects.filter(entry=entry, state=AssignmentState.SUBMITTED)
        .select_related("seat__person")
        .order_by("position", "id")
    )
    scores = {
        (score.assignment_id, score.criterion_id): score
        for score in Score.objects.filter(assignment__in=scorers).select_related("level")
    }
    names: list[str] = []
    for number, one in enumerate(scorers, start=1):
        mine = view.seat is not None and one.seat_id == view.seat.pk
        name = f"Scorer {number}" if view.exercise.anonymous else one.seat.person.name
        names.append(f"{name} (you)" if mine else name)
    return {
        "scorers": list(zip(names, scorers, strict=True)),
        "rows": [
            (
                criterion,
                [(name, scores.get((one.pk, criterion.pk))) for name, one in zip(names, scorers, strict=True)],
                agreed.get(criterion.pk),
            )
            for criterion in criteria
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def fewer(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """The chair accepts fewer scores for an entry, with a reason that stays on the record."""
    view = view_or_404(request, pk)
    if not view.leads:
        raise Http404
    entry = entry_or_404(view, code)
    allow(rules.may_accept_fewer(view, entry))
    form = FewerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.accept_fewer(entry=entry, by=request.person, now=timezone.now(), **form.cleaned_data)
        scores = form.cleaned_data["scores"]
        return done(
            request,
            f"{code} can be decided with {scores} score{'' if scores == 1 else 's'}. Your reason is on the record.",
            to=path_to("panels:exercise", request.alliance, pk=pk),
        )
    return render_form(
        request,
        "panels/fewer.html",
        {"exercise": view.exercise, "entry": entry, "form": form, "notes": notes_about(entry, "fewer_accepted")},
    )
