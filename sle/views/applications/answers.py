"""The questions of an application: one per page, saved as one types."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from alliance.answers import done
from alliance.drafts import Stale, autosaved
from alliance.form_pages import render_form
from alliance.refusal import allow
from alliance.requests import PortalRequest
from sle.forms.applications import MOST_CHARACTERS, AnswerForm
from sle.models import Question
from sle.rules import applications as rules
from sle.services import applications as services
from sle.views.applications.way import go_on, page_of
from sle.views.pages import application_crumbs, find_application


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
        form = AnswerForm(initial=initial, question=question)
        return render(request, "sle/application_question.html", context | {"form": form, "answer": answer})
    form = AnswerForm(request.POST, question=question)
    valid = form.is_valid()
    later = "later" in request.POST
    text = form.data.get("text", "")[:MOST_CHARACTERS]
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
        mine = AnswerForm(initial={"text": text, "revision": stale.revision}, question=question)
        return render_form(
            request, "sle/application_question.html", context | {"form": mine, "stale": stale}, stale=True
        )
    if later:
        return done(request, f"“{question.title}” is saved. You can come back to it.", to=page_of(found))
    if not valid:
        form.stand_on(answer.revision)
        return render_form(request, "sle/application_question.html", context | {"form": form, "answer": answer})
    return go_on(request, found, ("question", key))


@require_POST
def answer_save(request: PortalRequest, code: str, key: str) -> JsonResponse:
    """Save as one types: {"saved", "revision"}. 409 when another tab was faster, 403 once it is handed over: then
    {"problem"} is the sentence."""
    found = find_application(request, code)
    refusal = rules.may_change_application(request.person, found)
    if refusal is not None:
        return JsonResponse({"problem": refusal.sentence}, status=403)
    question = get_object_or_404(Question, round=found.round, key=key)
    form = AnswerForm(request.POST, question=question)
    form.is_valid()
    return autosaved(
        lambda: services.save_answer(
            application=found,
            question=question,
            text=form.data.get("text", "")[:MOST_CHARACTERS],
            revision=form.cleaned_data.get("revision", 0),
            finished=False,
            by=request.person,
            now=timezone.now(),
        )
    )
