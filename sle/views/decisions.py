"""Deciding: the chair's proposals and the director's approval, on one page that shows each what is theirs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.charts import Bar, bar_chart
from alliance.form_pages import render_form
from alliance.keys import key_in
from alliance.panels.queries import exercise_about
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.forms.decisions import ApproveForm, ProposeForm, ReasonForm
from sle.models import Round
from sle.queries.decisions import OutcomeRow, Tie, outcome_rows, targets, ties_at_targets, unexplained_ties
from sle.rules.decisions import Deciders, deciders, may_see_decisions
from sle.services import decisions as services
from sle.services.decisions import Choice
from sle.states import ApplicationState, DecisionState, RoundState
from sle.views.pages import find_round

PAGE = "sle:decision_list"


@require_safe
def decision_list(request: PortalRequest, pk: int) -> HttpResponse:
    """Every application with the panel's result, by code for chair and deputy, with names for staff."""
    round = find_round(request, pk)
    return render(request, "sle/decision_list.html", _page(request, round))


@require_POST
def decision_propose(request: PortalRequest, pk: int) -> HttpResponse:
    """Propose an outcome for the ticked lines."""
    round = find_round(request, pk)
    context = _page(request, round)
    form = ProposeForm(request.POST, may_propose=context["may_propose"])
    if not form.is_valid():
        return render_form(request, "sle/decision_list.html", {**context, "form": form, "propose_form": form})
    values = form.cleaned_data
    choices = [Choice(area, values["outcome"], values["reserve_until"]) for area in values["areas"]]
    try:
        count = services.propose_outcomes(
            round=round, choices=choices, reason=values["reason"], by=request.person, now=timezone.now()
        )
    except Refused as refused:
        form.add_error(None, refused.refusal.sentence)
        return render_form(request, "sle/decision_list.html", {**context, "form": form, "propose_form": form})
    back = _here(request, pk)
    if context["chosen"]:
        back = path_to("panels:table", request.alliance, pk=context["exercise"].pk)
    return done(request, f"{_lines(count)} proposed. The director approves them next.", to=back)


@require_POST
def decision_propose_recommended(request: PortalRequest, pk: int) -> HttpResponse:
    """Propose what the rule recommends, wherever nothing is proposed yet."""
    round = find_round(request, pk)
    allow(may_see_decisions(request.person, round))
    try:
        count = services.propose_as_recommended(round=round, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=_here(request, pk))
    if not count:
        return not_done(request, "There is nothing left that you could propose by the rule.", to=_here(request, pk))
    return done(request, f"{_lines(count)} proposed as recommended.", to=_here(request, pk))


@require_POST
def decision_approve(request: PortalRequest, pk: int) -> HttpResponse:
    """Approve the ticked proposals, or all that are this person's to approve."""
    round = find_round(request, pk)
    context = _page(request, round)
    ticked = {"decisions": context["may_approve"]} if "all" in request.POST else request.POST
    form = ApproveForm(ticked, may_approve=context["may_approve"])
    if not form.is_valid():
        return not_done(request, "Tick at least one proposal that you can approve.", to=_here(request, pk))
    try:
        count = services.approve_outcomes(
            round=round, decisions=list(form.cleaned_data["decisions"]), by=request.person, now=timezone.now()
        )
    except Refused as refused:
        return not_done(request, f"Nothing has been approved. {refused.refusal}", to=_here(request, pk))
    return done(
        request, f"{_lines(count)} approved. Letters are drafted for whoever is decided.", to=_here(request, pk)
    )


@require_POST
def tie_break(request: PortalRequest, pk: int, area: int, mean: int) -> HttpResponse:
    """Record why a tie at a target was broken as it was."""
    round = find_round(request, pk)
    context = _page(request, round)
    tie = next((tie for tie, _ in context["ties"] if (tie.area_id, tie.mean) == (area, mean)), None)
    if tie is None:
        return not_done(request, "There is no such tie any more.", to=_here(request, pk))
    form = _tie_form(tie, request.POST)
    if not form.is_valid():
        ties = [(one, form if one == tie else other) for one, other in context["ties"]]
        return render_form(request, "sle/decision_list.html", {**context, "ties": ties, "form": form})
    services.break_tie(round=round, tie=tie, reason=form.cleaned_data["reason"], by=request.person)
    return done(request, "The reason is on the record.", to=_here(request, pk))


def _page(request: PortalRequest, round: Round) -> dict[str, Any]:
    """What this person may see of the round's outcomes, and may do with them. Raises Refused."""
    person = request.person
    who = deciders(round)
    allow(may_see_decisions(person, round, who))
    rows = outcome_rows(round, reasons=True)
    # For the panel a closed application does not exist, in totals neither; staff are told that there is one.
    seen = [row for row in rows if not who.has_interest(person.pk, row.application.pk)]
    # The chair's table leads here with the codes of what was ticked there.
    chosen = set(request.GET.getlist("entry"))
    shown = [row for row in seen if row.code in chosen] if chosen else seen
    by_code = who.sits(person.pk)
    deciding = round.state in (RoundState.DECIDING, RoundState.RELEASED, RoundState.FINISHED)
    hoped = targets(round, seen)
    bars = [Bar.towards(target.name, target.target, target.designated) for target in hoped]
    open_ties = unexplained_ties(round, seen)
    may_propose = _may_propose(who, shown, person.pk) if deciding else []
    typed = [pk for pk in map(key_in, request.POST.getlist("areas")) if pk is not None]
    return {
        "round": round,
        "exercise": exercise_about(round),
        "rows": shown,
        "total": len(seen),
        "chosen": request.GET.urlencode() if chosen else "",
        "by_code": by_code,
        "closed": 0 if by_code else len(rows) - len(seen),
        "targets": hoped,
        "targets_chart": bar_chart("Designated of the numbers hoped for, as in the table", bars),
        "ties": [(tie, _tie_form(tie) if tie in open_ties else None) for tie in ties_at_targets(round, seen)],
        "is_chair": person.pk in (who.chair, who.deputy) or who.leads_new_panel(person.pk),
        "may_propose": may_propose,
        "may_approve": _may_approve(who, seen, person.pk) if deciding and not chosen else [],
        "propose_form": ProposeForm(may_propose=()),
        "ticked": may_propose if chosen and request.method == "GET" else typed,
    }


def _tie_form(tie: Tie, typed: QueryDict | None = None) -> ReasonForm:
    """Why a tie was broken as it was: each on the page has a form of its own."""
    return ReasonForm(typed, prefix=f"tie-{tie.area_id}-{tie.mean}", label="Why was the tie broken like this?")


def _may_propose(who: Deciders, rows: list[OutcomeRow], person: int) -> list[int]:
    return [
        line.pk
        for row in rows
        if row.is_open and (row.application.state == ApplicationState.SUBMITTED or row.is_reopened)
        if who.proposer(row.application.pk) == person
        for line in row.open_areas
    ]


def _may_approve(who: Deciders, rows: list[OutcomeRow], person: int) -> list[int]:
    return [
        line.decision.pk
        for row in rows
        if row.is_open
        for line in row.areas
        if line.decision is not None
        and line.decision.state == DecisionState.PROPOSED
        and person in who.approvers(row.application.pk, line.decision.proposed_by_id)
    ]


def _here(request: PortalRequest, pk: int) -> str:
    return path_to(PAGE, request.alliance, pk=pk)


def _lines(count: int) -> str:
    return "1 outcome is" if count == 1 else f"{count} outcomes are"
