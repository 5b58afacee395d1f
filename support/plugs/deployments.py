"""Deployments as the core asks for them: what waits for home heads, leaders, schools and staff."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.queries import urns_spoken_for
from alliance.people.models import Person
from alliance.portal import InboxItem
from alliance.schools.models import Alliance
from alliance.times import day_in_short
from support.kinds import agreements as agreement_kinds
from support.kinds import deployments as deployment_kinds
from support.models import Agreement, Deployment, Signature
from support.queries.agreements import awaited_of, awaited_signatures, to_agree_on
from support.queries.deployments import all_deployments, asked_of, unassured_of, waiting_for_staff
from support.queries.endings import open_concerns, to_review
from support.queries.visits import broken, unrecorded
from support.rules.sides import runs_support
from support.rules.visits import may_open_document
from support.services.reminders import (
    remind_of_answers,
    remind_of_assurance,
    remind_of_records,
    remind_of_signatures,
)
from support.states import DeploymentState, Party, SignatureState


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What waits for this person about leaders in requests."""
    yield from _heads(person, alliance)
    yield from _leaders(person, alliance)
    yield from _schools(person, alliance)
    yield from _signing(person, alliance)
    yield from _records(person, alliance)
    if runs_support(person, alliance):
        yield from _staff(person, alliance)
        yield from _agreements(person, alliance)
        yield from _work(person, alliance)


def _heads(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    for one in asked_of(person).order_by("asked_at", "pk"):
        yield InboxItem(
            title=f"Do you release {one.supporter.person.name}?",
            about=f"Support for {one.request.school}",
            url=path_to("support:release", alliance, token=f"mine-{one.pk}"),
            action="Answer",
        )
    for one in unassured_of(person, alliance):
        yield InboxItem(
            title=f"Put the letter of assurance for {one.supporter.person.name} on file",
            about=f"Support for {one.request.school}",
            url=path_to("support:home_follow", alliance, token=f"mine-{one.pk}"),
            action="Upload",
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


def _records(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Records that the leader owes; staff see those that are late."""
    now, staff = timezone.now(), runs_support(person, alliance)
    for visit, due in unrecorded(alliance, now):
        leader = visit.deployment.supporter.person
        if leader == person:
            yield InboxItem(
                title="Write down your visit",
                about=f"{visit.deployment.request.school}, {day_in_short(visit.on)}",
                url=path_to("support:visit_record", alliance, pk=visit.pk),
                action="Write",
                due=due,
            )
        elif staff and now > due:
            yield InboxItem(
                title=f"{leader.name} has not written down a visit",
                about=str(visit.deployment.request.school),
                url=path_to("support:deployment", alliance, pk=visit.deployment_id),
                section="waiting",
                detail=f"due {timezone.localtime(due):%-d %b}",
            )


def _signing(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    for one in awaited_of(person).order_by("pk"):
        yield InboxItem(
            title=f"Sign the agreement for: {one.get_party_display().lower()}",
            about=one.agreement.request.title,
            url=path_to("support:agreement_sign", alliance, token=one.own_token),
            action="Read and sign",
        )


def _agreements(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Agreements to be drawn up, to be changed as a party asks, to be signed for the alliance; those being signed."""
    for request in to_agree_on(alliance):
        scope = request.contacted_at is None
        page = path_to("support:request", alliance, code=request.code)
        title = "Note the scoping visit, then draw up the agreement" if scope else "Draw up the agreement"
        yield InboxItem(title, f"{request.title}, {request.school}", page)
    awaited: dict[int, list[Signature]] = {}
    for one in awaited_signatures().order_by("agreement", "pk"):
        awaited.setdefault(one.agreement_id, []).append(one)
    for several in awaited.values():
        request = several[0].agreement.request
        page = path_to("support:agreement", alliance, code=request.code)
        about = f"{request.title}, {request.school}"
        if any(one.state == SignatureState.REFUSED for one in several):
            yield InboxItem("A party asks for a change of the agreement", about, page, "Change")
        elif any(one.party == Party.ALLIANCE for one in several):
            own = next(one for one in several if one.party == Party.ALLIANCE)
            sign = path_to("support:agreement_sign", alliance, token=own.own_token)
            yield InboxItem("Sign the agreement for the alliance", about, sign, "Read and sign")
        else:
            missing = "1 signature is" if len(several) == 1 else f"{len(several)} signatures are"
            yield InboxItem(f"{missing} missing", about, page, section="waiting")


def _work(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Concerns to be dealt with, and mid-term reviews that are due."""
    for concern in open_concerns(person):
        yield InboxItem(
            title="Something was told in confidence",
            about=concern.request.title,
            url=path_to("support:concern", alliance, pk=concern.pk),
            action="Read",
        )
    for request in to_review(timezone.localdate()):
        yield InboxItem(
            title="The mid-term review is due",
            about=f"{request.title}, {request.school}",
            url=path_to("support:request_review", alliance, code=request.code),
            action="Write",
        )


def concern_page(alliance: Alliance, pk: int) -> str:
    """The page of the concern with this primary key."""
    return path_to("support:concern", alliance, pk=pk)


def agreement_page(alliance: Alliance, pk: int) -> str:
    """The page of the agreement with this primary key."""
    found = Agreement.objects.select_related("request").get(pk=pk)
    return path_to("support:agreement", alliance, code=found.request.code)


def signature_page(alliance: Alliance, pk: int) -> str:
    """The page of the agreement that is signed."""
    return agreement_page(alliance, Signature.objects.get(pk=pk).agreement_id)


def visit_page(alliance: Alliance, pk: int) -> str:
    """The page of the visit with this primary key."""
    return path_to("support:visit", alliance, pk=pk)


def deployment_page(alliance: Alliance, pk: int) -> str:
    """The page of the deployment with this primary key."""
    return path_to("support:deployment", alliance, pk=pk)


KINDS = (*deployment_kinds.KINDS, *agreement_kinds.KINDS)
REMINDERS = (remind_of_answers, remind_of_assurance, remind_of_records, remind_of_signatures)
INVARIANTS = (broken,)
DOCUMENTS = {"support.deployment": may_open_document}
PAGES = {
    "support.deployment": deployment_page,
    "support.agreement": agreement_page,
    "support.signature": signature_page,
    "support.visit": visit_page,
    "support.concern": concern_page,
}
