"""Requests as the core asks for them: navigation and inbox."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.addresses import path_to
from alliance.people.models import Person
from alliance.portal import NavItem
from alliance.schools.models import Alliance
from support.models import Request
from support.rules.requests import may_see_requests


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """Requests, for staff and for whoever can ask."""
    if may_see_requests(person, alliance) is None:
        yield NavItem("Support", path_to("support:request_list", alliance))


def request_page(alliance: Alliance, pk: int) -> str:
    """The page of the request with this primary key."""
    return path_to("support:request", alliance, code=Request.objects.get(pk=pk).code)
