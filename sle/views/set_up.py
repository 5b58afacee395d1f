"""Setting up a round, one thing per page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.expertise.services import add_area
from alliance.form_pages import render_form
from alliance.refusal import allow
from alliance.requests import PortalRequest
from sle.forms import rounds as forms_of
from sle.leader_kinds import kind_of
from sle.models import EligibilityRule, Question, Round
from sle.rules import rounds as rules
from sle.services import set_up
from sle.views.pages import find_round, form_page, round_crumbs


@dataclass(frozen=True)
class Step:
    """One page of settings: its heading, its form, and what writes it."""

    title: str
    form: Callable[..., forms.Form]
    later: bool = False
    needs_alliance: bool = False


STEPS = {
    "about": Step("Title and public text", forms_of.AboutForm),
    "times": Step("Opening and closing times", forms_of.TimesForm),
    "later": Step("What happens after closing", forms_of.LaterDatesForm, later=True),
    "scoring": Step("Scoring and interviews", forms_of.ScoringForm, needs_alliance=True),
    "appeal": Step("Appeals", forms_of.AppealForm),
    "privacy": Step("Privacy notice", forms_of.PrivacyForm),
    "reminders": Step("Reminders", forms_of.RemindersForm),
}


def round_set_up(request: PortalRequest, pk: int, step: str) -> HttpResponse:
    """One page of the round's settings."""
    found = find_round(request, pk)
    if step not in STEPS:
        raise Http404("There is no such page.")
    page, now = STEPS[step], timezone.now()
    may = rules.may_change_later_dates if page.later else rules.may_set_up_round
    allow(may(request.person, found))
    more = {"alliance": request.alliance} if page.needs_alliance else {}
    blank = page.form(**more)
    initial = {name: getattr(found, name) for name in blank.fields}
    form = page.form(request.POST or None, initial=initial, **more)
    if page.later and form.is_valid():
        for name, sentence in rules.later_dates_problems(found, form.cleaned_data, now).items():
            form.add_error(name, sentence)
    if form.is_valid():
        if page.later:
            set_up.change_later_dates(round=found, values=form.cleaned_data, by=request.person, now=now)
        else:
            set_up.set_up_round(round=found, values=form.cleaned_data, by=request.person)
        return _saved(request, found)
    context = {
        "title": page.title,
        "form": form,
        "submit": "Save",
        "crumbs_list": round_crumbs(found),
        "back": _back(found),
        "about_criteria": step == "scoring",
    }
    return render_form(request, "sle/round_set_up.html", context)


def round_areas(request: PortalRequest, pk: int) -> HttpResponse:
    """Choose the areas that the round looks for."""
    found = find_round(request, pk)
    allow(rules.may_set_up_round(request.person, found))
    chosen = list(found.areas.values_list("area_id", flat=True))
    form = forms_of.AreasForm(
        request.POST or None, kind=kind_of(request.alliance, found.kind), initial={"areas": chosen}
    )
    if form.is_valid():
        set_up.choose_areas(round=found, areas=list(form.cleaned_data["areas"]), by=request.person)
        return done(
            request,
            "The areas are saved. Say how many leaders you hope for in each, if you like.",
            to=path_to("sle:round_targets", request.alliance, pk=pk),
        )
    context = {"round": found, "form": form, "crumbs_list": round_crumbs(found)}
    return render_form(request, "sle/round_areas.html", context)


def round_targets(request: PortalRequest, pk: int) -> HttpResponse:
    """How many leaders the round hopes for in each area."""
    found = find_round(request, pk)
    allow(rules.may_set_up_round(request.person, found))
    form = forms_of.TargetsForm(request.POST or None, round=found)
    if form.is_valid():
        set_up.set_targets(round=found, targets=form.targets(), by=request.person)
        return _saved(request, found)
    return form_page(
        request,
        title="How many leaders do you hope for?",
        form=form,
        submit="Save",
        crumbs=round_crumbs(found),
        lead="A target guides the panel. It is no quota: nobody is turned down or taken because of a number.",
        back=_back(found),
    )


def area_add(request: PortalRequest, pk: int) -> HttpResponse:
    """Add an area of the alliance's own."""
    found = find_round(request, pk)
    allow(rules.may_set_up_round(request.person, found))
    form = forms_of.OwnAreaForm(request.POST or None)
    if form.is_valid():
        area = add_area(
            alliance=request.alliance,
            name=form.cleaned_data["name"],
            national=form.cleaned_data["national"],
            kind=found.kind if kind_of(request.alliance, found.kind).own_areas else "",
            by=request.person,
        )
        return done(
            request,
            f"“{area.name}” is on your list of areas. Choose it here.",
            to=path_to("sle:round_areas", request.alliance, pk=pk),
        )
    return form_page(
        request, title="Add an area of your own", form=form, submit="Add the area", crumbs=round_crumbs(found)
    )


@require_safe
def question_list(request: PortalRequest, pk: int) -> HttpResponse:
    """The questions of the application."""
    return _published(request, find_round(request, pk), "sle/question_list.html")


