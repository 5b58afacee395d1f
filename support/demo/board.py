"""What the demo's alliance has written down as its priorities for this school year."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from alliance.expertise.models import Area
from support.models import Priority
from support.rules.school_years import year_of
from support.services.board import save_priority
from support.states import Phase

# Area, phase, why, half days wanted, schools wanted.
PRIORITIES = {
    "boldmere": (
        (
            "Maths",
            Phase.PRIMARY,
            "Results at the end of key stage 2 have fallen in half of our schools.",
            20,
            3,
        ),
        ("Closing the gap", Phase.ALL, "Pupils with free school meals are a year behind by the age of eleven.", 16, 2),
        ("Early years", Phase.EARLY_YEARS, "Two nurseries have opened, and their staff are new.", None, 2),
    ),
}


def fill(cast: Any) -> None:
    """The priorities of this school year, unless there are any."""
    year = year_of(timezone.localdate())
    if Priority.objects.filter(alliance=cast.alliance).exists():
        return
    known = {area.name: area for area in Area.objects.open_to(cast.alliance)}
    for name, phase, why, half_days, schools in PRIORITIES.get(cast.alliance.slug, ()):
        values = {"area": known[name], "phase": phase, "why": why, "half_days": half_days, "schools": schools}
        save_priority(
            priority=Priority(alliance=cast.alliance, year=year), values=values, by=cast.director, this_year=year
        )
