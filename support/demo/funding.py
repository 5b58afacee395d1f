"""The demo's price list, and money that somebody gave for support."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from alliance.schools.queries import current_partners
from support.models import Rate
from support.rules.school_years import year_of
from support.services import money

# Pence for half a day, and how much of it stays with the alliance: £350 and £50 a day, or what another alliance takes.
DAY = {"": (17_500, 2_500), "NLE": (22_500, 2_500)}


def fill(cast: Any) -> None:
    """A price list since the year before the last, unless there is one; in Boldmere a pot that its city has filled."""
    alliance, today = cast.alliance, timezone.localdate()
    if Rate.objects.filter(alliance=alliance).exists():
        return
    since = date(year_of(today) - 2, 9, 1)
    for kind, (half_day, share) in DAY.items():
        money.add_rate(
            alliance=alliance, kind=kind, from_day=since, half_day_pence=half_day, share_pence=share, by=cast.director
        )
    if alliance.slug == "boldmere":
        funder = current_partners(alliance).filter(school=None).first()
        pot = money.open_pot(alliance=alliance, name="School improvement fund", funder=funder, by=cast.director)
        on = today - timedelta(days=120)
        money.put_in(pot=pot, pence=1_200_000, on=on, by=cast.director, now=timezone.now() - timedelta(days=120))
