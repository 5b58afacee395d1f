"""The public directory: current leaders who agreed to stand in it, and how far away each works."""

from __future__ import annotations

from math import sqrt

from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.functions import Cast

from alliance.schools.models import School
from sle.models import Designation
from sle.queries.register import register
from sle.states import DesignationState

METRES_PER_MILE = 1609.344


def directory() -> QuerySet[Designation]:
    """Everybody who stands in the directory of the alliance in scope, by name."""
    return register().filter(state=DesignationState.CURRENT, listed=True)


def nearest_first(leaders: QuerySet[Designation], place: School) -> QuerySet[Designation]:
    """`leaders` by their home school's distance from `place`; whose is not known, last.

    Each has `squared`, the square of the distance in metres: coordinates are metres on the British National Grid, so
    the straight line is plain Pythagoras. It is None where the register has no coordinates of either school.
    """
    if place.easting is None or place.northing is None:
        return leaders
    east = Cast(F("home_school__easting"), FloatField()) - float(place.easting)
    north = Cast(F("home_school__northing"), FloatField()) - float(place.northing)
    found = leaders.annotate(squared=east * east + north * north)
    return found.order_by(F("squared").asc(nulls_last=True), "person__surname", "person__first_name", "pk")


def within(leaders: QuerySet[Designation], miles: int) -> QuerySet[Designation]:
    """Of `leaders` with `squared`, those at most so many miles away, and those of whom it is not known."""
    return leaders.filter(Q(squared__lte=(miles * METRES_PER_MILE) ** 2) | Q(squared=None))


def in_miles(squared: float | None) -> str:
    """A distance in words, from its square in metres: "4 miles", "less than a mile"; nothing for None."""
    if squared is None:
        return ""
    miles = round(sqrt(squared) / METRES_PER_MILE)
    return "less than a mile" if miles < 1 else "1 mile" if miles == 1 else f"{miles} miles"
