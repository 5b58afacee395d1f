"""Deciding: the chair proposes, the director approves; nobody sees anything before release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.models import DECISION, ApplicationArea, AreaDecision, Round
from sle.queries.decisions import Tie, outcome_rows, panel_results, unexplained_ties
from sle.rules.decisions import deciders, may_approve, may_break_tie, may_propose, reserve_problem
from sle.services.letters import draft_letter, unsettle_letter
from sle.states import DecisionState, Outcome


@dataclass(frozen=True)
class Choice:
    """What is proposed for one area applied for. `reserve_until` is the last day in reserve."""

    application_area: ApplicationArea
    outcome: str
    reserve_until: date | None = None


def locked(round: Round) -> Round:
    """The round as it stands now, with its row locked until the transaction ends: deciding and releasing take turns."""
    return Round.objects.select_for_update().select_related("alliance").get(pk=round.pk)


@transaction.atomic
def propose_outcomes(*, round: Round, choices: Sequence[Choice], reason: str = "", by: Person, now: datetime) -> int:
    """Propose an outcome for each of `choices`, all or nothing; returns how many changed.

    A reason is needed where an outcome differs from what the rubric's rule recommends, and is kept as a note on the
    decision. Proposing anew takes back an approval and the approved letter. Raises Refused.
    """
    round = locked(round)
    who = deciders(round)
    recommended = {line.pk: line.recommended for row in outcome_rows(round) for line in row.areas}
    changed = 0
    for choice in choices:
        application = choice.application_area.application
        application.round = round
        allow(may_propose(by, application, who))
        if choice.application_area.pk not in recommended:
            raise Refused(Refusal("The panel has no entry for this application, so it cannot be decided."))
        problem = reserve_problem(choice.outcome, choice.reserve_until, timezone.localdate(now))
        if not problem and not reason.strip() and choice.outcome != recommended[choice.application_area.pk]:
            problem = "Give a reason where the outcome is not what the panel’s rule recommends."
        if problem:
            raise Refused(Refusal(problem))
        changed += _propose(choice, reason, by, now)
    return changed


def _propose(choice: Choice, reason: str, by: Person, now: datetime) -> bool:
    """Write one proposal; False if it stands like that already."""
    until = choice.reserve_until if choice.outcome == Outcome.RESERVE else None
    written: dict[str, Any] = {"outcome": choice.outcome, "reserve_until": until, "proposed_by": by, "proposed_at": now}
    decision = AreaDecision.objects.filter(application_area=choice.application_area).first()
    if decision is None:
        area = choice.application_area
        decision = AreaDecision.objects.create(alliance_id=area.alliance_id, application_area=area, **written)
        record(decision, "propose", by=by, at=now, fields=["outcome"])
    elif decision.state == DecisionState.RELEASED:
        raise Refused(Refusal(f"The outcome for {choice.application_area.area.name} is released and stays as it is."))
    elif decision.state != DecisionState.REOPENED and (decision.outcome, decision.reserve_until) == (
        choice.outcome,
        until,
    ):
        return False
    else:
        DECISION.apply(decision, "propose_again", by=by, at=now, approved_by=None, approved_at=None, **written)
    if reason.strip():
        write_note(decision, "propose", reason.strip(), by=by)
    unsettle_letter(application=choice.application_area.application, by=by, now=now)
    return True


@transaction.atomic
def propose_as_recommended(*, round: Round, by: Person, now: datetime) -> int:
    """Propose what the rule recommends wherever nothing is proposed yet and `by` is the one to propose.

    Returns how many areas were proposed; those without a recommendation are left alone. Raises Refused.
    """
    who = deciders(locked(round))
    recommended = {
        line.pk: line.recommended
        for row in outcome_rows(round)
        if who.proposer(row.application.pk) == by.pk
        for line in row.areas
        if line.decision is None and line.recommended
    }
    areas = ApplicationArea.objects.select_related("application__round").in_bulk(recommended)
    choices = [Choice(areas[pk], outcome) for pk, outcome in recommended.items()]
    return propose_outcomes(round=round, choices=choices, by=by, now=now)


@transaction.atomic
def break_tie(*, round: Round, tie: Tie, reason: str, by: Person) -> None:
    """Record why, of applications with the same mean at a full target, these were designated and those not."""
    allow(may_break_tie(by, locked(round), [line.decision for line in tie.lines if line.decision]))
    for line in tie.lines:
        if line.decision:
            write_note(line.decision, "tie", reason.strip(), by=by)
            record(line.decision, "break_tie", by=by)


@transaction.atomic
def approve_outcomes(*, round: Round, decisions: Sequence[AreaDecision], by: Person, now: datetime) -> int:
    """Approve proposals, all or nothing; where that settles an application, its letter is drafted.

    A tie at a target must have its recorded reason first. Returns how many were approved. Raises Refused.
    """
    round = locked(round)
    who = deciders(round)
    rows = outcome_rows(round)
    untold = {line.pk: tie for tie in unexplained_ties(round, rows) for line in tie.lines}
    for decision in decisions:
        decision.application_area.application.round = round
        allow(may_approve(by, decision, who))
        if tie := untold.get(decision.application_area_id):
            raise Refused(Refusal(f"{tie.sentence} The chair has to record the reason before this can be approved."))
        DECISION.apply(decision, "approve", by=by, at=now, approved_by=by, approved_at=now)
    settled = {decision.application_area.application_id for decision in decisions}
    found = panel_results(round)
    for row in outcome_rows(round):
        if row.application.pk in settled and row.is_decided:
            draft_letter(row=row, result=found.get(row.application.pk), round=round, by=by, now=now)
    return len(decisions)


def proposed(round: Round) -> list[AreaDecision]:
    """Everything in `round` that waits for an approval."""
    return list(
        AreaDecision.objects.filter(application_area__application__round=round, state=DecisionState.PROPOSED)
        .select_related("application_area__application__round", "application_area__area")
        .order_by("application_area")
    )
