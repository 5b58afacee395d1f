"""The yearly ask in the demo: two past years, one that is open, and the targets of a draft round set from them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from alliance.surveys import demo, services
from alliance.surveys.queries import replies_of
from sle.demo.making import at
from sle.leader_kinds import SLE
from sle.models import Round
from sle.queries.priorities import asks_with_answers, needs_in, open_areas_by_name
from sle.rules.priorities import SCHOOLS_FOR_EACH, proposed_target
from sle.services import set_up
from sle.states import RoundState

INTRODUCTION = (
    "Thank you for last year’s answers: they decided which areas we recruited for. Please tell us again, in ten "
    "minutes, where your school needs support and where it could help others."
)
# What schools ask for more than for anything else.
SOUGHT = ("Maths", "English", "Special educational needs", "Behaviour and discipline", "Phonics", "Closing the gap")


def fill_years(cast: Any) -> None:
    """Two past years and one open for nine days more, in which some schools have answered and one has begun."""
    alliance, by = cast.alliance, cast.lead
    today = timezone.localdate()
    year = today.year if today.month >= 9 else today.year - 1
    for before, share in ((2, 0.7), (1, 0.85)):
        closed_at = at(19) - timedelta(weeks=52 * before)
        demo.past_year(
            alliance=alliance,
            year=year - before,
            closed_at=closed_at,
            answers=share,
            by=by,
            introduction=INTRODUCTION,
            sought=SOUGHT,
        )
    opens_at = at(-12)
    values = {"opens_at": opens_at, "closes_at": at(9), "introduction": INTRODUCTION}
    ask = services.create_ask(alliance=alliance, year=year, values=values, by=by, now=at(-20))
    services.open_ask(ask=ask, by=by, now=opens_at)
    asked = list(replies_of(ask).exclude(email=""))
    for place, reply in enumerate(asked[:-1]):
        demo.answer(reply, at=at(place - 9), sought=SOUGHT, hand_in=place < len(asked) - 2)


def take_targets(cast: Any) -> None:
    """The alliance's draft round looks for what its schools need, as the portal proposes it."""
    draft = Round.objects.filter(alliance=cast.alliance, kind=SLE, state=RoundState.DRAFT).order_by("-pk").first()
    if draft is None:
        return
    [needs] = needs_in(asks_with_answers(cast.alliance)[:1])
    areas = open_areas_by_name(cast.alliance)
    targets = {
        areas[row.area].pk: proposed_target(need=row.need, urgent=row.urgent, supply=row.supply, each=SCHOOLS_FOR_EACH)
        for row in needs.by_area()
        if row.area in areas and row.need
    }
    set_up.set_targets_by_area(round=draft, targets=targets, by=cast.lead)
