"""Reminders of what was asked and not answered, by working days, each posted once by its key."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alliance.addresses import full, path_to
from alliance.deadlines import reminder_due
from alliance.post.texts import Address
from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from alliance.times import in_words
from support.models import Deployment
from support.queries.agreements import awaited_signatures
from support.queries.deployments import unassured
from support.queries.visits import unrecorded
from support.services.agreements import remind_to_sign
from support.services.telling import tell_head, tell_leader, tell_school
from support.states import DeploymentState, RequestState, SignatureState

# Every so many working days, and a last time before the month is over.
REMIND_EVERY, REMIND_BEFORE = 3, 2


def remind_of_answers(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: remind heads, leaders and schools who have not answered, by working days."""
    calendar = Calendar(alliance)
    if not calendar.is_working(timezone.localdate(now)):
        return
    waiting = Deployment.objects.filter(
        state__in=(DeploymentState.RELEASE_ASKED, DeploymentState.LEADER_ASKED, DeploymentState.OFFERED)
    ).select_related("alliance", "request__alliance", "request__school", "supporter__person", "home_school")
    for deployment in waiting:
        with transaction.atomic():
            _remind(deployment, calendar, now)


def remind_of_assurance(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: remind home heads of the letter of assurance, by working days."""
    calendar = Calendar(alliance)
    if not calendar.is_working(timezone.localdate(now)):
        return
    for deployment in unassured().exclude(head_email=""):
        if key := _key(calendar, deployment.chosen_at, now):
            with transaction.atomic():
                tell_head(deployment, "assurance_remind", dedupe=key)


def remind_of_signatures(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: remind parties who have not signed, by working days."""
    calendar = Calendar(alliance)
    if not calendar.is_working(timezone.localdate(now)):
        return
    for signature in awaited_signatures().filter(state=SignatureState.ASKED).exclude(email=""):
        if key := _key(calendar, signature.agreement.proposed_at, now):
            with transaction.atomic():
                remind_to_sign(signature, key=key, now=now)


def remind_of_records(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: remind leaders of the record of a visit the day after, and again once it is late."""
    today = timezone.localdate(now)
    if not Calendar(alliance).is_working(today):
        return
    for visit, due in unrecorded(alliance, now):
        if visit.on < today:
            page = Address(full(path_to("support:visit_record", alliance, pk=visit.pk)))
            more = {"on": in_words(visit.on), "due": in_words(timezone.localdate(due)), "page": page}
            key = f"{visit.pk}:{'late' if now > due else 'soon'}"
            with transaction.atomic():
                tell_leader(visit.deployment, "record_remind", dedupe=key, **more)


def _remind(deployment: Deployment, calendar: Calendar, now: datetime) -> None:
    since = {
        DeploymentState.RELEASE_ASKED: deployment.asked_at,
        DeploymentState.LEADER_ASKED: deployment.released_at,
        DeploymentState.OFFERED: deployment.offered_at,
    }[DeploymentState(deployment.state)]
    key = _key(calendar, since, now)
    if not key:
        return
    if deployment.state == DeploymentState.RELEASE_ASKED and tell_head(deployment, "release_remind", dedupe=key):
        Deployment.objects.filter(pk=deployment.pk).update(last_sent_at=now)
    elif deployment.state == DeploymentState.LEADER_ASKED:
        tell_leader(deployment, "leader_remind", dedupe=key)
    elif deployment.state == DeploymentState.OFFERED and deployment.request.state == RequestState.MATCHING:
        request = deployment.request
        page = path_to("support:request_choose", request.alliance, code=request.code)
        tell_school(request, "choose_remind", about=request, page=page, dedupe=f"{request.pk}:{key}")


def _key(calendar: Calendar, since: datetime | None, now: datetime) -> str:
    """The key of the reminder that is due; empty if none is. There is no last day for an answer: a month is asked for,
    then somebody has to speak to them."""
    until = since + timedelta(days=30) if since else None
    return reminder_due(calendar, since, until, now, every=REMIND_EVERY, before=REMIND_BEFORE)
