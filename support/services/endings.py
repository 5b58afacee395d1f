"""How a leader's work rests, goes on and ends; the mid-term review; and a request that is over."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alliance.addresses import path_to
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from support.models import AGREEMENT, DEPLOYMENT, REQUEST, Deployment, Request
from support.queries.agreements import agreed_half_days, agreements_of, used_half_days
from support.rules import deployments as rules
from support.rules.endings import may_end_on, may_hold_review, since_it_began
from support.services.agreements import fall_silent
from support.services.deployments import drop_all
from support.services.evaluations import ask_for_evaluation, close_when_evaluated
from support.services.telling import tell_leader, tell_school
from support.services.visits import call_off_all
from support.states import HOLDING, AgreementState, RequestState


@transaction.atomic
def pause_deployment(*, deployment: Deployment, reason: str, by: Person, now: datetime) -> None:
    """Work rests; no visits are planned or written down meanwhile. Raises Refused and MoveRefused."""
    allow(rules.may_pause(by, deployment))
    DEPLOYMENT.apply(deployment, "pause", by=by, at=now)
    write_note(deployment, "pause", reason.strip(), by=by)
    _tell(deployment, "paused", now, reason)


@transaction.atomic
def resume_deployment(*, deployment: Deployment, by: Person, now: datetime) -> None:
    """Work goes on. Raises Refused and MoveRefused."""
    allow(rules.may_resume(by, deployment))
    DEPLOYMENT.apply(deployment, "resume", by=by, at=now)
    _tell(deployment, "resumed", now, "")


@transaction.atomic
def end_deployment(*, deployment: Deployment, on: date, reason: str, replaced: bool, by: Person, now: datetime) -> None:
    """A leader's part is over. Before all agreed half days are used a reason is needed.

    Unless somebody else takes over (`replaced`), the request goes on to its evaluation once nobody is at work any more
    or still to come. Raises Refused and MoveRefused.
    """
    allow(rules.may_end(by, deployment))
    allow(may_end_on(deployment, on, timezone.localdate(now)))
    if not reason.strip() and used_half_days(deployment) < agreed_half_days(deployment):
        raise Refused(Refusal("Not all agreed days are used, so say why it ends early."))
    _end(deployment, on=on, reason=reason, by=by, now=now)
    _tell(deployment, "ended", now, reason)
    request = Request.objects.select_for_update().get(pk=deployment.request_id)
    left = request.deployments.filter(state__in=HOLDING).exists()
    if request.state == RequestState.ACTIVE and not left and not replaced:
        REQUEST.apply(request, "finish", by=by, at=now)
        close_when_evaluated(request=request, by=by, now=now)
        deployment.request.refresh_from_db()


def _end(deployment: Deployment, *, on: date, reason: str, by: Person | None, now: datetime) -> None:
    call_off_all(deployment, by=by, now=now)
    DEPLOYMENT.apply(deployment, "end", by=by, at=now, ended_on=on)
    ask_for_evaluation(deployment=deployment, by=by, now=now)
    if reason.strip():
        write_note(deployment, "end", reason.strip(), by=by)


def _tell(deployment: Deployment, verb: str, now: datetime, reason: str) -> None:
    """Leader and school hear of it, each with the reason."""
    key, more = now.isoformat(), {"reason": reason.strip()}
    leader = deployment.supporter.person.name
    tell_leader(deployment, f"work_{verb}", dedupe=key, **more)
    tell_school(
        deployment.request,
        f"work_{verb}",
        about=deployment,
        page=path_to("support:deployment", deployment.alliance, pk=deployment.pk),
        dedupe=f"{deployment.pk}:{key}",
        leader=leader,
        **more,
    )


def end_all(*, request: Request, by: Person | None, now: datetime) -> None:
    """The request is declined, withdrawn or cancelled: nobody is asked, expected or at work any more."""
    drop_all(request=request, by=by, now=now)
    rows = request.deployments.filter(state__in=DEPLOYMENT.moves["end"].sources)
    for deployment in rows.select_related("supporter__person", "alliance", "request__school", "request__alliance"):
        _end(deployment, on=timezone.localdate(now), reason="", by=by, now=now)
        tell_leader(deployment, "work_ended", dedupe=now.isoformat(), reason="The request is over.")
    signing = agreements_of(request).filter(state=AgreementState.SIGNING).first()
    if signing is not None:
        AGREEMENT.apply(signing, "replace", by=by, at=now)
        for signature in signing.signatures.all():
            fall_silent(signature)


@transaction.atomic
def hold_review(*, request: Request, on: date, found: str, by: Person, now: datetime) -> None:
    """The mid-term review was held on this day; what came of it is kept as a note. Raises Refused."""
    allow(may_hold_review(by, request))
    if on > timezone.localdate(now):
        raise Refused(Refusal("Write the review down once it has been held."))
    allow(since_it_began(request.begins_on, on))
    Request.objects.filter(pk=request.pk).update(reviewed_on=on)
    request.reviewed_on = on
    record(request, "hold_review", by=by, at=now, fields=["reviewed_on"])
    write_note(request, "hold_review", found.strip(), by=by)