def question_add(request: PortalRequest, pk: int) -> HttpResponse:
    """Add a question."""
    return _question(request, find_round(request, pk), None)


def question_change(request: PortalRequest, pk: int, question: int) -> HttpResponse:
    """Change a question."""
    found = find_round(request, pk)
    return _question(request, found, get_object_or_404(Question, pk=question, round=found))


@require_POST
def question_remove(request: PortalRequest, pk: int, question: int) -> HttpResponse:
    """Take a question out."""
    found = find_round(request, pk)
    allow(rules.may_set_up_round(request.person, found))
    set_up.remove_question(question=get_object_or_404(Question, pk=question, round=found), by=request.person)
    return done(request, "The question is removed.", to=path_to("sle:question_list", request.alliance, pk=pk))


@require_POST
def question_move(request: PortalRequest, pk: int, question: int, way: str) -> HttpResponse:
    """Put a question one place up or down."""
    found = find_round(request, pk)
    allow(rules.may_set_up_round(request.person, found))
    moved = get_object_or_404(Question, pk=question, round=found)
    place = set_up.move_question(question=moved, up=_is_up(way), by=request.person)
    to = f"{path_to('sle:question_list', request.alliance, pk=pk)}#question-{question}"
    return done(request, f"“{moved.title}” is number {place} now.", to=to)


@require_safe
def rule_list(request: PortalRequest, pk: int) -> HttpResponse:
    """The eligibility rules."""
    return _published(request, find_round(request, pk), "sle/rule_list.html")


def rule_add(request: PortalRequest, pk: int) -> HttpResponse:
    """Add an eligibility rule."""
    return _rule(request, find_round(request, pk), None)


def rule_change(request: PortalRequest, pk: int, rule: int) -> HttpResponse:
    """Change an eligibility rule."""
    found = find_round(request, pk)
    return _rule(request, found, get_object_or_404(EligibilityRule, pk=rule, round=found))


@require_POST
def rule_remove(request: PortalRequest, pk: int, rule: int) -> HttpResponse:
    """Take an eligibility rule out."""
    found = find_round(request, pk)
    allow(rules.may_set_up_round(request.person, found))
    set_up.remove_rule(rule=get_object_or_404(EligibilityRule, pk=rule, round=found), by=request.person)
    return done(request, "The rule is removed.", to=path_to("sle:rule_list", request.alliance, pk=pk))


@require_POST
def rule_move(request: PortalRequest, pk: int, rule: int, way: str) -> HttpResponse:
    """Put an eligibility rule one place up or down."""
    found = find_round(request, pk)
    allow(rules.may_set_up_round(request.person, found))
    moved = get_object_or_404(EligibilityRule, pk=rule, round=found)
    place = set_up.move_rule(rule=moved, up=_is_up(way), by=request.person)
    to = f"{path_to('sle:rule_list', request.alliance, pk=pk)}#rule-{rule}"
    return done(request, f"“{moved.text}” is number {place} now.", to=to)


def _is_up(way: str) -> bool:
    if way not in ("up", "down"):
        raise Http404
    return way == "up"


def _published(request: PortalRequest, round: Round, template: str) -> HttpResponse:
    """What applicants are asked or must meet: to be changed until the round opens, and read afterwards."""
    allow(rules.may_manage_rounds(request.person, request.alliance))
    may_set_up = rules.may_set_up_round(request.person, round) is None
    return render(request, template, {"round": round, "may_set_up": may_set_up, "crumbs_list": round_crumbs(round)})


def _question(request: PortalRequest, round: Round, question: Question | None) -> HttpResponse:
    allow(rules.may_set_up_round(request.person, round))
    form = forms_of.QuestionForm(request.POST or None, instance=question)
    if form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        set_up.save_question(round=round, question=question, by=request.person, **values)
        return done(request, "The question is saved.", to=path_to("sle:question_list", request.alliance, pk=round.pk))
    back = path_to("sle:question_list", request.alliance, pk=round.pk)
    title = "Change the question" if question else "Add a question"
    crumbs = [*round_crumbs(round), ("Questions", back)]
    return form_page(request, title=title, form=form, submit="Save", crumbs=crumbs, back=back)


def _rule(request: PortalRequest, round: Round, rule: EligibilityRule | None) -> HttpResponse:
    allow(rules.may_set_up_round(request.person, round))
    form = forms_of.RuleForm(request.POST or None, instance=rule)
    back = path_to("sle:rule_list", request.alliance, pk=round.pk)
    if form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        set_up.save_rule(round=round, rule=rule, by=request.person, **values)
        return done(request, "The rule is saved.", to=back)
    title = "Change the rule" if rule else "Add an eligibility rule"
    crumbs = [*round_crumbs(round), ("Eligibility", back)]
    return form_page(request, title=title, form=form, submit="Save", crumbs=crumbs, back=back)


def _back(round: Round) -> str:
    return path_to("sle:round", round.alliance, pk=round.pk)


def _saved(request: PortalRequest, round: Round) -> HttpResponse:
    return done(request, "Saved.", to=_back(round))
