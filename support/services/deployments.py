"""A leader's part in a request: their own answer, the school's choice, and how it ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from alliance.addresses import path_to
from alliance.people.models import Person
from alliance.post.services import cancel_waiting
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from support.models import DEPLOYMENT, REQUEST, Deployment, Request, Wait
from support.rules import deployments as rules
from support.services.releases import ask_for_assurance, fall_silent
from support.services.telling import tell_head, tell_leader, tell_school, tell_staff
from support.states import DeploymentState, RequestState, Waited


@transaction.atomic
def reply(*, deployment: Deployment, accepts: bool, reason: str, by: Person, now: datetime) -> None:
    """The leader takes it on, and is proposed to the school; or declines, with the reason. Raises Refused."""
    allow(rules.may_reply(by, deployment))
    request = deployment.request
    if accepts:
        DEPLOYMENT.apply(deployment, "accept", by=by, at=now, replied_at=now, offered_at=now)
        Request.objects.filter(pk=request.pk, matched_at=None).update(matched_at=now)
        page = path_to("support:request_choose", request.alliance, code=request.code)
        leader = deployment.supporter.person.name
        tell_school(request, "offer", about=deployment, page=page, dedupe=str(deployment.pk), leader=leader)
    else:
        DEPLOYMENT.apply(deployment, "decline", by=by, at=now, replied_at=now)
        write_note(deployment, "decline", reason.strip(), by=by)
        page = path_to("support:deployment", request.alliance, pk=deployment.pk)
        tell_staff(
            request,
            "leader_decline",
            about=deployment,
            page=page,
            dedupe=str(deployment.pk),
            leader=deployment.supporter.person.name,
            reason=reason.strip(),
        )
    cancel_waiting(about=deployment, kinds=("support.leader_ask", "support.leader_remind"))


@transaction.atomic
def choose_leaders(*, request: Request, chosen: Collection[Deployment], by: Person, now: datetime) -> None:
    """The school chooses among those proposed: one, or several who each do their part. The others are told.

    Raises Refused, and MoveRefused where one is not proposed any more.
    """
    allow(rules.may_choose(by, request))
    if not chosen:
        raise Refused(Refusal("Choose at least one leader."))
    proposed = request.deployments.filter(state=DeploymentState.OFFERED)
    offered = list(proposed.select_related("supporter__person", "home_school", "alliance", "request__school"))
    wanted = {one.pk for one in chosen}
    for deployment in offered:
        if deployment.pk in wanted:
            DEPLOYMENT.apply(deployment, "choose", by=by, at=now, chosen_at=now)
            tell_leader(deployment, "chosen")
            ask_for_assurance(deployment)
        else:
            DEPLOYMENT.apply(deployment, "not_choose", by=by, at=now)
            tell_leader(deployment, "not_chosen")
    if wanted - {one.pk for one in offered}:
        raise Refused(Refusal("One of these leaders is not proposed any more. Look again who is."))
    if request.state == RequestState.MATCHING:
        REQUEST.apply(request, "choose", by=by, at=now)
    cancel_waiting(about=request, kinds=("support.choose_remind",))
    page = path_to("support:request", request.alliance, code=request.code)
    names = ", ".join(one.supporter.person.name for one in offered if one.pk in wanted)
    tell_staff(request, "choice", about=request, page=page, dedupe=f"{request.pk}:{now.isoformat()}", leaders=names)


@transaction.atomic
def want_none(*, request: Request, reason: str, by: Person, now: datetime) -> None:
    """The school wants none of the leaders proposed: each is told, staff hear why, and others are looked for.

    Where nobody has been chosen yet, the clock to a match begins again. Raises Refused and MoveRefused.
    """
    allow(rules.may_choose(by, request))
    proposed = request.deployments.filter(state=DeploymentState.OFFERED)
    for deployment in proposed.select_related("supporter__person", "home_school", "alliance", "request__school"):
        DEPLOYMENT.apply(deployment, "not_choose", by=by, at=now)
        tell_leader(deployment, "not_chosen")
    if request.state == RequestState.MATCHING and request.matched_at is not None:
        looked = {"what": Waited.CHOICE, "since": request.matched_at, "until": now}
        Wait.objects.create(alliance_id=request.alliance_id, request=request, **looked)
        Request.objects.filter(pk=request.pk).update(matched_at=None)
        request.matched_at = None
    record(request, "want_none", by=by, at=now)
    write_note(request, "want_none", reason.strip(), by=by)
    cancel_waiting(about=request, kinds=("support.choose_remind",))
    page = path_to("support:request", request.alliance, code=request.code)
    tell_staff(request, "none_wanted", about=request, page=page, dedupe=now.isoformat(), reason=reason.strip())


@transaction.atomic
def drop_deployment(*, deployment: Deployment, reason: str, by: Person, now: datetime) -> None:
    """Staff take a leader out again before work begins; whoever was asked is told. Raises Refused and MoveRefused.

    Where nobody chosen is left, leaders are looked for again.
    """
    allow(rules.may_drop(by, deployment))
    _drop(deployment, reason, by=by, now=now)
    request = deployment.request
    chosen = request.deployments.filter(state=DeploymentState.CHOSEN)
    if request.state == RequestState.AGREEING and not chosen.exists():
        REQUEST.apply(request, "match_again", by=by, at=now)


def drop_all(*, request: Request, by: Person | None, now: datetime) -> None:
    """The request is over before work began: nobody is asked or expected any more."""
    rows = request.deployments.filter(state__in=DEPLOYMENT.moves["drop"].sources)
    for deployment in rows.select_related("supporter__person", "home_school", "alliance", "request__school"):
        _drop(deployment, "", by=by, now=now)


def _drop(deployment: Deployment, reason: str, *, by: Person | None, now: datetime) -> None:
    was = deployment.state
    DEPLOYMENT.apply(deployment, "drop", by=by, at=now)
    if reason.strip():
        write_note(deployment, "drop", reason.strip(), by=by)
    fall_silent(deployment)
    cancel_waiting(about=deployment)
    if was in rules.TOLD_WHEN_DROPPED and deployment.head_email:
        tell_head(deployment, "dropped_head", dedupe="")
    if was in rules.TOLD_WHEN_DROPPED and deployment.released_at is not None:
        tell_leader(deployment, "dropped")
