"""Clearing a dossier: what is blacked out, what the panel gets of uploaded papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.panels import queries, rules, services
from alliance.panels.forms import PaperForm, PassageForm
from alliance.panels.models import Dossier, Mark
from alliance.panels.passages import folded, pieces
from alliance.panels.states import MarkState
from alliance.panels.views.finding import dossier_or_404, view_or_404
from alliance.panels.views.scoring import paper_response
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest


@dataclass(frozen=True)
class Group:
    """All marks of the same words: decided together."""

    text: str
    why: str
    marks: list[Mark]

    @property
    def ids(self) -> str:
        """The marks' ids, as the form carries them."""
        return ",".join(str(mark.pk) for mark in self.marks)

    @property
    def state(self) -> str:
        """The state they share; to decide if they differ."""
        states = {mark.state for mark in self.marks}
        return states.pop() if len(states) == 1 else str(MarkState.SUGGESTED)


def _groups(dossier: Dossier) -> list[Group]:
    texts = {section["key"]: section["text"] for section in dossier.sections}
    groups: dict[str, Group] = {}
    for mark in dossier.marks.all():
        words = texts[mark.section][mark.start : mark.end]
        group = groups.setdefault(" ".join(folded(words).split()), Group(" ".join(words.split()), mark.why, []))
        group.marks.append(mark)
    return sorted(groups.values(), key=lambda group: (group.state != MarkState.SUGGESTED, folded(group.text)))


def _page_of(request: PortalRequest, pk: int, code: str) -> str:
    return path_to("panels:dossier_clear", request.alliance, pk=pk, code=code)


def _dossier(request: PortalRequest, pk: int, code: str) -> Dossier:
    view = view_or_404(request, pk)
    dossier = dossier_or_404(view, code)
    allow(rules.may_clear(view, dossier))
    return dossier


