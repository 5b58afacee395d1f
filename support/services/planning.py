"""Planning leaders for a request, and taking them out again, before anybody is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.schools.queries import family
from alliance.workflow.events import event_for, record, write_events
from support.models import DEPLOYMENT, Deployment, DeploymentNeed, Need, Request, RuledOut, Supporter
from support.queries.leaders import Leader, leader_of
from support.queries.matching import window
from support.rules.matching import may_change_planned, may_plan_for, too_many_days
from support.rules.school_years import year_of
from support.states import HOLDING, DeploymentState


@transaction.atomic
def plan_deployment(
    *,
    request: Request,
    supporter: Supporter,
    needs: Sequence[Need],
    half_days: int,
    by: Person,
    now: datetime,
    pinned: bool = False,
    beyond_days: bool = False,
) -> Deployment:
    """Plan a leader for these needs of the request. Nobody is told yet.

    `beyond_days`: staff have settled with the leader that it may be more than is left of their year. Raises Refused for
    a leader's own school, a school with which they declared an interest, a leader who stands in the request already or
    is not designated any more, and too many days.
    """
    allow(may_plan_for(by, request))
    # Two plans for one leader at once would each count the same days as left.
    supporter = Supporter.objects.select_for_update(of=("self",)).select_related("alliance").get(pk=supporter.pk)
    leader = leader_of(supporter)
    if leader is None:
        raise Refused(Refusal("This leader is not on the register any more. Choose somebody else."))
    allow(_never(request, leader))
    if request.deployments.filter(supporter=supporter, state__in=HOLDING).exists():
        raise Refused(Refusal(f"{leader.person.name} is planned for this request already."))
    if not needs:
        raise Refused(Refusal("Say which of the needs they are to meet."))
    left = leader.left(year_of(window(request)[0]))
    allow(too_many_days(half_days, left, beyond=beyond_days))
    part = Planned(request, leader, tuple(need.pk for need in needs), half_days, pinned, half_days > left)
    return plan_many([part], by=by, now=now)[0]


def _never(request: Request, leader: Leader) -> Refusal | None:
    """Nobody is deployed at their own school, nor where they declared an interest."""
    urns = family(request.school.urn) if request.school else set()
    if leader.home_school.urn in urns:
        return Refusal(f"{leader.person.name} works at {leader.home_school.name}: nobody supports their own school.")
    if urns & leader.interests:
        return Refusal(f"{leader.person.name} has declared an interest in this school.")
    return None


@dataclass(frozen=True)
class Planned:
    """A leader's part as it is to be planned: needs by their ids."""

    request: Request
    leader: Leader
    needs: tuple[int, ...]
    half_days: int
    pinned: bool = False
    beyond_days: bool = False


def plan_many(parts: Sequence[Planned], *, by: Person, now: datetime) -> list[Deployment]:
    """Store these parts, which were looked at before, in as many queries for many as for one; part of the caller's
    transaction."""
    supporters = stored_supporters([part.leader for part in parts], by=by)
    made = Deployment.objects.bulk_create(
        Deployment(
            alliance_id=part.request.alliance_id,
            request=part.request,
            supporter=supporter,
            kind=part.leader.kind,
            home_school=part.leader.home_school,
            half_days=part.half_days,
            pinned=part.pinned,
            beyond_days=part.beyond_days,
            planned_by=by,
            planned_at=now,
        )
        for part, supporter in zip(parts, supporters, strict=True)
    )
    DeploymentNeed.objects.bulk_create(
        DeploymentNeed(alliance_id=one.alliance_id, deployment=one, need_id=need)
        for one, part in zip(made, parts, strict=True)
        for need in part.needs
    )
    write_events([event_for(one, "plan", by=by, at=now) for one in made])
    return made


def stored_supporters(found: Sequence[Leader], *, by: Person) -> list[Supporter]:
    """The supporters of these leaders, in their order, made where there is none yet."""
    fresh = {one.designation_id: one.supporter for one in found if one.supporter.pk is None}
    if fresh:
        known = {one.designation_id: one for one in Supporter.objects.filter(designation_id__in=fresh)}
        new = Supporter.objects.bulk_create(one for pk, one in fresh.items() if pk not in known)
        write_events([event_for(one, "add", by=by) for one in new])
        fresh |= known
    return [one.supporter if one.supporter.pk else fresh[one.designation_id] for one in found]


@transaction.atomic
def pin(*, deployment: Deployment, pinned: bool, by: Person, now: datetime) -> None:
    """Settle that no plan takes this away again, or that it may. Raises Refused."""
    allow(may_change_planned(by, deployment))
    deployment.pinned = pinned
    deployment.save(update_fields=["pinned"])
    record(deployment, "pin" if pinned else "unpin", by=by, at=now)


@transaction.atomic
def rule_out(*, request: Request, supporter: Supporter, by: Person, now: datetime) -> None:
    """Staff do not want this leader for this request: what is planned with them is dropped. Raises Refused."""
    allow(may_plan_for(by, request))
    planned = request.deployments.filter(supporter=supporter, state=DeploymentState.PLANNED)
    for one in planned.select_related("alliance"):
        DEPLOYMENT.apply(one, "drop", by=by, at=now)
    row, new = RuledOut.objects.get_or_create(
        alliance_id=request.alliance_id, request=request, supporter=supporter, defaults={"by": by, "at": now}
    )
    if new:
        record(row, "rule_out", by=by, at=now)


@transaction.atomic
def rule_in(*, request: Request, supporter: Supporter, by: Person, now: datetime) -> None:
    """The leader may be proposed for the request again. Raises Refused."""
    allow(may_plan_for(by, request))
    for row in RuledOut.objects.filter(request=request, supporter=supporter):
        record(row, "rule_in", by=by, at=now)
        row.delete()


def lock(alliance: Alliance, requests: Iterable[int], supporters: Collection[int]) -> None:
    """Nobody else plans for these requests or with these supporters until the transaction ends."""
    list(Request.objects.select_for_update(of=("self",)).filter(alliance=alliance, pk__in=requests).order_by("pk"))
    list(Supporter.objects.select_for_update(of=("self",)).filter(alliance=alliance, pk__in=supporters).order_by("pk"))
