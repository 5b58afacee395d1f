"""The whole life of an application on one page, and as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alliance.exports import csv_response
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.times import in_words
from sle.queries.life import life_of
from sle.rules import applications as rules
from sle.views.pages import application_crumbs, find_application

HEADER = ("When", "Sort", "What", "Who", "Reason or state")


@never_cache
@require_safe
def application_life(request: PortalRequest, code: str) -> HttpResponse:
    """Every step, mail, letter, score and reading of sensitive papers, with who and why; `?format=csv` as a file."""
    found = find_application(request, code)
    allow(rules.may_handle_application(request.person, found))
    life = life_of(found)
    if request.GET.get("format") == "csv":
        lines = [(in_words(step.at), step.sort, step.what, step.who, step.detail) for step in life]
        return csv_response(f"application-{found.code}", HEADER, lines)
    sort = request.GET.get("sort", "")
    context = {
        "application": found,
        "sorts": sorted({step.sort for step in life}),
        "sort": sort,
        "life": [step for step in life if sort in ("", step.sort)],
        "crumbs_list": application_crumbs(found, staff=True),
    }
    return render(request, "sle/application_life.html", context)
