"""The applicant's pages: start, task list, one part per page, hand over, tracker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.library.models import Document
from alliance.library.queries import documents_of
from alliance.library.services import remove, store
from alliance.library.sniffing import UploadRefused
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.workflow.machine import MoveRefused
from sle.forms import applications as forms_of
from sle.models import Application, Question, Round
from sle.queries import applications as queries
from sle.queries.rounds import application_of
from sle.rules import applications as rules
from sle.rules.deadlines import hand_over_by, references_by
from sle.rules.parts import Part, living_reference, missing_parts, parts_of
from sle.rules.references import may_change_referee
from sle.services import applications as services
from sle.services import paper
from sle.services.applications import Stale
from sle.states import ApplicationState, ReferenceKind, ReferenceState
from sle.views.pages import NOT_SAVED, application_crumbs, find_application, form_page, round_crumbs

EVIDENCE = "evidence"


@dataclass(frozen=True)
class PartPage:
    """A page of the task list that writes fields of the application."""

    title: str
    form: Callable[..., forms_of.RevisionForm]
    yes_no: tuple[str, ...] = ()


DETAILS = {
    "you": PartPage("Your name and post", forms_of.YouForm),
    "school": PartPage("Your school", forms_of.ApplicantSchoolForm),
    "trn": PartPage("Teacher reference number", forms_of.TrnForm),
    "leadership": PartPage("Your leadership role", forms_of.LeadershipForm, yes_no=("is_head", "is_hlta")),
}
REFEREES = {
    "head": (ReferenceKind.HEAD, "Your headteacher or principal"),
    "referee": (ReferenceKind.SECOND, "Your second referee"),
}


def application_start(request: PortalRequest, pk: int) -> HttpResponse:
    """Before you start: what is needed; the button makes the draft."""
    round: Round = get_object_or_404(Round.objects.select_related("alliance").exclude(state="draft"), pk=pk)
    mine = application_of(round, request.person)
    if mine:
        return done(request, "This is your application.", to=_page(mine))
    allow(rules.may_start_application(request.person, round, request.received_at))
    if request.method == "POST":
        made = services.start_application(round=round, person=request.person, now=timezone.now())
        return done(request, "Your application has been started. What you type is kept.", to=_page(made))
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
        record = queries.record_of(found, request.person) | {"crumbs_list": round_crumbs(found.round)}
        return render(request, "sle/application_record.html", record)
    if found.state == ApplicationState.DRAFT and rules.waits_for_confirmation(found):
        return render(request, "sle/application_confirm.html", _summary(found) | {"form": forms_of.DeclarationForm()})
    if found.state == ApplicationState.DRAFT:
        return _task_list(request, found)
    return render(request, "sle/application_tracker.html", _summary(found) | queries.tracker(found))


@never_cache
def application_part(request: PortalRequest, code: str, part: str) -> HttpResponse:
    """One part of the task list."""
    found = find_application(request, code)
    allow(rules.may_change_application(request.person, found))
    if part in DETAILS:
        return _details(request, found, part)
    if part == "areas":
        return _areas(request, found)
    if part == "adjustments":
        return _adjustments(request, found)
    if part in REFEREES:
        return _referee(request, found, part)
    raise Http404("There is no such part.")


@never_cache
def application_question(request: PortalRequest, code: str, key: str) -> HttpResponse:
    """One question. Whatever was typed is kept, also when it is too long; a stale tab shows both texts."""
    found = find_application(request, code)
    allow(rules.may_change_application(request.person, found))
    question = get_object_or_404(Question, round=found.round, key=key)
    answer = next((a for a in found.answers.all() if a.question_id == question.pk), None)
    context = {
        "application": found,
        "question": question,
        "part": ("question", key),
        "crumbs_list": application_crumbs(found, staff=False),
    }
    if request.method != "POST":
        initial = {"text": answer.text if answer else "", "revision": answer.revision if answer else 0}
        form = forms_of.AnswerForm(initial=initial, question=question)
        return render(request, "sle/application_question.html", context | {"form": form, "answer": answer})
    form = forms_of.AnswerForm(request.POST, question=question)
    valid = form.is_valid()
    later = "later" in request.POST
    text = form.data.get("text", "")[: forms_of.MOST_CHARACTERS]
    try:
        answer = services.save_answer(
            application=found,
            question=question,
            text=text,
            revision=form.cleaned_data.get("revision", 0),
            finished=valid and not later,
            by=request.person,
            now=timezone.now(),
        )
    except Stale as stale:
        mine = forms_of.AnswerForm(initial={"text": text, "revision": stale.revision}, question=question)
        return render(request, "sle/application_question.html", context | {"form": mine, "stale": stale}, status=409)
    if later:
        return done(request, f"“{question.title}” is saved. You can come back to it.", to=_page(found))
    if not valid:
        form.stand_on(answer.revision)
        return render(request, "sle/application_question.html", context | {"form": form, "answer": answer})
    return _next(request, found, ("question", key))


@require_POST
def answer_save(request: PortalRequest, code: str, key: str) -> JsonResponse:
    """Save as one types: {"saved", "revision"}. 409 when another tab was faster, 403 once it is handed over: then
    {"problem"} is the sentence."""
    found = find_application(request, code)
    refusal = rules.may_change_application(request.person, found)
    if refusal is not None:
        return JsonResponse({"problem": refusal.sentence}, status=403)
    question = get_object_or_404(Question, round=found.round, key=key)
    form = forms_of.AnswerForm(request.POST, question=question)
    form.is_valid()
    try:
        answer = services.save_answer(
            application=found,
            question=question,
            text=form.data.get("text", "")[: forms_of.MOST_CHARACTERS],
            revision=form.cleaned_data.get("revision", 0),
            finished=False,
            by=request.person,
            now=timezone.now(),
        )
    except Stale as stale:
        return JsonResponse({"problem": NOT_SAVED, "stored": stale.stored, "revision": stale.revision}, status=409)
    saved = answer.saved_at or timezone.now()
    return JsonResponse({"revision": answer.revision, "saved": f"{timezone.localtime(saved):%H:%M}"})


@never_cache
def application_files(request: PortalRequest, code: str) -> HttpResponse:
    """Evidence files: each is stored the moment it is uploaded."""
    found = find_application(request, code)
    allow(rules.may_change_application(request.person, found))
    form = forms_of.UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            document = store(subject=found, purpose=EVIDENCE, upload=form.cleaned_data["file"], by=request.person)
        except UploadRefused as refused:
            form.add_error("file", str(refused))
        else:
            return done(request, f"“{document.name}” is attached.", to=request.path)
    context = {
        "application": found,
        "form": form,
        "documents": documents_of(found, EVIDENCE),
        "crumbs_list": application_crumbs(found, staff=False),
        "next_url": _url_of_next(found, ("files", "")),
    }
    return render(request, "sle/application_files.html", context)


@require_POST
def application_file_remove(request: PortalRequest, code: str, document: int) -> HttpResponse:
    """Take an evidence file away."""
    found = find_application(request, code)
    allow(rules.may_change_application(request.person, found))
    # Only evidence: the scan of a paper application stays as it came.
    file: Document = get_object_or_404(documents_of(found, EVIDENCE), pk=document)
    remove(document=file, by=request.person)
    to = path_to("sle:application_files", request.alliance, code=code)
    return done(request, f"“{file.name}” is removed.", to=to)


@never_cache
def application_hand_over(request: PortalRequest, code: str) -> HttpResponse:
    """The summary with change links, the declaration, and handing over.

    The deadline is judged by when the server received this request, to the second.
    """
    found = find_application(request, code)
    allow(rules.may_change_application(request.person, found))
    received = request.received_at
    if rules.waits_for_confirmation(found):
        return not_done(request, "The applicant confirms what you typed; then it goes to the head.", to=_page(found))
    late = rules.closed_to_hand_over(found, received)
    form = forms_of.DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_over(application=found, by=request.person, received=received, now=timezone.now())
        except MoveRefused:
            return done(request, "Your application has been handed over already.", to=_page(found))
        except Refused as refused:
            context = _summary(found) | {"form": form, "late": refused.refusal, "missing": missing_parts(found)}
            return render(request, "sle/application_hand_over.html", context, status=403)
        head = living_reference(found, ReferenceKind.HEAD)
        name = head.name if head else "your headteacher"
        return done(
            request,
            f"Your application is with {name}. It is submitted when they have returned it.",
            to=_page(found),
        )
    context = _summary(found) | {"form": form, "late": late, "missing": missing_parts(found)}
    return render(request, "sle/application_hand_over.html", context)


@require_POST
def application_confirm_paper(request: PortalRequest, code: str) -> HttpResponse:
    """The applicant confirms what staff typed from paper."""
    found = find_application(request, code)
    allow(rules.may_confirm_paper(request.person, found))
    form = forms_of.DeclarationForm(request.POST)
    if not form.is_valid():
        return render(request, "sle/application_confirm.html", _summary(found) | {"form": form})
    paper.confirm_paper(application=found, by=request.person, now=timezone.now())
    return done(request, "Thank you. Your application is with your headteacher.", to=_page(found))


def application_withdraw(request: PortalRequest, code: str) -> HttpResponse:
    """Withdraw, at any time before the outcome."""
    found = find_application(request, code)
    allow(rules.may_withdraw(request.person, found))
    if request.method == "POST":
        services.withdraw(application=found, by=request.person, now=timezone.now())
        return done(request, "You have withdrawn your application. Everyone concerned is told.", to=_page(found))
    return form_page(
        request,
        title="Withdraw your application",
        form=forms_of.ConfirmForm(),
        submit="Withdraw my application",
        crumbs=application_crumbs(found, staff=False),
        warning="Nobody will consider your application any more. This cannot be undone.",
        back=_page(found),
    )


def application_referee(request: PortalRequest, code: str) -> HttpResponse:
    """Name another second referee after handing over."""
    found = find_application(request, code)
    if found.applicant_id != request.person.pk:
        raise Refused(rules.NOT_YOURS)
    allow(may_change_referee(found, ReferenceKind.SECOND))
    return _referee(request, found, "referee")


def _details(request: PortalRequest, found: Application, part: str) -> HttpResponse:
    """A page of fields, which are refused from a stale tab, with both values shown."""
    page = DETAILS[part]
    names = [name for name in page.form().fields if name != "revision"]
    initial = {name: getattr(found, name) for name in names} | {"revision": found.revision}
    initial |= {name: forms_of.as_yes_no(initial[name]) for name in page.yes_no}
    form = page.form(request.POST or None, initial=initial)
    stale: list[tuple[str, Any]] = []
    status = 200
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in names}
        try:
            services.save_details(
                application=found, revision=form.cleaned_data["revision"], values=values, by=request.person
            )
        except Stale as refused:
            found.refresh_from_db()
            stale = [(str(form.fields[name].label), _shown(getattr(found, name))) for name in names]
            form.stand_on(refused.revision)
            status = 409
        else:
            return _next(request, found, (part, ""))
    return _part_page(request, found, page.title, form, part, status=status, stale=stale)


def _areas(request: PortalRequest, found: Application) -> HttpResponse:
    chosen = [area.area_id for area in found.areas.all()]
    form = forms_of.ApplicationAreasForm(request.POST or None, application=found, initial={"areas": chosen})
    if form.is_valid():
        services.save_areas(application=found, areas=list(form.cleaned_data["areas"]), by=request.person)
        return _next(request, found, ("areas", ""))
    return _part_page(request, found, "Areas you apply for", form, "areas")


def _adjustments(request: PortalRequest, found: Application) -> HttpResponse:
    asked = getattr(found, "adjustment", None)
    form = forms_of.AdjustmentsForm(request.POST or None, initial={"request": asked.request if asked else ""})
    if form.is_valid():
        services.save_adjustments(application=found, request=form.cleaned_data["request"], by=request.person)
        return _next(request, found, ("adjustments", ""))
    return _part_page(request, found, "Adjustments you need", form, "adjustments")


def _referee(request: PortalRequest, found: Application, part: str) -> HttpResponse:
    kind, title = REFEREES[part]
    living = living_reference(found, kind)
    keep = living is not None and living.state == ReferenceState.NAMED
    initial = {name: getattr(living, name) for name in ("name", "post", "email", "telephone")} if keep else {}
    form = forms_of.RefereeForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.name_referee(
                application=found, kind=kind, by=request.person, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("email", refused.refusal.sentence)
        else:
            if found.state != ApplicationState.DRAFT:
                return done(
                    request, f"{form.cleaned_data['name']} is asked for your second reference.", to=_page(found)
                )
            return _next(request, found, (part, ""))
    return _part_page(request, found, title, form, part)


def _part_page(
    request: PortalRequest,
    found: Application,
    title: str,
    form: forms.Form,
    part: str,
    *,
    status: int = 200,
    stale: list[tuple[str, Any]] | None = None,
) -> HttpResponse:
    context = {
        "application": found,
        "title": title,
        "form": form,
        "part": part,
        "stale": stale,
        "crumbs_list": application_crumbs(found, staff=False),
    }
    return render(request, "sle/application_part.html", context, status=status)


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
        "crumbs_list": [],
    }
    return render(request, "sle/application_task_list.html", context)


def _summary(found: Application) -> dict[str, Any]:
    return queries.summary(found) | {
        "crumbs_list": application_crumbs(found, staff=False),
        "documents": documents_of(found, EVIDENCE),
        "hand_over_by": hand_over_by(found),
        "references_by": references_by(found),
    }


def url_of(found: Application, part: Part) -> str:
    """The page of a part of the task list."""
    alliance = found.round.alliance
    if part.slug == "question":
        return path_to("sle:application_question", alliance, code=found.code, key=part.question_key)
    if part.slug == "files":
        return path_to("sle:application_files", alliance, code=found.code)
    return path_to("sle:application_part", alliance, code=found.code, part=part.slug)


def _url_of_next(found: Application, here: tuple[str, str]) -> str:
    parts = parts_of(found)
    places = [(part.slug, part.question_key) for part in parts]
    after = parts[places.index(here) + 1 :] if here in places else []
    return (
        url_of(found, after[0])
        if after
        else path_to("sle:application_hand_over", found.round.alliance, code=found.code)
    )


def _next(request: PortalRequest, found: Application, here: tuple[str, str]) -> HttpResponse:
    """Saved: on to the next part, or back to the task list."""
    if "later" in request.POST:
        return done(request, "Saved. You can come back at any time.", to=_page(found))
    return done(request, "Saved.", to=_url_of_next(found, here))


def _page(found: Application) -> str:
    return path_to("sle:application", found.round.alliance, code=found.code)


def _shown(value: Any) -> str:
    return {True: "Yes", False: "No", None: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
