"""Reviews: which are due, which are open, and what is known of a leader's work."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from alliance.people.models import Person
from alliance.portal import Evidence, portals
from alliance.schools.models import Alliance
from sle.leader_kinds import designated_here
from sle.models import Designation, Review
from sle.states import OPEN_REVIEW, DesignationState

# A review begins by itself within these days of falling due. Staff begin one that fell due longer ago (somebody was
# brought in late, or the portal was down): nobody should be written to on the day on which a list is brought in.
BY_ITSELF = timedelta(days=14)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_for_review(alliance: Alliance, today: date, *, by_itself: bool) -> QuerySet[Designation]:
    """Current designations of the alliance in scope whose review is due and not begun: those whose reviews begin by
    themselves, or those that wait for somebody to begin them."""
    due = Q(pk=None)
    for kind in designated_here(alliance):
        if kind.review_months:
            reached = Q(ends_on__lte=months_after(today, kind.review_months))
            late = Q(ends_on__lte=months_after(today - BY_ITSELF, kind.review_months))
            due |= Q(kind=kind.code) & reached & (~late if by_itself else late)
    begun = Review.objects.filter(designation=OuterRef("pk"), state__in=OPEN_REVIEW)
    return (
        Designation.objects.filter(due, ~Exists(begun), state=DesignationState.CURRENT)
        .select_related("alliance", "person", "home_school", "application")
        .order_by("ends_on", "pk")
    )


def reviews_of(designation: Designation) -> QuerySet[Review]:
    """The reviews of this designation, the latest first."""
    return (
        Review.objects.filter(designation=designation)
        .select_related("designation__person", "designation__alliance", "proposed_by", "approved_by")
        .prefetch_related("areas", "releases__school")
        .order_by("-pk")
    )


def open_reviews() -> QuerySet[Review]:
    """The reviews of the alliance in scope that are not decided."""
    return (
        Review.objects.filter(state__in=OPEN_REVIEW)
        .select_related("designation__person", "designation__alliance")
        .order_by("answer_by", "pk")
    )


def evidence_about(person: Person, alliance: Alliance) -> Iterator[Evidence]:
    """What the responsibilities know of this person's work in the alliance: deployments, evaluations."""
    for portal in portals():
        if portal.evidence is not None:
            yield from portal.evidence(person, alliance)
