"""Looking a school up on the national register: public, as the register is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alliance.schools.forms import suggestions


@login_not_required
@require_GET
def school_search(request: HttpRequest) -> HttpResponse:
    """Schools for `?q=`: a page for people, JSON for scripts (`?format=json`: {"schools": [{urn, name, town, text}]}).

    Open to all, because heads and referees come by mail link and choose a school too.
    """
    text = request.GET.get("q", "")[:100]
    schools = suggestions(text)
    if request.GET.get("format") == "json":
        return JsonResponse({"schools": schools})
    return render(request, "schools/school_search.html", {"text": text, "schools": schools})