@require_http_methods(["GET", "HEAD", "POST"])
def dossier_clear(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """Read the whole dossier with its marks, and declare it clear."""
    view = view_or_404(request, pk)
    dossier = dossier_or_404(view, code)
    if request.method == "POST":
        allow(rules.may_clear(view, dossier))
        try:
            services.clear_dossier(dossier=dossier, by=request.person, now=timezone.now())
        except Refused as refused:
            return not_done(request, refused.refusal.sentence, to=_page_of(request, pk, code))
        return done(
            request,
            f"{code} is clear: the panel may read it.",
            to=path_to("panels:exercise", request.alliance, pk=pk),
        )
    return _page(request, dossier)


def _page(
    request: PortalRequest, dossier: Dossier, *, passage: PassageForm | None = None, paper: PaperForm | None = None
) -> HttpResponse:
    marks: dict[str, list[tuple[int, int, str]]] = {}
    for mark in dossier.marks.all():
        marks.setdefault(mark.section, []).append((mark.start, mark.end, mark.state))
    copies = {copy.section: copy for copy in dossier.copies.all()}
    failed = paper.prefix if paper is not None else ""
    papers = [
        {
            "section": section,
            "copy": copies.get(section["key"]),
            "form": paper if paper is not None and failed == section["key"] else _paper_form(dossier, section["key"]),
        }
        for section in dossier.sections
        if section["kind"] == "document"
    ]
    passage = passage or PassageForm()
    entry = dossier.entry
    forms = [passage, *(one["form"] for one in papers)]
    return render_form(
        request,
        "panels/dossier_clear.html",
        {
            "exercise": entry.exercise,
            "entry": entry,
            "dossier": dossier,
            "groups": _groups(dossier),
            "sections": [
                (section, pieces(section["text"], marks.get(section["key"], [])))
                for section in dossier.sections
                if section["text"]
            ],
            "papers": papers,
            "passage": passage,
            "forms": forms,
            "refusal": rules.undecided(dossier),
        },
    )


@require_POST
def mark_decide(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """Black out or leave readable, for each group of marks that was ticked one way or the other."""
    dossier = _dossier(request, pk, code)
    by_id = {str(mark.pk): mark for mark in dossier.marks.all()}
    changed = 0
    if "all" in request.POST:
        waiting = [mark for mark in by_id.values() if mark.state == MarkState.SUGGESTED]
        changed = _decide(request, dossier, waiting, black_out=True)
    else:
        for name, value in request.POST.items():
            if name.startswith("decide_") and value in ("black_out", "keep"):
                chosen = [by_id[one] for one in name.removeprefix("decide_").split(",") if one in by_id]
                changed += _decide(request, dossier, chosen, black_out=value == "black_out")
    sentence = f"{changed} passage{' is' if changed == 1 else 's are'} decided." if changed else "Nothing was changed."
    return done(request, sentence, to=_page_of(request, pk, code))


def _decide(request: PortalRequest, dossier: Dossier, marks: Iterable[Mark], *, black_out: bool) -> int:
    decided: int = services.decide_marks(
        dossier=dossier, marks=marks, black_out=black_out, by=request.person, now=timezone.now()
    )
    return decided


@require_POST
def passage_black_out(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """Black out a typed passage wherever it stands."""
    dossier = _dossier(request, pk, code)
    form = PassageForm(request.POST)
    if form.is_valid():
        try:
            count = services.black_out_typed(
                dossier=dossier, typed=form.cleaned_data["typed"], by=request.person, now=timezone.now()
            )
        except Refused as refused:
            form.add_error("typed", refused.refusal.sentence)
        else:
            places = "1 place" if count == 1 else f"{count} places"
            return done(request, f"The passage is blacked out in {places}.", to=_page_of(request, pk, code))
    return _page(request, dossier, passage=form)


def _paper_form(dossier: Dossier, section: str, typed: QueryDict | None = None) -> PaperForm:
    return PaperForm(typed, prefix=section, held=queries.held_version(dossier.entry, section))


@require_POST
def paper_decide(request: PortalRequest, pk: int, code: str, section: str) -> HttpResponse:
    """What the panel gets of an uploaded paper. A version that is sent is kept first, whatever becomes of the rest."""
    dossier = _dossier(request, pk, code)
    upload, problem = request.FILES.get(f"{section}-upload"), ""
    if upload is not None:
        try:
            services.hold_version(dossier=dossier, section=section, upload=upload, by=request.person)
        except Refused as refused:
            problem = refused.refusal.sentence
    form = _paper_form(dossier, section, request.POST)
    if problem:
        form.errors.pop("upload", None)
        form.add_error("upload", problem)
    elif form.is_valid():
        try:
            sentence = _decide_paper(request, dossier, section, form.cleaned_data)
        except Refused as refused:
            form.add_error("what", refused.refusal.sentence)
        else:
            return done(request, sentence, to=_page_of(request, pk, code))
    return _page(request, dossier, paper=form)


def _decide_paper(request: PortalRequest, dossier: Dossier, section: str, said: Mapping[str, Any]) -> str:
    """Do as the form says; the sentence that tells what the panel gets. Raises Refused."""
    by, now = request.person, timezone.now()
    if said["what"] == "leave_out":
        services.leave_paper_out(dossier=dossier, section=section, by=by, now=now)
        return "The panel does not get this paper."
    if said["what"] == "replace":
        copy = services.replace_paper(dossier=dossier, section=section, by=by, now=now, harmless=said["harmless"])
        return f"The panel gets your version as “{copy.name}”."
    copy = services.clear_paper(dossier=dossier, section=section, by=by, now=now, harmless=said["harmless"])
    return f"The panel gets a clean copy as “{copy.name}”."


@require_safe
def paper_original(request: PortalRequest, pk: int, code: str, section: str) -> FileResponse:
    """The upload itself, for the staff who clear it."""
    dossier = _dossier(request, pk, code)
    wanted = next((s for s in dossier.sections if s["key"] == section and s["kind"] == "document"), None)
    if wanted is None:
        raise Http404
    return paper_response(queries.Paper("", None, wanted["document"]))
