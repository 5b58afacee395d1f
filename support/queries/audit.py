"""Supply against demand: what open requests need and what leaders have left, by area and phase; and where both are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from alliance.schools.models import Alliance, LeadSchool, School
from sle.queries.priorities import YearOfNeeds, asks_with_answers, needs_in
from support.matching.facts import Place, miles_between
from support.models import Request
from support.queries.capacity import SchoolGives, what_schools_give
from support.queries.leaders import PHASE_OF, Leader, leaders
from support.queries.matching import half_days_of, names_of, place_of, with_facts
from support.rules.school_years import year_of
from support.states import HOLDING, OPEN_REQUESTS, Phase, RequestState, Urgency

# Until somebody is planned for a need, it counts as demand.
ASKING = tuple(state for state in OPEN_REQUESTS if state != RequestState.EVALUATING)


@dataclass
class AreaRow:
    """One area: half days that open requests need and nobody is planned for, how many of them urgent, half days that
    leaders have left; schools that said in the yearly ask that they need or can offer it; and how many leaders."""

    area: str
    wanted: int = 0
    urgent: int = 0
    free: int = 0
    leaders: int = 0
    need: int = 0
    offer: int = 0

    @property
    def gap(self) -> int:
        """Half days wanted beyond those that are free."""
        return max(0, self.wanted - self.free)


@dataclass
class PlaceRow:
    """A school that asks or from which leaders come: its miles from the centre, and half days wanted and free."""

    school: School
    miles: float | None = None
    wanted: int = 0
    free: int = 0
    leaders: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Audit:
    """Supply against demand, of one phase or of all: `year` is the yearly ask that was read, None without any.
    Distances are counted from `centre`: the lead school (`middle`), or between all places that the register knows."""

    rows: list[AreaRow]
    places: list[PlaceRow]
    middle: School | None
    centre: Place | None
    year: YearOfNeeds | None
    given: Given


@dataclass(frozen=True)
class Given:
    """What all of them said, the most half days first."""

    by_school: tuple[SchoolGives, ...] = ()

    @property
    def schools(self) -> int:
        """How many schools."""
        return len(self.by_school)

    @property
    def people(self) -> int:
        """How many people."""
        return sum(one.people or 0 for one in self.by_school)

    @property
    def half_days(self) -> int:
        """Half days in a school term."""
        return sum(one.half_days or 0 for one in self.by_school)


def audit(alliance: Alliance, phase: str = "") -> Audit:
    """Everything on the page; the same number of queries however many requests and leaders there are.

    A leader's half days count in every area that they cover, because they can be given to any of them.
    """
    rows: dict[str, AreaRow] = {}
    places: dict[int, PlaceRow] = {}

    def row(name: str) -> AreaRow:
        return rows.setdefault(name, AreaRow(name))

    for request in with_facts(Request.objects.filter(alliance=alliance, state__in=ASKING)):
        _count_request(request, phase, row, places)
    year = year_of(timezone.localdate())
    for leader in leaders(alliance):
        if phase and not {phase, Phase.ALL} & set(leader.phases):
            continue
        left = leader.left(year)
        for name in {name for area in leader.areas for name in names_of(area)}:
            row(name).free += left
            row(name).leaders += 1
        _count_place(leader, left, places)
    asked = needs_in(asks_with_answers(alliance)[:1])
    if asked:
        _count_asked(asked[0], phase, row)
    middle, centre = _centre(alliance, list(places.values()))
    for place in places.values():
        place.miles = miles_between(place_of(place.school), centre)
    return Audit(
        rows=sorted(rows.values(), key=lambda one: (-one.gap, -one.wanted, -one.need, one.area)),
        places=sorted(places.values(), key=lambda one: (one.miles is None, one.miles or 0, one.school.name)),
        middle=middle,
        centre=centre,
        year=asked[0] if asked else None,
        given=_given(alliance, phase),
    )


def _given(alliance: Alliance, phase: str) -> Given:
    """What the schools of the phase said that they could give."""
    found = [
        one
        for one in what_schools_give(alliance)
        if (one.people or one.half_days) and (not phase or phase in PHASE_OF.get(one.school.phase, (phase,)))
    ]
    return Given(tuple(sorted(found, key=lambda one: (-(one.half_days or 0), one.school.name))))


def _centre(alliance: Alliance, places: list[PlaceRow]) -> tuple[School | None, Place | None]:
    """The first lead school whose place is known; otherwise the middle of all places that are."""
    for lead in LeadSchool.objects.filter(alliance=alliance).select_related("school").order_by("pk"):
        if (place := place_of(lead.school)) is not None:
            return lead.school, place
    known = [place for row in places if (place := place_of(row.school)) is not None]
    if not known:
        return None, None
    return None, (sum(east for east, _ in known) // len(known), sum(north for _, north in known) // len(known))


def _count_request(request: Request, phase: str, row: Callable[[str], AreaRow], places: dict[int, PlaceRow]) -> None:
    met = {line.need_id for one in request.deployments.all() if one.state in HOLDING for line in one.needs.all()}
    for need in request.needs.all():
        if need.pk in met or (phase and need.phase not in (phase, Phase.ALL)):
            continue
        half_days = half_days_of(need, request)
        found = row(need.area.name)
        found.wanted += half_days
        found.urgent += half_days if request.urgency == Urgency.URGENT else 0
        if request.school is not None:
            places.setdefault(request.school.pk, PlaceRow(request.school)).wanted += half_days


def _count_place(leader: Leader, left: int, places: dict[int, PlaceRow]) -> None:
    place = places.setdefault(leader.home_school.pk, PlaceRow(leader.home_school))
    place.free += left
    place.leaders.append(leader.person.name)


def _count_asked(year: YearOfNeeds, phase: str, row: Callable[[str], AreaRow]) -> None:
    """What schools said, where the register's phase of the school is the one wanted."""
    for (area, of_school), cell in year.cells.items():
        if phase and phase not in PHASE_OF.get(of_school, (phase,)):
            continue
        if cell.need or cell.offer:
            row(area).need += cell.need
            row(area).offer += cell.offer
