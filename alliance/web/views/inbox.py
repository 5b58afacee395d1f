"""The inbox: what waits for a person, what they wait for, what happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.refusal import allow
from alliance.web import queries, rules


@require_safe
def inbox(request: Any) -> HttpResponse:
    """Everything that the person owes or is owed in this alliance, from all responsibilities, by when."""
    allow(rules.may_see_inbox(request.person, request.alliance))
    found = queries.inbox_of(request.person, request.alliance, timezone.now())
    return render(request, "web/inbox.html", {"inbox": found})
