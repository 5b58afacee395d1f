"""Who can help in the demo: leaders of the register with their availability, and supporters without a designation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from alliance.web.demo.build import open_account
from support.forms.supply import areas_open_to
from support.models import Supporter
from support.queries.leaders import leaders
from support.rules.contexts import settings_of
from support.services import supply
from support.states import Phase, Setting


@dataclass(frozen=True)
class Helper:
    """Somebody without a designation: name, school (URN), areas, phases, contexts, miles, and their own words."""

    name: str
    urn: int
    areas: tuple[str, ...]
    phases: tuple[Phase, ...]
    settings: tuple[Setting, ...] = ()
    miles: int | None = None
    half_days: int = 20
    about: str = ""


P, T = Phase, Setting
HELPERS = {
    "boldmere": (
        Helper(
            "Asha Verma", 103341, ("Behaviour and discipline", "Attendance"), (P.PRIMARY,), (T.URBAN, T.DISADVANTAGE),
            12, about="Behaviour lead for nine years. Begins at the gate, not in the policy.",
        ),
        Helper(
            "Tom Ashworth", 103353, ("English", "Closing the gap"), (P.PRIMARY,), (T.URBAN,), 20,
            about="Reading for pleasure, and guided reading that does not eat the afternoon.",
        ),
        Helper("Leila Nasser", 103356, ("Science",), (P.PRIMARY, P.SECONDARY), (T.SMALL,), 8, 12),
        Helper(
            "Gareth Pugh", 149305, ("Leadership of curriculum",), (P.PRIMARY,), (T.FAITH,), None, 10,
            about="Has planned two curriculums from nothing and would do both otherwise today.",
        ),
        Helper("Wendy Marlow", 103342, ("Special educational needs", "Phonics"), (P.EARLY_YEARS, P.PRIMARY), (), 15, 6),
        Helper("Hugh Lennard", 103353, ("Maths", "Assessment"), (P.PRIMARY,), (T.URBAN,), 10),
    ),
    "west-herts": (
        Helper("Nora Beck", 138507, ("Phonics", "English"), (P.EARLY_YEARS, P.PRIMARY), (T.SMALL, T.RURAL), 25),
        Helper("Saul Weaver", 144959, ("Maths",), (P.PRIMARY, P.SECONDARY), (), 15),
    ),
    "west-london": (
        Helper("Dermot Casey", 137935, ("Religious education",), (P.SECONDARY,), (T.FAITH, T.URBAN), 10),
        Helper("Ines Duarte", 101173, ("Science", "Assessment"), (P.SECONDARY,), (T.SPECIAL, T.URBAN), 8),
    ),
    "west-essex": (
        Helper("Fay Rowland", 137694, ("English", "Closing the gap"), (P.SECONDARY,), (T.URBAN,), 15),
        Helper("Rhys Talbot", 137694, ("Maths",), (P.SECONDARY,), (), 20),
    ),
    "weston": (
        Helper("Lowri Bevan", 130564, ("Attendance", "Behaviour and discipline"), (P.SECONDARY,), (T.COASTAL,), 30),
        Helper("Mark Tansley", 130564, ("Maths", "Leadership of curriculum"), (P.SECONDARY, P.SIXTEEN_PLUS), (), 20),
    ),
}  # fmt: skip
# When leaders are away, by their place in the list: from so many days ahead, for so many days, and why.
AWAY = {0: (20, 25, "Inspection of my own school"), 2: (60, 30, "Exams"), 3: (0, 40, "Secondment"), 5: (100, 12, "")}


def fill(cast: Any) -> None:
    """Availability of whoever stands on the register, and the alliance's other supporters, unless it has any."""
    if Supporter.objects.filter(alliance=cast.alliance, designation_id=None).exists():
        return
    alliance, by, now = cast.alliance, cast.lead, timezone.now() - timedelta(days=60)
    for helper in HELPERS.get(alliance.slug, ()):
        _add(cast, helper)
    today = timezone.localdate()
    for place, leader in enumerate(leaders(alliance)):
        stored = supply.supporter_of(leader, by=by)
        if leader.designation_id:
            values = {"settings": settings_of(leader.home_school), "miles": (None, 10, 15, 25)[place % 4]}
            values["half_days_a_year"] = (30, 20, 30, 16)[place % 4]
            supply.change_supporter(supporter=stored, values=values, by=by, now=now)
        if place in AWAY:
            ahead, length, why = AWAY[place]
            first = today + timedelta(days=ahead)
            last = first + timedelta(days=length)
            supply.add_away(
                supporter=stored, first_day=first, last_day=last, why=why, by=leader.person, now=now, today=today
            )


def _add(cast: Any, helper: Helper) -> None:
    first, surname = helper.name.split(" ", 1)
    known = {area.name: area for area in areas_open_to(cast.alliance)}
    made = supply.add_supporter(
        alliance=cast.alliance,
        email=f"{first}.{surname}@{cast.facts.slug}.example".lower(),
        first_name=first,
        surname=surname,
        home_school=cast.schools[helper.urn],
        areas=[known[name] for name in helper.areas],
        by=cast.lead,
    )
    open_account(made.person)
    values = {
        "phases": list(helper.phases),
        "settings": list(helper.settings),
        "miles": helper.miles,
        "half_days_a_year": helper.half_days,
        "about": helper.about,
    }
    supply.change_supporter(supporter=made, values=values, by=cast.lead, now=timezone.now() - timedelta(days=60))
