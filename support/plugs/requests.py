"""Requests as the core asks for them: navigation, inbox, the way in for anybody, and what must never be."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from alliance.addresses import path_to
from alliance.members.queries import urns_spoken_for
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem, PublicAction
from alliance.schools.models import Alliance
from support.kinds import requests as request_kinds
from support.models import Request
from support.queries.clocks import Promises, contact_due, match_due, promises_of
from support.queries.requests import requests_of
from support.rules.board import may_see_board
from support.rules.requests import may_open_document, may_see_requests
from support.rules.sides import runs_support
from support.services.promises import remind_of_promises
from support.states import OPEN_REQUESTS, RequestState, Source


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """Requests, for staff and for whoever can ask."""
    if may_see_requests(person, alliance) is None:
        yield NavItem("Support", path_to("support:request_list", alliance))
    elif may_see_board(person, alliance) is None:
        yield NavItem("Support", path_to("support:board", alliance))


def public_actions(alliance: Alliance) -> Iterator[PublicAction]:
    """Anybody can ask for support."""
    yield PublicAction("Ask for support", path_to("support:ask", alliance))


def leader_action(alliance: Alliance, designation_id: int) -> PublicAction:
    """Ask for a leader of the public directory by name."""
    return PublicAction("Ask for this leader", f"{path_to('support:ask', alliance)}?leader={designation_id}")


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What staff have to do next with a request, and what those who ask owe or wait for."""
    if may_see_requests(person, alliance) is not None:
        return
    staff, promises, urns = runs_support(person, alliance), promises_of(alliance), urns_spoken_for(person, alliance)
    for request in _open(person, alliance):
        of_school = request.school is not None and request.school.urn in urns
        asks = request.asked_by_id == person.pk or (of_school and request.source == Source.SCHOOL)
        if asks or of_school:
            yield from _of_asker(request, asks, promises)
        elif staff and request.handled_by_id in (None, person.pk):
            yield from _of_staff(request, promises)


def _open(person: Person, alliance: Alliance) -> QuerySet[Request]:
    rows = requests_of(person, alliance).filter(state__in=(RequestState.DRAFT, *OPEN_REQUESTS))
    return rows.prefetch_related(None).prefetch_related("waits")


def _of_asker(request: Request, asks: bool, promises: Promises) -> Iterator[InboxItem]:
    url, about = _page(request), f"{request.title or 'Support'}, {request.school}"
    if request.state == RequestState.DRAFT:
        if asks:
            yield InboxItem("Finish your request for support", about, url, "Continue")
    elif request.state == RequestState.ASKED_BACK:
        yield InboxItem("Answer a question about the request for support", about, url, "Answer")
    elif request.state in (RequestState.ASKED, RequestState.DIAGNOSING, RequestState.MATCHING):
        due = None if request.matched_at else match_due(request, promises)
        state = str(request.get_state_display()).lower()
        yield InboxItem("Support that you asked for", about, url, due=due, section="waiting", detail=state)


def _of_staff(request: Request, promises: Promises) -> Iterator[InboxItem]:
    url, about, due = _page(request), f"{request.title}, {request.school}", match_due(request, promises)
    if request.state == RequestState.ASKED:
        yield InboxItem("Read a request for support", about, url, "Read", due)
    elif request.state == RequestState.DIAGNOSING:
        yield InboxItem(f"Agree with {request.school} what is needed", about, url, "Agree", due)
    elif request.state == RequestState.ASKED_BACK:
        yield InboxItem("An answer to your question", about, url, due=due, section="waiting")
    elif request.state == RequestState.AGREEING and request.matched_at and request.contacted_at is None:
        soon = contact_due(request, promises)
        yield InboxItem(f"See that the leader speaks with {request.school}", about, url, "Open", soon)


def _page(request: Request) -> str:
    return path_to("support:request", request.alliance, code=request.code)


def request_page(alliance: Alliance, pk: int) -> str:
    """The page of the request with this primary key."""
    return path_to("support:request", alliance, code=Request.objects.get(pk=pk).code)


def invariants(alliance: Alliance) -> Iterator[str]:
    """States that should be impossible: asked without a time or a need, past the diagnosis with a need open, over
    without an end."""
    asked = Request.objects.filter(state__in=OPEN_REQUESTS)
    for pk in asked.filter(asked_at=None).values_list("pk", flat=True):
        yield f"Request {pk} is with the alliance, but nobody asked."
    for pk in asked.filter(needs=None).values_list("pk", flat=True):
        yield f"Request {pk} is with the alliance, but has no need."
    past = asked.filter(state__in=(RequestState.MATCHING, RequestState.AGREEING, RequestState.ACTIVE))
    for pk in past.filter(needs__confirmed=False).distinct().values_list("pk", flat=True):
        yield f"Request {pk} is past its diagnosis, but a need was never agreed."
    over = (RequestState.CLOSED, RequestState.DECLINED, RequestState.WITHDRAWN, RequestState.CANCELLED)
    for pk in Request.objects.filter(state__in=over, ended_at=None).values_list("pk", flat=True):
        yield f"Request {pk} is over, but has no end."


KINDS = request_kinds.KINDS
REMINDERS = (remind_of_promises,)
DOCUMENTS = {"support.request": may_open_document}
PAGES = {"support.request": request_page}
