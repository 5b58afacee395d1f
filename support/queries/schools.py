"""What one school has received of support, and what its leaders have given to others, under the URN that it has and
those that it had before or has got since: a school that has become an academy is the same school."""

from __future__ import annotations

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from alliance.schools.models import Alliance, School
from alliance.schools.queries import family
from support.models import Deployment, Request
from support.states import AT_WORK


def received_by(alliance: Alliance, school: School) -> QuerySet[Request]:
    """The school's requests, the latest first, with the half days that were used (`used`)."""
    rows: QuerySet[Request] = Request.objects.filter(
        alliance=alliance, school__urn__in=family(school.urn), asked_at__isnull=False
    ).select_related("school")
    return rows.annotate(used=Coalesce(Sum("deployments__ledger__half_days"), 0)).order_by("-asked_at", "-pk")


def given_by(alliance: Alliance, school: School) -> QuerySet[Deployment]:
    """The work of its leaders in other schools, the latest first, with the half days that were used (`used`)."""
    rows: QuerySet[Deployment] = Deployment.objects.filter(
        alliance=alliance, home_school__urn__in=family(school.urn), state__in=AT_WORK
    )
    rows = rows.select_related("supporter__person", "request__school", "home_school").prefetch_related(
        "needs__need__area"
    )
    return rows.annotate(used=Coalesce(Sum("ledger__half_days"), 0)).order_by("-chosen_at", "-pk")
