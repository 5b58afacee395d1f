"""What every page knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from alliance.addresses import path_to
from alliance.members.queries import alliances_of
from alliance.people.models import Person
from alliance.portal import portals
from alliance.schools.models import Alliance
from alliance.web import branding
from alliance.web.portal import settings_navigation

# The ES modules of every page, one per enhancement; each binds to its own data-* attribute and does nothing elsewhere.
MODULES = (
    "built/portal.js",
    "built/autosave.js",
    "built/leave.js",
    "built/scoring.js",
    "built/school-search.js",
    "built/print.js",
    "built/passkeys.js",
)


@dataclass(frozen=True)
class NavLink:
    """An entry of the navigation; `current` when the page is at or below its address."""

    title: str
    url: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """The alliance and the person of the request, the navigation that concerns them, the alliance's look."""
    alliance = getattr(request, "alliance", None)
    person = getattr(request, "person", None)
    known: dict[str, Any] = {"alliance": alliance, "person": person, "modules": MODULES}
    if person is not None:
        known["other_alliances"] = SimpleLazyObject(lambda: [a for a in alliances_of(person) if a != alliance])
    if alliance is None:
        return known
    known["brand_url"] = path_to("web:brand", alliance, version=branding.version(alliance))
    if alliance.logo:
        known["logo_url"] = path_to("web:logo", alliance) + f"?v={alliance.logo.name.rsplit('/', 1)[-1]}"
    if person is not None:
        known["navigation"] = SimpleLazyObject(lambda: navigation(person, alliance, request.path))
    return known


def navigation(person: Person, alliance: Alliance, path: str) -> list[NavLink]:
    """What exists and concerns the person: the inbox, then the responsibilities, then the core's own pages."""
    plugged = [portal for portal in portals() if portal.navigation]
    plugged.sort(key=lambda portal: (portal.name != "web", portal.responsibility is None))
    items = [item for portal in plugged if portal.navigation for item in portal.navigation(person, alliance)]
    items += settings_navigation(person, alliance)
    best = max((item.url for item in items if path.startswith(item.url)), key=len, default="")
    return [NavLink(item.title, item.url, item.url == best) for item in items]
