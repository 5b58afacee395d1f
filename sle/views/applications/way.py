"""The way through an application's pages: which comes after which, and the summary that several of them show."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from alliance.addresses import path_to
from alliance.answers import done
from alliance.requests import PortalRequest
from sle.models import Application
from sle.queries import applications as queries
from sle.rules.deadlines import hand_over_by, references_by
from sle.rules.parts import Part, missing_parts, parts_of
from sle.views.pages import application_crumbs


def page_of(found: Application) -> str:
    """The application's own page: task list, tracker or record."""
    return path_to("sle:application", found.round.alliance, code=found.code)


def url_of(found: Application, part: Part) -> str:
    """The page of a part of the task list."""
    alliance = found.round.alliance
    if part.slug == "question":
        return path_to("sle:application_question", alliance, code=found.code, key=part.question_key)
    if part.slug == "files":
        return path_to("sle:application_files", alliance, code=found.code)
    return path_to("sle:application_part", alliance, code=found.code, part=part.slug)


def url_of_next(found: Application, here: tuple[str, str]) -> str:
    """The page of the part after `here` (its slug, and the key of a question); after the last, handing over."""
    parts = parts_of(found)
    places = [(part.slug, part.question_key) for part in parts]
    after = parts[places.index(here) + 1 :] if here in places else []
    return (
        url_of(found, after[0])
        if after
        else path_to("sle:application_hand_over", found.round.alliance, code=found.code)
    )


def go_on(request: PortalRequest, found: Application, here: tuple[str, str], saved: str = "Saved.") -> HttpResponse:
    """Saved: on to the next part, or back to the task list."""
    if "later" in request.POST:
        return done(request, f"{saved} You can come back at any time.", to=page_of(found))
    return done(request, saved, to=url_of_next(found, here))


def summary_of(found: Application) -> dict[str, Any]:
    """What the pages show that let an application be read through."""
    return queries.summary(found) | {
        "crumbs_list": application_crumbs(found, staff=False),
        "documents": queries.evidence_of(found),
        "adjustment": getattr(found, "adjustment", None),
        "missing": missing_parts(found),
        "hand_over_by": hand_over_by(found),
        "references_by": references_by(found),
    }
