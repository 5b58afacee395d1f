"""Evaluations of leaders' work, and the measures of a request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.drafts import Stale, autosaved
from alliance.form_pages import form_page, render_form
from alliance.refusal import Refusal, Refused, allow
from alliance.requests import PortalRequest
from support.forms.evaluations import (
    CommentForm,
    EvaluationForm,
    FollowUpForm,
    GainedForm,
    ReadingForm,
    SettleForm,
)
from support.models import Evaluation, Measure
from support.queries.evaluations import all_evaluations, progress_of
from support.rules import evaluations as rules
from support.rules.deployments import sides_at
from support.rules.sides import Side, sides_of
from support.services import evaluations as services
from support.states import EvaluationState
from support.views.deployments import crumbs_below, deployment_url, find_deployment
from support.views.requests import crumbs_to, find_request


def _find(pk: int) -> Evaluation:
    found: Evaluation = get_object_or_404(all_evaluations(), pk=pk)
    return found


def _form(request: PortalRequest, found: Evaluation) -> EvaluationForm:
    lines = list(found.needs.select_related("need__area"))
    initial = {**services.stored_values(found), "revision": found.revision}
    # Also an empty post is one: what was typed may be nothing.
    return EvaluationForm(request.POST if request.method == "POST" else None, lines=lines, initial=initial)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: PortalRequest, pk: int) -> HttpResponse:
    """The school writes it here until it is given; then the school, the leader and the alliance read it."""
    found = _find(pk)
    if found.state != EvaluationState.ASKED:
        return _shown(request, found)
    allow(rules.may_write_evaluation(request.person, found))
    form, later, stale = _form(request, found), "later" in request.POST, None
    if later:
        form.let_lack()
    if request.method == "POST":
        valid = form.is_valid()
        try:
            _save(request, found, form)
        except Stale as refused:
            mine = form.typed()
            stale = [
                (str(form.fields[name].label), value) for name, value in refused.stored.items() if mine[name] != value
            ]
            form.stand_on(refused.revision)
        else:
            form.stand_on(found.revision)
            if later:
                page = deployment_url(found.deployment)
                return done(request, "Saved. You can come back to it.", to=page)
            if valid:
                services.give_evaluation(evaluation=found, by=request.person, now=timezone.now())
                said = "Thank you. The leader and the alliance read your evaluation; you are asked once more in a term."
                return done(request, said, to=request.path)
    context = {
        "evaluation": found,
        "found": found.deployment,
        "form": form,
        "stale": stale,
        "crumbs_list": crumbs_below(request.person, found.deployment),
    }
    return render_form(request, "support/evaluation_write.html", context, stale=stale is not None)


def _save(request: PortalRequest, found: Evaluation, form: EvaluationForm) -> Evaluation:
    revision = form.cleaned_data.get("revision", 0)
    return services.save_evaluation(
        evaluation=found, revision=revision, values=form.typed(), by=request.person, now=timezone.now()
    )


def _shown(request: PortalRequest, found: Evaluation) -> HttpResponse:
    allow(rules.may_read_evaluation(request.person, found))
    person, today = request.person, timezone.localdate()
    may = {
        "comment": rules.may_comment(person, found),
        "settle": rules.may_settle_evaluation(person, found),
        "follow_up": rules.may_follow_up(person, found, today),
    }
    context = {
        "evaluation": found,
        "found": found.deployment,
        "lines": found.needs.select_related("need__area"),
        "may": {name for name, refusal in may.items() if refusal is None},
        "crumbs_list": crumbs_below(person, found.deployment),
    }
    return render(request, "support/evaluation.html", context)


@require_POST
def evaluation_save(request: PortalRequest, pk: int) -> JsonResponse:
    """Save as one types: {"saved", "revision"}. 409 when another tab was faster, 403 once it is given."""
    found = _find(pk)
    if refusal := rules.may_write_evaluation(request.person, found):
        return JsonResponse({"problem": refusal.sentence}, status=403)
    form = _form(request, found)
    form.is_valid()
    return autosaved(lambda: _save(request, found, form))


def _said(
    request: PortalRequest,
    *,
    refusal: Refusal | None,
    form: forms.Form,
    save: Any,
    page: str,
    said: str,
    **shown: Any,
) -> HttpResponse:
    """One form that says one thing: refused, saved by `save`, or shown again with what is wrong."""
    allow(refusal)
    if request.method == "POST" and form.is_valid():
        try:
            save(by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            return done(request, said, to=page)
    return form_page(request, form=form, back=page, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_comment(request: PortalRequest, pk: int) -> HttpResponse:
    """The leader comments."""
    found = _find(pk)
    return _said(
        request,
        refusal=rules.may_comment(request.person, found),
        form=CommentForm(request.POST or None),
        save=lambda **said: services.comment(evaluation=found, **said),
        page=path_to("support:evaluation", request.alliance, pk=pk),
        said="Your comment stands beneath the evaluation.",
        title="Comment on the evaluation",
        submit="Send the comment",
        crumbs=crumbs_below(request.person, found.deployment),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_settle(request: PortalRequest, pk: int) -> HttpResponse:
    """Staff have read it."""
    found = _find(pk)
    return _said(
        request,
        refusal=rules.may_settle_evaluation(request.person, found),
        form=SettleForm(request.POST or None),
        save=lambda **said: services.settle_evaluation(evaluation=found, **said),
        page=path_to("support:evaluation", request.alliance, pk=pk),
        said="The evaluation counts as read.",
        title="You have read this evaluation",
        submit="It is read and dealt with",
        crumbs=crumbs_below(request.person, found.deployment),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_follow_up(request: PortalRequest, pk: int) -> HttpResponse:
    """The school says what has lasted."""
    found = _find(pk)
    return _said(
        request,
        refusal=rules.may_follow_up(request.person, found, timezone.localdate()),
        form=FollowUpForm(request.POST or None),
        save=lambda **said: services.follow_up(evaluation=found, **said),
        page=path_to("support:evaluation", request.alliance, pk=pk),
        said="Thank you. The leader and the alliance read it.",
        title="What has lasted?",
        submit="Send",
        crumbs=crumbs_below(request.person, found.deployment),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def deployment_gained(request: PortalRequest, pk: int) -> HttpResponse:
    """The leader, or the home school, says what it took back from the work."""
    found = find_deployment(pk)
    leader = Side.LEADER in sides_at(request.person, found)
    field = "gained" if leader else "home_gained"
    stored = getattr(getattr(found, "evaluation", None), field, "")
    return _said(
        request,
        refusal=rules.may_say_gained(request.person, found),
        form=GainedForm(request.POST or None, initial={"text": stored}),
        save=lambda **said: services.say_gained(deployment=found, field=field, **said),
        page=deployment_url(found),
        said="Thank you. It stands with the evaluation.",
        title="What did you gain?" if leader else f"What did {found.home_school} gain?",
        lead="From the work in another school: what came back into your own.",
        submit="Save",
        crumbs=crumbs_below(request.person, found),
    )


@require_safe
def request_outcomes(request: PortalRequest, code: str) -> HttpResponse:
    """Each measure of a request: before, hoped for, and later."""
    found = find_request(request, code)
    sides = sides_of(request.person, found)
    allow(rules.may_see_outcomes(sides, found))
    progress = progress_of(found)
    context = {
        "found": found,
        "progress": progress,
        "may_write": bool(sides & {Side.SCHOOL, Side.STAFF}),
        "crumbs_list": crumbs_to(found),
    }
    return render(request, "support/request_outcomes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_read(request: PortalRequest, pk: int) -> HttpResponse:
    """Write down where a measure stands."""
    found: Measure = get_object_or_404(
        Measure.objects.select_related("need__request__alliance", "need__request__school", "alliance"), pk=pk
    )
    form = ReadingForm(request.POST or None)
    on = form.cleaned_data.get("on") if request.method == "POST" and form.is_valid() else None
    today = timezone.localdate()
    allow(rules.may_read_measure(request.person, found, None, today))
    if on is not None and (refusal := rules.may_read_measure(request.person, found, on, today)):
        form.add_error("on", refusal.sentence)
    return _said(
        request,
        refusal=None,
        form=form,
        save=lambda **said: services.read_measure(measure=found, **said),
        page=path_to("support:request_outcomes", request.alliance, code=found.root.code),
        said="The value is written down.",
        title=found.name,
        lead=f"Before: {found.baseline_words} ({found.source}).",
        submit="Write it down",
        crumbs=crumbs_to(found.root),
    )
