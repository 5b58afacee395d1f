"""The front doors: every alliance, and the public home of one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.members.queries import alliances_of
from alliance.schools.models import Alliance
from alliance.web import queries


@login_not_required
@require_safe
def alliances(request: Any) -> HttpResponse:
    """Every alliance of this installation; the person's own first."""
    mine = alliances_of(request.person) if request.person else []
    others = [alliance for alliance in Alliance.objects.order_by("name", "id") if alliance not in mine]
    return render(request, "web/alliances.html", {"mine": mine, "others": others})


@login_not_required
@require_safe
def public(request: Any) -> HttpResponse:
    """What the alliance is for, what comes next, and what anyone can do there."""
    alliance = request.alliance
    return render(
        request,
        "web/public.html",
        {
            "responsibilities": queries.public_responsibilities(alliance),
            "dates": queries.public_dates(alliance, timezone.now()),
            "lead_schools": alliance.lead_schools.select_related("school"),
            "partners": queries.partners_by_kind(alliance),
            "divisions": alliance.divisions.all(),
        },
    )
