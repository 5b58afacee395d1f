"""What stands on the page of a deployment for each who may open it."""

from __future__ import annotations

from datetime import date
from typing import Any

from alliance.people.models import Person
from alliance.workflow.notes import notes_about
from support.models import Deployment
from support.queries.agreements import agreed_half_days, used_half_days
from support.queries.visits import ledger_of, visits_of
from support.rules import deployments as rules
from support.rules import evaluations as evaluation_rules
from support.rules import visits as visit_rules
from support.rules.sides import Side
from support.states import AT_WORK


def page_of_deployment(person: Person | None, found: Deployment, today: date) -> dict[str, Any]:
    """How it got where it is, its visits and days, and what the reader may do."""
    sides = rules.sides_at(person, found)
    may = {
        "ask": rules.may_ask_release(person, found),
        "name_head": rules.may_name_head(person, found),
        "chase": rules.may_chase_head(person, found),
        "reply": rules.may_reply(person, found),
        "drop": rules.may_drop(person, found),
        "pause": rules.may_pause(person, found),
        "resume": rules.may_resume(person, found),
        "end": rules.may_end(person, found),
        "plan_visit": visit_rules.may_plan_visit(person, found),
        "chase_assurance": visit_rules.may_chase_assurance(person, found),
        "correct": visit_rules.may_correct_ledger(person, found),
        "say_gained": evaluation_rules.may_say_gained(person, found),
    }
    evaluation = getattr(found, "evaluation", None)
    if evaluation is not None:
        evaluation.deployment = found
        may["evaluate"] = evaluation_rules.may_write_evaluation(person, evaluation)
        may["read_evaluation"] = evaluation_rules.may_read_evaluation(person, evaluation)
    reads = bool(sides & {Side.STAFF, Side.LEADER, Side.SCHOOL})
    at_work = found.state in AT_WORK
    waits = found.state not in AT_WORK and visit_rules.may_file_assurance(person, found) is None
    return {
        "staff": Side.STAFF in sides,
        "evaluation": evaluation,
        "inside": bool(sides & {Side.STAFF, Side.LEADER, Side.HOME}),
        "may": {name for name, refusal in may.items() if refusal is None},
        "areas": [line.need.area.name for line in found.needs.all()],
        "reasons": list(notes_about(found)) if Side.STAFF in sides else [],
        "today": today,
        "shows_work": at_work or waits,
        "reads_records": reads,
        "assurance_missing": not visit_rules.has_assurance(found),
        "may_assure": visit_rules.may_file_assurance(person, found) is None,
        "visits": visits_of(person, found) if at_work else [],
        "ledger": ledger_of(found, reasons=True) if at_work else [],
        "agreed": agreed_half_days(found) or found.half_days,
        "used": used_half_days(found),
    }
