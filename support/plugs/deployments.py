"""Deployments as the core asks for them: what waits for home heads, leaders, schools and staff."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.queries import urns_spoken_for
from alliance.people.models import Person
from alliance.portal import InboxItem
from alliance.schools.models import Alliance
from support.models import Deployment
from support.queries.deployments import all_deployments, asked_of, waiting_for_staff
from support.rules.sides import runs_support
from support.states import DeploymentState


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What waits for this person about leaders in requests."""
    yield from _heads(person, alliance)
    yield from _leaders(person, alliance)
    yield from _schools(person, alliance)
    if runs_support(person, alliance):
        yield from _staff(person, alliance)


def _heads(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    for one in asked_of(person).order_by("asked_at", "pk"):
        yield InboxItem(
            title=f"Do you release {one.supporter.person.name}?",
            about=f"Support for {one.request.school}",
            url=path_to("support:release", alliance, token=f"mine-{one.pk}"),
            action="Answer",
        )


def _leaders(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    asked = all_deployments().filter(supporter__person=person, state=DeploymentState.LEADER_ASKED)
    for one in asked.order_by("released_at", "pk"):
        yield InboxItem(
            title=f"Can you help {one.request.school}?",
            about=one.request.title,
            url=path_to("support:deployment_reply", alliance, pk=one.pk),
            action="Answer",
        )


def _schools(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Leaders proposed to a school for which this person answers; one line for each request."""
    urns = urns_spoken_for(person, alliance)
    if not urns:
        return
    offered = Deployment.objects.filter(state=DeploymentState.OFFERED, request__school__urn__in=urns)
    requests = {one.request_id: one.request for one in offered.select_related("request").order_by("offered_at", "pk")}
    for request in requests.values():
        yield InboxItem(
            title="Choose who is to come",
            about=request.title,
            url=path_to("support:request_choose", alliance, code=request.code),
            action="Choose",
        )


def _staff(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Home schools to be asked; answers that are waited for."""
    for one in waiting_for_staff().exclude(supporter__person=person):
        name, page = one.supporter.person.name, path_to("support:deployment", alliance, pk=one.pk)
        about = f"{one.request.title}, {one.request.school}"
        if one.state == DeploymentState.PLANNED:
            yield InboxItem(f"Ask {one.home_school} to release {name}", about, page, "Ask")
            continue
        asked_head = one.state == DeploymentState.RELEASE_ASKED
        title = f"{one.head_name} is asked to release {name}" if asked_head else f"{name} is asked to help"
        since = one.asked_at if asked_head else one.released_at
        detail = f"asked {timezone.localtime(since):%-d %b}" if since else ""
        yield InboxItem(title, about, page, section="waiting", detail=detail)


def deployment_page(alliance: Alliance, pk: int) -> str:
    """The page of the deployment with this primary key."""
    return path_to("support:deployment", alliance, pk=pk)
