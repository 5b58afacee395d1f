"""Working days: Monday to Friday without England's bank holidays and without the alliance's own closures."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from django.db.models import QuerySet
from holidays.countries import UnitedKingdom

from alliance.schools.models import Alliance, Closure

ONE_DAY = timedelta(days=1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of a year, substitute days included."""
    return frozenset(UnitedKingdom(subdiv="ENG", years=year))


class Calendar:
    """The working days of one alliance; its closures are read once."""

    def __init__(self, alliance: Alliance) -> None:
        closures: QuerySet[Closure] = Closure._base_manager.filter(alliance=alliance)
        self.closed = [(closure.first_day, closure.last_day) for closure in closures]

    def is_working(self, day: date) -> bool:
        """Is this a day on which the alliance works?"""
        return (
            day.weekday() < 5
            and day not in bank_holidays(day.year)
            and not any(first <= day <= last for first, last in self.closed)
        )

    def add(self, day: date, n: int) -> date:
        """See `add_working_days`."""
        step = ONE_DAY if n >= 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, a: date, b: date) -> int:
        """See `working_days_between`."""
        if b < a:
            return -self.between(b, a)
        return sum(self.is_working(a + ONE_DAY * n) for n in range(1, (b - a).days + 1))


def is_working_day(alliance: Alliance, day: date) -> bool:
    """Is `day` a working day of the alliance?"""
    return Calendar(alliance).is_working(day)


def add_working_days(alliance: Alliance, day: date, n: int) -> date:
    """The n-th working day of the alliance after `day` (before it, for a negative n); `day` itself for 0.

    `day` does not count, whether or not it is a working day: a limit of 10 working days from a letter of Monday ends
    on the Monday two weeks later when there is no holiday between.
    """
    return Calendar(alliance).add(day, n)


def working_days_between(alliance: Alliance, a: date, b: date) -> int:
    """How many working days of the alliance come after `a`, up to and including `b`; negative when `b` is earlier."""
    return Calendar(alliance).between(a, b)
