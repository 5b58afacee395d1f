"""Reading what becomes of support that is under way: reviews due, and concerns."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from alliance.people.models import Person
from alliance.workflow.notes import notes_about
from support.models import Concern, Request
from support.rules.endings import may_read_concern
from support.states import AgreementState, ConcernState, DeploymentState, RequestState


def to_review(today: date) -> list[Request]:
    """Requests under way whose mid-term review is due and was not held."""
    rows = Request.objects.filter(
        state=RequestState.ACTIVE,
        reviewed_on=None,
        agreements__state=AgreementState.SIGNED,
        agreements__review_on__lte=today,
        deployments__state__in=(DeploymentState.ACTIVE, DeploymentState.PAUSED),
    )
    return list(rows.select_related("school").order_by("pk").distinct())


def concerns() -> QuerySet[Concern]:
    """Concerns of the alliance in scope, the latest first."""
    return Concern.objects.select_related("alliance", "request__alliance", "request__school", "raised_by")


def concerns_about(person: Person | None, request: Request) -> list[Concern]:
    """Those about a request that the person reads: staff alone see that there are any."""
    return [one for one in concerns().filter(request=request) if may_read_concern(person, one) is None]


def open_concerns(person: Person) -> list[Concern]:
    """Those that somebody has to deal with."""
    return [one for one in concerns().filter(state=ConcernState.RAISED) if may_read_concern(person, one) is None]


def words_of(concern: Concern, about: str) -> str:
    """What was raised ("raise"), or what became of it ("settle")."""
    note = notes_about(concern, about).first()
    return note.text if note else ""
