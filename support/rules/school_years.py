"""School years: from 1 September, named by the year in which they begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_MONTH = 9


def year_of(day: date) -> int:
    """The year in which the school year of this day begins: 2026 for 1 September 2026 to 31 August 2027."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


@dataclass(frozen=True)
class SchoolTerm:
    """A school term with its first and last day."""

    name: str
    first: date
    last: date

    @property
    def next_day(self) -> date:
        """The first day of the term that follows."""
        return self.last + timedelta(days=1)


# The terms by which schools are funded: from 1 September, 1 January and 1 April (early years and compulsory school age
# are counted so in England).
TERMS = (("Spring", 1, 3), ("Summer", 4, 8), ("Autumn", 9, 12))


def term_of(day: date) -> SchoolTerm:
    """The school term in which this day is: "Autumn 2026" from 1 September to 31 December 2026."""
    name, begins, ends = next(term for term in TERMS if term[1] <= day.month <= term[2])
    last = date(day.year + ends // 12, ends % 12 + 1, 1) - timedelta(days=1)
    return SchoolTerm(f"{name} {day.year}", date(day.year, begins, 1), last)


def terms_before(day: date, count: int) -> list[SchoolTerm]:
    """The term of this day and those before it, `count` in all, the latest first."""
    found = [term_of(day)]
    while len(found) < count:
        found.append(term_of(found[-1].first - timedelta(days=1)))
    return found
