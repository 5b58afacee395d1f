"""The page of a request, and the lists of requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alliance.addresses import path_to
from alliance.form_pages import Crumb
from alliance.lists import Column, list_page
from alliance.people.models import Person
from alliance.refusal import allow
from alliance.requests import PortalRequest, VisitorRequest
from alliance.schools.models import Partner
from alliance.times import in_short
from alliance.web.templatetags.portal import day, tag
from support.filters import OwnRequestFilter, RequestFilter
from support.models import Request
from support.queries.clocks import clocks_of, promises_of
from support.queries.commissioned import overall_of, with_work
from support.queries.requests import all_requests, next_step, question_to, requests_of, stages_of
from support.rules import requests as rules
from support.rules.days import in_days
from support.rules.money import may_see_accounts, may_see_pots
from support.rules.sides import Side, commissions_for, runs_support, sides_of
from support.states import RequestState
from support.views.parts import parts_for

COLOURS = {
    RequestState.DRAFT: "grey",
    RequestState.ASKED: "yellow",
    RequestState.ASKED_BACK: "orange",
    RequestState.ACTIVE: "green",
    RequestState.CLOSED: "grey",
    RequestState.DECLINED: "grey",
    RequestState.WITHDRAWN: "grey",
    RequestState.CANCELLED: "grey",
}


def state_tag(found: Request) -> str:
    """The state with its word and colour."""
    return tag(found.get_state_display(), COLOURS.get(RequestState(found.state), "blue"))


def find_request(request: PortalRequest | VisitorRequest, code: str) -> Request:
    """The request with this code in the alliance in scope, with what its pages read; 404 otherwise."""
    found: Request = get_object_or_404(all_requests().select_related("context"), code=code)
    return found


def crumbs_to(found: Request) -> list[Crumb]:
    """The way back to a request from a page about it."""
    alliance = found.alliance
    return [
        ("Support", path_to("support:request_list", alliance)),
        (found.title or "Request", path_to("support:request", alliance, code=found.code)),
    ]


@never_cache
@require_safe
def request(request: PortalRequest, code: str) -> HttpResponse:
    """Where a request stands and what was asked, to each side its own part."""
    found = find_request(request, code)
    sides = sides_of(request.person, found)
    allow(rules.may_see_request(sides))
    if rules.may_change(sides, found) is None:
        return HttpResponseRedirect(path_to("support:request_check", request.alliance, code=code))
    return show(request, request.person, sides, found)


def show(
    request: PortalRequest | VisitorRequest, person: Person | None, sides: Set[Side], found: Request, token: str = ""
) -> HttpResponse:
    """The page itself; `token` is that of whoever follows the request by a link."""
    now = timezone.now()
    listed = person is not None and rules.may_see_requests(person, found.alliance) is None
    context: dict[str, Any] = {
        "found": found,
        "sides": sides,
        "token": token,
        "state": state_tag(found),
        "stages": stages_of(found),
        "next": next_step(found, now),
        "clocks": clocks_of(found, promises_of(found.alliance), now) if Side.STAFF in sides else [],
        "question": question_to(found) if rules.may_answer(sides, found) is None else "",
        "moves": [one for one in STAFF_MOVES if rules.may_move(sides, found, one[0]) is None],
        "may_accept": rules.may_move(sides, found, "accept") is None,
        "may_diagnose": rules.may_diagnose(sides, found) is None,
        "may_attach": not token and rules.may_attach(sides, found) is None,
        "may_withdraw": rules.may_withdraw(sides, found) is None,
        "is_staff": Side.STAFF in sides,
        "parts": parts_for(person, sides, found),
        "crumbs_list": crumbs_to(found)[:1] if listed else [],
    }
    return render(request, "support/request.html", context)


# Moves that staff make on a page of their own: the move, its address, the words.
STAFF_MOVES = (
    ("ask_back", "support:request_ask_back", "Ask whoever asked a question"),
    ("diagnose_again", "support:request_diagnose_again", "Agree the needs again"),
    ("decline", "support:request_decline", "Decline"),
    ("cancel", "support:request_cancel", "Cancel"),
)


@require_safe
def request_list(request: PortalRequest) -> HttpResponse:
    """All requests for staff; their own for heads, coordinators and commissioners."""
    alliance, person = request.alliance, request.person
    allow(rules.may_see_requests(person, alliance))
    staff, promises, now = runs_support(person, alliance), promises_of(alliance), timezone.now()

    def clock(row: Request) -> str:
        running = clocks_of(row, promises, now)
        return tag(running[0].word, running[0].light) if running else ""

    columns = [
        Column("What", lambda r: r.title or "(no title yet)", sort="title", url=lambda r: _page(r)),
        Column("School", lambda r: str(r.school or ""), sort="school__name"),
        Column("Areas", lambda r: ", ".join(sorted({need.area.name for need in r.needs.all()}))),
        Column("How soon", lambda r: r.get_urgency_display().split(":")[0], sort="urgency"),
        Column("State", state_tag, sort="state", csv=lambda r: r.get_state_display()),
        Column("Asked", lambda r: day(r.asked_at), sort="asked_at", csv=lambda r: r.asked_at),
        Column("By", lambda r: r.get_source_display(), sort="source", screen=False),
        Column("Commissioner", lambda r: str(r.commissioner or ""), screen=False),
    ]
    if staff:
        due = Column("Clock", clock, csv=lambda r: "; ".join(in_short(one.due) for one in clocks_of(r, promises, now)))
        handler = Column("Handled by", lambda r: r.handled_by.name if r.handled_by else "", sort="handled_by__surname")
        columns[5:5] = [due, handler]
    rows, partners = requests_of(person, alliance), commissions_for(person, alliance)
    if partners and not staff:
        rows = with_work(rows)
        columns[5:5] = _of_commissioner(partners, clock)
    empty = (
        "Nobody has asked for support yet." if staff else "You have not asked for support yet. Ask, and follow it here."
    )
    context = {
        "may_ask": rules.may_ask(person, alliance) is None,
        "may_see_accounts": may_see_accounts(person, alliance) is None,
        "may_see_pots": may_see_pots(person, alliance) is None,
        "staff": staff,
    }
    return list_page(
        request,
        rows=rows,
        columns=columns,
        title="School-to-school support" if staff else "Requests for support",
        filterset=RequestFilter if staff else OwnRequestFilter,
        template="support/request_list.html",
        empty=empty,
        csv_name=f"support-{alliance.slug}",
        context=context,
    )


def _of_commissioner(partners: Sequence[Partner], clock: Callable[[Request], str]) -> list[Column]:
    """The clock, days and outcome of what somebody commissioned for these partners; nothing of other requests, which
    they see as the school."""
    ids = {one.pk for one in partners}

    def theirs(show: Callable[[Request], str]) -> Callable[[Request], str]:
        return lambda row: show(row) if row.commissioner_id in ids else ""

    def days(row: Request) -> str:
        return in_days(row.used)  # type: ignore[attr-defined]  # annotated

    return [
        Column("Clock", theirs(clock)),
        Column("Days used", theirs(days), sort="used"),
        Column("Over all", theirs(overall_of)),
    ]


def _page(found: Request) -> str:
    return path_to("support:request", found.alliance, code=found.code)
