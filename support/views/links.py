"""What somebody answers by the personal link in a mail, or signed in from their inbox ("mine-" and the number)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from alliance.keys import key_in
from alliance.members import links
from alliance.members.models import PersonalLink
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.requests import VisitorRequest

Row = TypeVar("Row", bound=Model)


def by_token(
    request: VisitorRequest,
    token: str,
    *,
    purpose: str,
    rows: QuerySet[Row],
    may_sign_in: Callable[[Person | None, Row], Refusal | None],
    may_answer: Callable[[Person | None, Row], Refusal | None],
) -> tuple[Row, PersonalLink | None, Refusal | None]:
    """The row that a token is about, its link (None: signed in), and why it cannot be answered, if it cannot.

    Raises Http404 for what never was, and for what was asked of somebody else.
    """
    link = None
    if token.startswith("mine-"):
        number = key_in(token.removeprefix("mine-"))
        found = rows.filter(pk=number).first() if number is not None else None
        if found is None or may_sign_in(request.person, found) is not None:
            raise Http404("There is no such question.")
    else:
        link = links.find(token, purpose)
        if link is None or request.alliance is None or link.alliance_id != request.alliance.pk:
            raise Http404("This link is not complete. Copy the whole address from the e-mail.")
        found = get_object_or_404(rows, pk=link.subject_id)
    refusal = may_answer(request.person, found)
    if refusal is None and link is not None:
        refusal = links.may_use(link, request.received_at)
    return found, link, refusal
