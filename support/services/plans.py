"""Plans for all open requests: asked for, worked out by a worker, accepted whole or line by line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import transaction
from django_scopes import scope

from alliance.people.models import Person
from alliance.post.jobs import carry_out
from alliance.post.services import wake
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.workflow.events import record
from support.matching.plan import make_plan as work_out
from support.models import DEPLOYMENT, PLAN, Deployment, Plan, Supporter
from support.queries.leaders import begins_on
from support.queries.plans import FEWER_DAYS, Line, Table, is_kept, is_planned, lines_of, planning_table, problem_with
from support.rules.matching import may_match
from support.rules.school_years import year_of
from support.services.planning import Planned, lock, pin, plan_many, rule_out, stored_supporters
from support.states import PlanState


@transaction.atomic
def ask_for_plan(*, alliance: Alliance, by: Person, now: datetime) -> Plan:
    """Let a worker plan all open requests together. An earlier plan that was not accepted goes. Raises Refused."""
    allow(may_match(by, alliance))
    Plan.objects.filter(alliance=alliance).exclude(state=PlanState.ACCEPTED).delete()
    plan = Plan.objects.create(alliance=alliance, asked_by=by, asked_at=now, due_at=now)
    record(plan, "asked", by=by, at=now)
    wake()
    return plan


def make_plan(pk: int) -> None:
    """Work a plan out, of requests and leaders as they are by now."""
    plan = Plan._base_manager.select_related("alliance").filter(pk=pk).first()
    if plan is not None:
        with scope(alliance=plan.alliance):
            carry_out(PLAN, plan, lambda: _worked_out(plan), failed="The plan could not be worked out")


def _worked_out(plan: Plan) -> dict[str, Any]:
    table = planning_table(plan.alliance)
    begin = monotonic()
    found = work_out(list(table.askings.values()), list(table.helpings.values()), planned=table.planned)
    return {
        "lines": [[part.request, part.key, list(part.needs), part.half_days] for part in found.parts],
        "unmet": list(found.unmet),
        "gap": found.gap,
        "milliseconds": round(1000 * (monotonic() - begin)),
    }


@dataclass(frozen=True)
class Accepted:
    """What became of a plan that was accepted: how many parts are new, kept and dropped, and how many lines did not
    hold any more."""

    new: int
    kept: int
    dropped: int
    left_out: int


@transaction.atomic
def accept_plan(*, plan: Plan, by: Person, now: datetime) -> Accepted:
    """Plan what the plan says, in place of all that was planned before it and not pinned. A line that does not hold any
    more is left out.

    Raises Refused, and MoveRefused when the plan was accepted before.
    """
    allow(may_match(by, plan.alliance))
    lines = lines_of(plan)
    lock(plan.alliance, {line.request for line in lines}, _supporters(plan, lines))
    PLAN.apply(plan, "accept", by=by, at=now)
    return _carry_out(planning_table(plan.alliance, before=plan.made_at), lines, [], pinned=False, by=by, now=now)


@transaction.atomic
def accept_line(*, plan: Plan, number: int, by: Person, now: datetime) -> None:
    """Plan what one line of the plan says, and pin it: no later plan takes it away. Raises Refused, also where the line
    does not hold any more."""
    allow(may_match(by, plan.alliance))
    line = line_numbered(plan, number)
    lock(plan.alliance, {line.request}, _supporters(plan, [line]))
    table = planning_table(plan.alliance, before=plan.made_at)
    if kept := is_kept(table, line):
        pin(deployment=kept, pinned=True, by=by, now=now)
        return
    leader = table.leaders.get(line.key)
    standing = [
        one
        for one in table.movable
        if not (one.request_id == line.request and leader and one.supporter_id == leader.supporter.pk)
        and not any(held.need_id in line.needs for held in one.needs.all())
    ]
    if _carry_out(table, [line], standing, pinned=True, by=by, now=now).left_out:
        raise Refused(Refusal(f"This line does not hold any more. {problem_with(table, line) or FEWER_DAYS}"))


@transaction.atomic
def refuse_line(*, plan: Plan, number: int, by: Person, now: datetime) -> None:
    """Rule the leader of this line out for its request: the next plan proposes somebody else. Raises Refused."""
    allow(may_match(by, plan.alliance))
    line = line_numbered(plan, number)
    table = planning_table(plan.alliance)
    request, leader = table.requests.get(line.request), table.leaders.get(line.key)
    if request is None or leader is None:
        raise Refused(Refusal("This line does not hold any more. Work the plan out again."))
    (supporter,) = stored_supporters([leader], by=by)
    rule_out(request=request, supporter=supporter, by=by, now=now)


def line_numbered(plan: Plan, number: int) -> Line:
    """The line in this place of the plan. Raises Refused where there is none."""
    lines = lines_of(plan)
    if plan.state != PlanState.MADE or not 0 <= number < len(lines):
        raise Refused(Refusal("This plan is not there any more. Look at the latest one."))
    return lines[number]


def _supporters(plan: Plan, lines: list[Line]) -> set[int]:
    """Ids of the supporters of these lines, as far as they are stored."""
    designations = {int(line.key[1:]) for line in lines if line.key[0] == "d"}
    known = Supporter.objects.filter(alliance=plan.alliance, designation_id__in=designations)
    return {int(line.key[1:]) for line in lines if line.key[0] == "s"} | set(known.values_list("pk", flat=True))


def _carry_out(
    table: Table, lines: list[Line], standing: list[Deployment], *, pinned: bool, by: Person, now: datetime
) -> Accepted:
    """Plan what of `lines` still holds beside `standing`; all else that is movable is dropped."""
    taken: dict[tuple[str, int], int] = defaultdict(int)
    keys = {leader.supporter.pk: key for key, leader in table.leaders.items()}
    for one in standing:
        taken[keys[one.supporter_id], year_of(begins_on(one))] += one.half_days
    parts, kept = [], {one.pk for one in standing}
    left_out = settled = 0
    for line in lines:
        found = is_kept(table, line)
        if found is None and is_planned(table, line):  # by its own line, or by hand
            settled += 1
            continue
        if problem_with(table, line, taken):
            left_out += 1
            continue
        taken[line.key, table.askings[line.request].year] += line.half_days
        if found:
            kept.add(found.pk)
        else:
            request, leader = table.requests[line.request], table.leaders[line.key]
            parts.append(Planned(request, leader, line.needs, line.half_days, pinned))
    gone = [one for one in table.movable if one.pk not in kept]
    if gone:
        DEPLOYMENT.apply_many(gone, "drop", by=by, at=now)
    plan_many(parts, by=by, now=now)
    return Accepted(len(parts), len(kept) + settled, len(gone), left_out)
