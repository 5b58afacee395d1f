"""What the alliance's staff do with a request that has come: who handles it, accept, ask back, decline, cancel."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.people.models import Person
from alliance.post.services import cancel_waiting
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from support.models import REQUEST, Request, Wait
from support.rules import requests as rules
from support.rules.sides import runs_support, sides_of
from support.services.endings import end_all
from support.services.requests import locked
from support.services.telling import asker_of, concerned_by, tell
from support.states import Waited


@transaction.atomic
def hand_to(*, request: Request, handler: Person, by: Person) -> None:
    """Say who handles the request: one of those who run support. Raises Refused."""
    found = locked(request)
    allow(rules.may_handle(sides_of(by, found)))
    if not runs_support(handler, found.alliance):
        raise Refused(Refusal(f"{handler.name} is not among the staff who handle requests."))
    if found.handled_by_id != handler.pk:
        Request.objects.filter(pk=found.pk).update(handled_by=handler)
        record(found, "hand_to", by=by, fields=["handled_by"])
    request.refresh_from_db()


@transaction.atomic
def accept_request(*, request: Request, by: Person, now: datetime) -> None:
    """Take the request on: its needs are now agreed with the school. Whoever accepts handles it, if nobody does yet.

    Raises Refused.
    """
    found = locked(request)
    allow(rules.may_move(sides_of(by, found), found, "accept"))
    handler = found.handled_by or by
    REQUEST.apply(found, "accept", by=by, at=now, accepted_at=now, handled_by=handler)
    tell(found, concerned_by(found), "request_accepted", handler=handler.name)
    request.refresh_from_db()


@transaction.atomic
def ask_back(*, request: Request, question: str, by: Person, now: datetime) -> None:
    """Ask whoever asked a question; it stands on the page and in the mail, and the clock to a match stands still until
    it is answered. Raises Refused."""
    found = locked(request)
    allow(rules.may_move(sides_of(by, found), found, "ask_back"))
    REQUEST.apply(found, "ask_back", by=by, at=now, handled_by=found.handled_by or by)
    Wait.objects.create(alliance_id=found.alliance_id, request=found, what=Waited.QUESTION, since=now)
    write_note(found, "ask_back", question.strip(), by=by)
    tell(found, [asker_of(found)], "request_question", dedupe=now.isoformat(), question=question.strip())
    request.refresh_from_db()


@transaction.atomic
def decline_request(*, request: Request, reason: str, by: Person, now: datetime) -> None:
    """Say that the alliance cannot meet the request, and why. Raises Refused."""
    _end(request, "decline", reason, by, now)


@transaction.atomic
def cancel_request(*, request: Request, reason: str, by: Person, now: datetime) -> None:
    """End a request that cannot be carried out after all, and say why. Raises Refused."""
    _end(request, "cancel", reason, by, now)


def _end(request: Request, move: str, reason: str, by: Person, now: datetime) -> None:
    found = locked(request)
    allow(rules.may_move(sides_of(by, found), found, move))
    REQUEST.apply(found, move, by=by, at=now, ended_at=now, handled_by=found.handled_by or by)
    write_note(found, move, reason.strip(), by=by)
    cancel_waiting(about=found)
    end_all(request=found, by=by, now=now)
    verb = {"decline": "request_declined", "cancel": "request_cancelled"}[move]
    tell(found, concerned_by(found), verb, reason=reason.strip())
    request.refresh_from_db()
