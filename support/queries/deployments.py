"""Reading deployments: what each side sees of them, on the request's page and in lists of what waits."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from alliance.library.models import Document
from alliance.members.queries import sent_to, urns_spoken_for
from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.workflow.notes import notes_about
from support.models import Deployment, Request, Signature
from support.queries.agreements import latest_seen
from support.queries.endings import concerns_about
from support.rules import deployments as rules
from support.rules.agreements import may_draft_agreement, may_note_scoping
from support.rules.endings import may_hold_review, may_raise_concern
from support.rules.sides import Side, side_in
from support.rules.visits import ASSURANCE
from support.states import AgreementState, DeploymentState

WITH = ("alliance", "request__alliance", "request__school", "request__handled_by", "supporter__person", "home_school")
# What a commissioner counts: those whom the school has chosen, and what became of them.
COUNTED = (DeploymentState.CHOSEN, DeploymentState.ACTIVE, DeploymentState.PAUSED, DeploymentState.ENDED)

NEEDS_ASSURANCE = (DeploymentState.CHOSEN, DeploymentState.ACTIVE, DeploymentState.PAUSED)


@dataclass(frozen=True)
class Shown:
    """One deployment as a side sees it: `named` says whether the reader knows who it is."""

    deployment: Deployment
    named: bool
    areas: tuple[str, ...]
    used: int


def all_deployments() -> QuerySet[Deployment]:
    """Deployments of the alliance in scope with what their pages read, and the half days `used` of each."""
    used = Coalesce(Sum("ledger__half_days"), 0)
    return Deployment.objects.select_related(*WITH).prefetch_related("needs__need__area").annotate(used=used)


def asked_of(person: Person) -> QuerySet[Deployment]:
    """What heads of home schools are asked about, where the address is this person's."""
    return all_deployments().filter(sent_to(person, "head_email"), state=DeploymentState.RELEASE_ASKED)


def unassured() -> QuerySet[Deployment]:
    """Leaders whom a school has chosen, and whose home school has not put its letter of assurance on file."""
    on_file = Document.objects.filter(
        subject_type=Deployment._meta.label_lower, purpose=ASSURANCE, removed_at=None
    ).values("subject_id")
    return all_deployments().filter(state__in=NEEDS_ASSURANCE).exclude(pk__in=on_file)


def unassured_of(person: Person, alliance: Alliance) -> QuerySet[Deployment]:
    """Those of which this person is asked the letter: as head by their address, or for the home school."""
    own = sent_to(person, "head_email") | Q(home_school__urn__in=urns_spoken_for(person, alliance))
    return unassured().filter(own).exclude(supporter__person=person).order_by("chosen_at", "pk")


def what_concerns(person: Person) -> list[QuerySet[Any]]:
    """Rows that make an alliance concern somebody without a role there: their deployments, and what they are asked."""
    return [
        Deployment.objects.filter(supporter__person=person, released_at__isnull=False),
        Deployment.objects.filter(
            sent_to(person, "head_email"), state__in=(DeploymentState.RELEASE_ASKED, *NEEDS_ASSURANCE)
        ),
        Signature.objects.filter(sent_to(person), agreement__state=AgreementState.SIGNING),
    ]


def deployments_part(person: Person | None, sides: Set[Side], request: Request) -> Mapping[str, Any] | None:
    """The leaders of a request as the reader sees them: staff all, the school those proposed to it, a commissioner
    areas and days alone, leaders and home schools their own."""
    rows = [shown for one in all_deployments().filter(request=request) if (shown := _shown(person, sides, one))]
    may_choose = rules.may_choose(person, request) is None
    if not rows and not may_choose:
        return None
    agreement = latest_seen(person, request)
    reads = bool(sides & {Side.STAFF, Side.SCHOOL, Side.LEADER})
    return {
        "request": request,
        "rows": rows,
        "may_choose": may_choose,
        "staff": Side.STAFF in sides,
        "agreement": agreement,
        "may_draft": agreement is None and may_draft_agreement(person, request) is None,
        "may_scope": request.contacted_at is None and may_note_scoping(person, request) is None,
        "scoping": list(notes_about(request, "note_scoping")) if reads else [],
        "reviews": list(notes_about(request, "hold_review")) if reads else [],
        "may_review": may_hold_review(person, request) is None,
        "concerns": concerns_about(person, request),
        "may_tell": Side.STAFF not in sides and may_raise_concern(sides) is None,
    }


def _shown(person: Person | None, sides: Set[Side], one: Deployment) -> Shown | None:
    named = Side.STAFF in sides or (Side.SCHOOL in sides and one.offered_at is not None) or bool(side_in(person, one))
    if not named and not (Side.COMMISSIONER in sides and one.state in COUNTED):
        return None
    areas = tuple(line.need.area.name for line in one.needs.all())
    return Shown(one, named, areas, one.used)  # type: ignore[attr-defined]  # annotated


def waiting_for_staff() -> QuerySet[Deployment]:
    """Deployments in which somebody has been asked, or staff have to ask."""
    states = (DeploymentState.PLANNED, DeploymentState.RELEASE_ASKED, DeploymentState.LEADER_ASKED)
    return all_deployments().filter(Q(state__in=states)).order_by("asked_at", "pk")
