"""What a plan for all open requests stands on, and what it would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from alliance.schools.models import Alliance
from support.matching.eligibility import meets, ruled_out
from support.matching.facts import Asking, Helping
from support.matching.plan import Pair
from support.matching.scoring import match
from support.models import Deployment, Need, Plan, Request
from support.queries.leaders import Leader, begins_on, key_of, leaders
from support.queries.matching import PLANNED, asking_of, helpings, kin_of, to_match
from support.rules.days import in_days
from support.rules.school_years import year_of
from support.states import HOLDING, DeploymentState, PlanState, Urgency

FEWER_DAYS = "Has fewer half days left by now."


@dataclass(frozen=True)
class Table:
    """All open requests and everybody who can help, as the solver is given them. `movable` deployments are planned and
    not pinned: a plan may change them, so their days and schools are given back; `planned` are their pairs."""

    requests: Mapping[int, Request]
    leaders: Mapping[str, Leader]
    askings: Mapping[int, Asking]
    helpings: Mapping[str, Helping]
    movable: Sequence[Deployment]
    planned: frozenset[Pair]


def planning_table(alliance: Alliance, *, before: datetime | None = None) -> Table:
    """Everything that a plan is made of: the same number of queries however many requests and leaders there are.

    A need that somebody else than a movable deployment stands for is met, and is not planned for again. `before`: what
    was planned since then is not movable, because that plan knew nothing of it.
    """
    requests = list(to_match(alliance))
    found = leaders(alliance)
    kin = kin_of(found, requests)
    everybody = helpings(found, requests, kin)
    key_by_supporter = {one.supporter.pk: key_of(one) for one in found if one.supporter.pk}
    movable, planned, askings = [], set(), {}
    back: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    freed: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for request in requests:
        met: set[int] = set()
        for one in request.deployments.all():
            key = key_by_supporter.get(one.supporter_id)
            loose = one.state == DeploymentState.PLANNED and not one.pinned
            if loose and key and (before is None or one.planned_at <= before):
                movable.append(one)
                planned |= {(line.need_id, key) for line in one.needs.all()}
                back[key][year_of(begins_on(one))] += one.half_days
                freed[key].add((request.pk, PLANNED))
            elif one.state in HOLDING:
                met |= {line.need_id for line in one.needs.all()}
        unmet = {need.pk for need in request.needs.all()} - met
        if unmet:
            askings[request.pk] = asking_of(request, kin, needs=unmet)
    by_key = {key_of(one): one for one in found}
    for key, years in back.items():
        helping, leader = everybody[key], by_key[key]
        most, used = leader.supporter.half_days_a_year, leader.used
        left = {year: max(0, most - used.get(year, 0) + years.get(year, 0)) for year in helping.left}
        refused = {pk: why for pk, why in helping.refused.items() if (pk, why) not in freed[key]}
        everybody[key] = replace(helping, left=left, load=helping.load - len(freed[key]), refused=refused)
    return Table({one.pk: one for one in requests}, by_key, askings, everybody, movable, frozenset(planned))


def latest_plan(alliance: Alliance) -> Plan | None:
    """The plan that was asked for last and that nobody has accepted as a whole yet."""
    return Plan.objects.filter(alliance=alliance).exclude(state=PlanState.ACCEPTED).first()


@dataclass(frozen=True)
class Line:
    """One line of a plan as stored: who would do what for whom."""

    request: int
    key: str
    needs: tuple[int, ...]
    half_days: int


def lines_of(plan: Plan) -> list[Line]:
    """The lines of a plan."""
    return [Line(request, key, tuple(needs), half_days) for request, key, needs, half_days in plan.lines]


def problem_with(table: Table, line: Line, taken: Mapping[tuple[str, int], int] | None = None) -> str:
    """Why a line does not hold any more; empty if it does. `taken` are half days that other lines take of a leader in a
    school year."""
    asking, helping = table.askings.get(line.request), table.helpings.get(line.key)
    if asking is None or not {need.id for need in asking.needs}.issuperset(line.needs):
        return "Somebody has been planned for it since, or it is not looking for leaders any more."
    if helping is None:
        return "Is not designated any more."
    if why := ruled_out(asking, helping):
        return why
    if helping.left.get(asking.year, 0) - (taken or {}).get((line.key, asking.year), 0) < line.half_days:
        return FEWER_DAYS
    return ""


def is_kept(table: Table, line: Line) -> Deployment | None:
    """The movable deployment that is this line already; None if it would be new."""
    for one in table.movable:
        leader = table.leaders.get(line.key)
        if one.request_id == line.request and leader and leader.supporter.pk == one.supporter_id:
            same = {need.need_id for need in one.needs.all()} == set(line.needs)
            return one if same and one.half_days == line.half_days else None
    return None


def is_planned(table: Table, line: Line) -> bool:
    """Does it stand already as the line says, whether a plan may change it or not?"""
    leader, request = table.leaders.get(line.key), table.requests.get(line.request)
    if leader is None or request is None:
        return False
    return any(
        one.state in HOLDING
        and one.supporter_id == leader.supporter.pk
        and {held.need_id for held in one.needs.all()} == set(line.needs)
        for one in request.deployments.all()
    )


@dataclass(frozen=True)
class Change:
    """One line of a plan beside what there is: who is planned for these needs now, who would be (None: nobody), why in
    words, and what is wrong with it by now; `done` if it stands so already. `number` is its place in the plan."""

    request: Request
    needs: list[Need]
    before: str
    after: Leader | None
    half_days: int
    why: str
    problem: str
    done: bool
    number: int | None


def changes_of(plan: Plan) -> list[Change]:
    """A plan beside what there is now, the most urgent first: its lines, and the needs that nobody would meet."""
    table = planning_table(plan.alliance, before=plan.made_at)
    needs = {need.pk: need for request in table.requests.values() for need in request.needs.all()}
    before: dict[int, list[str]] = defaultdict(list)
    for one in table.movable:
        for held in one.needs.all():
            before[held.need_id].append(one.supporter.person.name)
    found = []
    for number, line in enumerate(lines_of(plan)):
        request = table.requests.get(line.request)
        if request is None:
            continue
        done = is_planned(table, line)
        problem, asking = "" if done else problem_with(table, line), table.askings.get(line.request)
        fits = () if done or problem or asking is None else match(_only(asking, line), table.helpings[line.key]).reasons
        found.append(
            Change(
                request=request,
                needs=[needs[pk] for pk in line.needs if pk in needs],
                before=", ".join(dict.fromkeys(name for pk in line.needs for name in before[pk])),
                after=table.leaders.get(line.key),
                half_days=line.half_days,
                why=" · ".join(fits),
                problem=problem,
                done=done,
                number=number,
            )
        )
    for asking in table.askings.values():
        for need in asking.needs:
            if need.id in plan.unmet:
                request, names = table.requests[asking.id], ", ".join(before[need.id])
                why = why_unmet(table, asking, need.id)
                found.append(Change(request, [needs[need.id]], names, None, need.half_days, why, "", False, None))
    order = {code: place for place, code in enumerate(Urgency.values)}
    last = len(found)
    return sorted(
        found, key=lambda one: (order[one.request.urgency], one.request.pk, last if one.number is None else one.number)
    )


def _only(asking: Asking, line: Line) -> Asking:
    """The request with the needs of the line alone."""
    return replace(asking, needs=tuple(need for need in asking.needs if need.id in line.needs))


def why_unmet(table: Table, asking: Asking, need: int) -> str:
    """Why nobody would meet a need, in a sentence."""
    wanted = next(one for one in asking.needs if one.id == need)
    alone = replace(asking, needs=(wanted,))
    covering = [one for one in table.helpings.values() if meets(one, wanted)]
    if not covering:
        return f"Nobody covers {wanted.area}."
    able = [one for one in covering if not ruled_out(alone, one)]
    if not able:
        return f"None of the {len(covering)} who cover {wanted.area} can come: too far, away, or no days left."
    if all(one.left.get(asking.year, 0) < wanted.half_days for one in able):
        return f"It takes {in_days(wanted.half_days)}; nobody who covers {wanted.area} has as many left."
    return f"Those who cover {wanted.area} are needed for what is more urgent, or have enough schools."
