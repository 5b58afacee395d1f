"""Everybody who can be deployed: current designations on the register and other supporters, in one read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from alliance.expertise.models import Area
from alliance.people.models import Person
from alliance.schools.models import Alliance, School
from sle.queries.leaders import DesignatedLeader, designated_leaders, designations_held
from support.models import Away, Deployment, Supporter
from support.queries.capacity import what_schools_give
from support.rules.school_years import year_of
from support.states import AT_WORK, HOLDING, DeploymentState, Phase

# What the national register calls a phase, as leaders and needs say it.
PHASE_OF = {
    "Nursery": (Phase.EARLY_YEARS,),
    "Primary": (Phase.EARLY_YEARS, Phase.PRIMARY),
    "Middle deemed primary": (Phase.PRIMARY,),
    "Middle deemed secondary": (Phase.SECONDARY,),
    "Secondary": (Phase.SECONDARY,),
    "16 plus": (Phase.SIXTEEN_PLUS,),
}


@dataclass(frozen=True)
class Leader:
    """Somebody who can be deployed. `supporter` is not stored (pk None) before anything of it was said or planned.

    `kind` is empty for a supporter without a designation. `used` are half days by the year in which the school year
    begins, `load` is for how many schools they are planned or at work, `helped` the year in which they last worked for
    a school, by its URN. `miles` is how far they travel: as they say themselves, else as their school said in the
    yearly ask; None: any way.
    """

    supporter: Supporter
    person: Person
    kind: str
    word: str
    home_school: School
    areas: tuple[Area, ...]
    phases: tuple[str, ...]
    interests: frozenset[int]
    away: tuple[Away, ...]
    about: str = ""
    used: Mapping[int, int] = field(default_factory=dict)
    load: int = 0
    helped: Mapping[int, int] = field(default_factory=dict)
    miles: int | None = None

    @property
    def designation_id(self) -> int | None:
        """The row of the register; None without one."""
        return self.supporter.designation_id

    def left(self, year: int) -> int:
        """Half days that are left in the school year that begins in `year`; never below nought."""
        return max(0, self.supporter.half_days_a_year - self.used.get(year, 0))


def key_of(leader: Leader) -> str:
    """What addresses and plans call a leader: by the row of the register, or by the supporter."""
    return f"d{leader.designation_id}" if leader.designation_id else f"s{leader.supporter.pk}"


def leaders(alliance: Alliance, *, of: Q | None = None) -> list[Leader]:
    """Everybody who can be deployed from the alliance in scope, by name; of the supporters only those that `of` names.

    Whoever is no longer designated is not among them. The same number of queries however many there are.
    """
    rows = Supporter.objects.filter(alliance=alliance).select_related("person", "home_school")
    rows = rows.prefetch_related("areas__area__national", "away", "interests")
    stored = list(rows if of is None else rows.filter(of))
    for one in stored:
        one.alliance = alliance  # with its words, which are read once
    by_designation = {one.designation_id: one for one in stored if one.designation_id}
    used, load, helped = _work(alliance)
    reach = {one.school.urn: one.miles for one in what_schools_give(alliance)}
    found: list[tuple[Supporter, DesignatedLeader | None]] = []
    for held in designated_leaders(alliance):
        supporter = by_designation.get(held.id)
        if supporter is None:
            if of is not None:
                continue
            supporter = Supporter(alliance=alliance, person=held.person, designation_id=held.id)
        found.append((supporter, held))
    found += [(one, None) for one in stored if one.designation_id is None]
    made = [_leader(supporter, held, used, load, helped, reach) for supporter, held in found]
    return sorted(made, key=lambda one: (one.person.surname, one.person.first_name, one.person.pk, one.kind))


def designated(alliance: Alliance, designation_id: int) -> DesignatedLeader | None:
    """The current designation with this id; None if nobody holds it in the alliance in scope now."""
    return next(iter(designated_leaders(alliance, pk=designation_id)), None)


def leader_called(alliance: Alliance, key: str) -> Leader | None:
    """The leader with this key in the alliance in scope; None where there is none."""
    return next((one for one in leaders(alliance) if key_of(one) == key), None)


def own_keys(person: Person, alliance: Alliance) -> list[str]:
    """The keys under which the person can be deployed; two queries."""
    others = Supporter.objects.filter(alliance=alliance, person=person, designation_id=None)
    keys = [f"d{pk}" for pk in designations_held(person)]
    return [*keys, *(f"s{pk}" for pk in others.values_list("pk", flat=True))]


def leader_of(supporter: Supporter) -> Leader | None:
    """What is known of one supporter; None if they are designated no more."""
    return next(iter(leaders(supporter.alliance, of=Q(pk=supporter.pk))), None)


def _work(alliance: Alliance) -> tuple[dict[int, dict[int, int]], dict[int, int], dict[int, dict[int, int]]]:
    """By supporter: half days by school year, how many deployments stand, and when each school was last helped."""
    used: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    load: dict[int, int] = defaultdict(int)
    helped: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Deployment.objects.filter(alliance=alliance, state__in=(*HOLDING, DeploymentState.ENDED))
    for one in rows.select_related("request__school").order_by("pk"):
        begins = begins_on(one)
        used[one.supporter_id][year_of(begins)] += one.half_days
        load[one.supporter_id] += one.state in HOLDING
        if one.state in AT_WORK and one.request.school is not None:
            helped[one.supporter_id][one.request.school.urn] = max(
                (one.ended_on or begins).year, helped[one.supporter_id].get(one.request.school.urn, 0)
            )
    return used, load, helped


def begins_on(deployment: Deployment) -> date:
    """The day on which it begins, as far as that is known: as agreed, as wanted, or today."""
    request = deployment.request
    return deployment.begins_on or request.begins_on or request.wanted_from or timezone.localdate()


def _leader(
    supporter: Supporter,
    held: DesignatedLeader | None,
    used: Mapping[int, Mapping[int, int]],
    load: Mapping[int, int],
    helped: Mapping[int, Mapping[int, int]],
    reach: Mapping[int, int | None],
) -> Leader:
    home = held.home_school if held else supporter.home_school
    if home is None:  # the table does not allow it
        raise ValueError(f"Supporter {supporter.pk} has no home school.")
    stored = supporter.pk is not None
    # Areas that were written down here stand beside those of the register.
    own = [line.area for line in supporter.areas.all()] if stored else []
    areas = {area.pk: area for area in (*(held.areas if held else ()), *own)}
    return Leader(
        supporter=supporter,
        person=supporter.person,
        kind=held.kind if held else "",
        word=held.word if held else "other supporter",
        home_school=home,
        areas=tuple(areas.values()),
        phases=tuple(supporter.phases or PHASE_OF.get(home.phase, (Phase.ALL,))),
        interests=frozenset(school.urn for school in supporter.interests.all()) if stored else frozenset(),
        away=tuple(supporter.away.all()) if stored else (),
        about=supporter.about or (held.about if held else ""),
        used=used.get(supporter.pk, {}) if stored else {},
        load=load.get(supporter.pk, 0) if stored else 0,
        helped=helped.get(supporter.pk, {}) if stored else {},
        miles=supporter.miles if supporter.miles is not None else reach.get(home.urn),
    )
