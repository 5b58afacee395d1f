"""A school's page: what it has received of support, and what it has given."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.schools.models import School
from support.queries.schools import given_by, received_by
from support.rules.requests import may_see_school


@require_safe
def school(request: PortalRequest, pk: int) -> HttpResponse:
    """Requests of the school, and the work of its leaders elsewhere."""
    found: School = get_object_or_404(School, pk=pk)
    allow(may_see_school(request.person, request.alliance, found))
    given = list(given_by(request.alliance, found))
    received = list(received_by(request.alliance, found))
    context = {
        "school": found,
        "received": received,
        "given": given,
        "days_received": sum(one.used for one in received),  # type: ignore[attr-defined]  # annotated
        "days_given": sum(one.used for one in given),  # type: ignore[attr-defined]  # annotated
    }
    return render(request, "support/school.html", context)
