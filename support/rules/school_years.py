"""School years: from 1 September, named by the year in which they begin."""

from __future__ import annotations

from datetime import date

FIRST_MONTH = 9


def year_of(day: date) -> int:
    """The year in which the school year of this day begins: 2026 for 1 September 2026 to 31 August 2027."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1
