"""Who is the head of a home school, as far as the alliance knows, and whose release was given for whom."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet

from alliance.members.queries import Head, heads_of
from alliance.schools.models import Alliance
from sle.models import Designation, Reference, Release
from sle.states import DesignationState, ReferenceKind, ReferenceState, ReleaseState

OPEN = (ReleaseState.WANTED, ReleaseState.ASKED)
ANSWERED = (ReleaseState.AGREED, ReleaseState.REFUSED, ReleaseState.SETTLED)


def releases_of(designation: Designation) -> QuerySet[Release]:
    """Everything asked of heads about this leader, the latest first."""
    return Release.objects.filter(designation=designation).select_related("school", "review").order_by("-pk")


def awaited_releases() -> QuerySet[Release]:
    """What heads of the alliance in scope have been asked and have not answered."""
    return Release.objects.filter(state=ReleaseState.ASKED).select_related(
        "designation__person", "designation__alliance", "review", "school", "alliance"
    )


def new_heads(alliance: Alliance) -> list[tuple[Designation, Head]]:
    """Current designations whose home school has another head by now than the one who released the leader last.

    Where nobody is known to have released them (they were brought in), the next review asks.
    """
    current = list(
        Designation.objects.filter(state=DesignationState.CURRENT).select_related(
            "alliance", "person", "home_school", "application"
        )
    )
    heads = heads_of(alliance, {one.home_school for one in current})
    current = [one for one in current if heads.get(one.home_school_id)]
    if not current:
        return []
    asked: dict[int, list[Release]] = defaultdict(list)
    for release in Release.objects.filter(designation__in=current).order_by("pk"):
        asked[release.designation_id].append(release)
    returned = Reference.objects.filter(
        application__in=[one.application_id for one in current if one.application_id],
        kind=ReferenceKind.HEAD,
        state=ReferenceState.RETURNED,
    )
    first = {reference.application_id: reference.email for reference in returned}
    found = []
    for one in current:
        newest, known = heads[one.home_school_id][0], {release.email for release in asked[one.pk]}
        known |= {first[one.application_id]} if one.application_id in first else set()
        open_now = any(release.state in OPEN for release in asked[one.pk])
        if known and not open_now and newest.email not in known and newest.email != one.person.email:
            found.append((one, newest))
    return found
