"""What of a supporter is free, and what they have done."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from support.models import Deployment
from support.queries.leaders import Leader
from support.rules.school_years import year_of

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """A month of somebody's calendar: working days, those on which they are away, and why, in words."""

    first: date
    working: int
    away: int
    why: tuple[str, ...]

    @property
    def free(self) -> int:
        """Working days on which they are not away."""
        return self.working - self.away


def is_away(leader: Leader, day: date) -> bool:
    """Is the leader away on this day?"""
    return any(one.first_day <= day <= one.last_day for one in leader.away)


def is_free(leader: Leader, day: date) -> bool:
    """Can the leader take something on that begins on this day?"""
    over = leader.supporter.until is not None and leader.supporter.until <= day
    return not over and not is_away(leader, day) and leader.left(year_of(day)) > 0


def free_months(alliance: Alliance, leader: Leader, today: date) -> list[Month]:
    """The twelve months from this one on; days before today do not count any more. One query."""
    calendar, found = Calendar(alliance), []
    first = today.replace(day=1)
    for _ in range(MONTHS):
        last = first.replace(day=monthrange(first.year, first.month)[1])
        days = [first + timedelta(days=n) for n in range(last.day)]
        working = [day for day in days if day >= today and calendar.is_working(day)]
        away = [one for one in leader.away if one.first_day <= last and one.last_day >= first]
        gone = [day for day in working if is_away(leader, day) or _is_over(leader, day)]
        why = tuple(dict.fromkeys(one.why for one in away if one.why))
        found.append(Month(first, len(working), len(gone), why))
        first = last + timedelta(days=1)
    return found


def _is_over(leader: Leader, day: date) -> bool:
    return leader.supporter.until is not None and leader.supporter.until <= day


def deployments_of(leader: Leader) -> QuerySet[Deployment]:
    """What somebody was planned for and has done, the latest first."""
    rows = (
        Deployment.objects.filter(supporter=leader.supporter.pk) if leader.supporter.pk else Deployment.objects.none()
    )
    return (
        rows.select_related("request__school", "request__alliance")
        .prefetch_related("needs__need__area")
        .order_by("-pk")
    )
