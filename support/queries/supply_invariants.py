"""What must never be of supply and planning: each broken one is a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from alliance.schools.models import Alliance
from alliance.schools.queries import families
from support.models import Deployment
from support.queries.leaders import begins_on
from support.rules.school_years import year_of
from support.states import BEFORE_CHOICE, HOLDING


def broken(alliance: Alliance) -> Iterator[str]:
    """Nobody supports their own school, and nobody is planned beyond the days of their year unless staff said so.

    Once an agreement is signed its half days count, which everybody has put their name to.
    """
    rows = list(
        Deployment.objects.filter(alliance=alliance, state__in=HOLDING)
        .select_related("request__school", "home_school", "supporter")
        .order_by("pk")
    )
    kin = families({one.home_school.urn for one in rows})
    planned: dict[tuple[int, int], list[Deployment]] = defaultdict(list)
    for one in rows:
        if one.request.school is not None and one.request.school.urn in kin[one.home_school.urn]:
            yield f"Deployment {one.pk} sends a leader to their own school."
        planned[one.supporter_id, year_of(begins_on(one))].append(one)
    for several in planned.values():
        early = [one for one in several if one.state in BEFORE_CHOICE]
        whole, most = sum(one.half_days for one in several), several[0].supporter.half_days_a_year
        if len(early) == len(several) and whole > most and not any(one.beyond_days for one in several):
            yield f"Supporter {several[0].supporter_id} is planned for {whole} half days of {most}."
