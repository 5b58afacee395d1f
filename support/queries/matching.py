"""Requests and leaders as matching sees them, and everybody for one request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from alliance.expertise.models import Area
from alliance.people.models import Person
from alliance.schools.models import Alliance, School
from alliance.schools.queries import families
from support.matching.facts import Asking, Helping, Place, Wanted
from support.matching.ranking import rank
from support.matching.scoring import Match
from support.models import Deployment, Need, Request, RuledOut
from support.queries.leaders import Leader, key_of, leaders
from support.rules.contexts import settings_of
from support.rules.school_years import year_of
from support.rules.sides import Side
from support.states import HOLDING, DeploymentState, RequestState

# A need of which nobody has said how much: what one school term takes at half a day a fortnight.
USUAL_HALF_DAYS = 6
USUAL_LENGTH = timedelta(days=90)
TURNED_DOWN = {
    DeploymentState.NOT_RELEASED: "Was not released for this request.",
    DeploymentState.DECLINED: "Has declined this request.",
    DeploymentState.NOT_CHOSEN: "Was not chosen by the school.",
}
RULED_OUT = "Has been ruled out for this request."
PLANNED = "Is planned for this request already."
Families = dict[int, set[int]]


def to_match(alliance: Alliance) -> QuerySet[Request]:
    """The requests for which leaders are looked for now, with all that matching reads of them: five queries."""
    return with_facts(Request.objects.filter(alliance=alliance, state=RequestState.MATCHING))


def with_facts(requests: QuerySet[Request]) -> QuerySet[Request]:
    """`requests` with school, context, needs, and what is planned for them."""
    deployments = Deployment.objects.select_related("supporter__person", "home_school").prefetch_related("needs")
    return (
        requests.select_related("alliance", "school", "context")
        .prefetch_related(
            Prefetch("needs", Need.objects.select_related("area__national").order_by("area__position", "pk")),
            Prefetch("deployments", deployments.order_by("pk")),
            Prefetch("ruled_out", RuledOut.objects.select_related("supporter")),
        )
        .order_by("pk")
    )


def names_of(area: Area) -> frozenset[str]:
    """The names by which an area is met: its own, and that of the national area to which it belongs."""
    return frozenset((area.name, area.national.name)) if area.national else frozenset((area.name,))


def window(request: Request) -> tuple[date, date]:
    """The first and the last day on which support is wanted, from today on."""
    today = timezone.localdate()
    begins = max(request.begins_on or request.wanted_from or today, today)
    ends = request.wanted_until or begins + USUAL_LENGTH
    return begins, max(begins, ends)


def half_days_of(need: Need, request: Request) -> int:
    """How much a need takes: as said, as its share of what the request says, or what is usual."""
    whole = request.half_days or 0
    return need.half_days or max(1, whole // max(1, len(request.needs.all()))) * bool(whole) or USUAL_HALF_DAYS


def place_of(school: School) -> Place | None:
    """Where a school stands, as far as the register knows."""
    if school.easting is None or school.northing is None:
        return None
    return school.easting, school.northing


def asking_of(request: Request, kin: Families, *, needs: Collection[int] | None = None) -> Asking:
    """A request (`with_facts`) as matching sees it, with these of its needs (ids) or all; `kin` has its school's
    family."""
    school = request.school
    if school is None:  # only a draft is without
        raise ValueError(f"Request {request.pk} is for no school.")
    context = getattr(request, "context", None)
    begins, ends = window(request)
    return Asking(
        id=request.pk,
        family=frozenset(kin[school.urn]),
        place=place_of(school),
        settings=frozenset(context.settings if context else settings_of(school)),
        needs=tuple(
            Wanted(need.pk, need.area.name, names_of(need.area), need.phase, half_days_of(need, request))
            for need in request.needs.all()
            if needs is None or need.pk in needs
        ),
        urgency=request.urgency,
        begins=begins,
        ends=ends,
        year=year_of(begins),
    )


def helpings(found: Sequence[Leader], requests: Iterable[Request], kin: Families) -> dict[str, Helping]:
    """Leaders as matching sees them, by key. `requests` (`with_facts`) say for which of them each is refused: whoever
    stands in one, or was turned down, is not proposed for it again."""
    refused: dict[int, dict[int, str]] = defaultdict(dict)
    for request in requests:
        for row in request.ruled_out.all():
            refused[row.supporter_id][request.pk] = RULED_OUT
        for one in request.deployments.all():
            why = PLANNED if one.state in HOLDING else TURNED_DOWN.get(DeploymentState(one.state))
            if why:
                refused[one.supporter_id].setdefault(request.pk, why)
    this = year_of(timezone.localdate())
    return {
        key_of(one): Helping(
            key=key_of(one),
            family=frozenset(kin[one.home_school.urn]),
            place=place_of(one.home_school),
            areas=frozenset(name for area in one.areas for name in names_of(area)),
            phases=frozenset(one.phases),
            settings=frozenset(one.supporter.settings),
            left={year: one.left(year) for year in {this, this + 1, *one.used}},
            miles=one.miles,
            interests=frozenset(urn for urn in one.interests for urn in kin[urn]),
            away=tuple((away.first_day, away.last_day) for away in one.away),
            until=one.supporter.until,
            load=one.load,
            helped=one.helped,
            refused=refused.get(one.supporter.pk, {}) if one.supporter.pk else {},
        )
        for one in found
    }


def kin_of(found: Sequence[Leader], requests: Iterable[Request]) -> Families:
    """The families of all schools that matching compares."""
    urns = {one.home_school.urn for one in found} | {urn for one in found for urn in one.interests}
    return families(urns | {request.school.urn for request in requests if request.school})


@dataclass(frozen=True)
class Candidate:
    """A leader for one request: fitting (`match`) or not (`why`)."""

    leader: Leader
    match: Match | None
    why: str = ""

    @property
    def key(self) -> str:
        """What a plan calls them."""
        return key_of(self.leader)


@dataclass(frozen=True)
class Matching:
    """Everybody for one request: the fitting, the best first; those ruled out; the one asked for by name, who is also
    among the others; what stands already; and the names of needs that nobody meets yet."""

    fitting: list[Candidate]
    out: list[Candidate]
    wanted: Candidate | None
    standing: list[Deployment]
    open_needs: list[Need]


def matching_for(request: Request) -> Matching:
    """Everybody for this request (`with_facts`). The same number of queries however many leaders there are."""
    found = leaders(request.alliance)
    kin = kin_of(found, [request])
    everybody = helpings(found, [request], kin)
    by_key = {key_of(one): one for one in found}
    ranking = rank(asking_of(request, kin), list(everybody.values()))
    fitting = [Candidate(by_key[one.key], one) for one in ranking.matches]
    out = [Candidate(by_key[key], None, why) for key, why in ranking.out]
    named = (one for one in (*fitting, *out) if request.wanted_id and one.leader.supporter.pk == request.wanted_id)
    standing = standing_of(request)
    return Matching(
        fitting=fitting,
        out=[one for one in out if one.why != PLANNED],
        wanted=next(named, None),
        standing=standing,
        open_needs=open_needs_of(request),
    )


def standing_of(request: Request) -> list[Deployment]:
    """Whoever is planned, asked or at work for a request (`with_facts`)."""
    return [one for one in request.deployments.all() if one.state in HOLDING]


def open_needs_of(request: Request) -> list[Need]:
    """The needs of a request (`with_facts`) that nobody is planned for."""
    met = {held.need_id for one in standing_of(request) for held in one.needs.all()}
    return [need for need in request.needs.all() if need.pk not in met]


def candidate_for(request: Request, key: str) -> Candidate | None:
    """One leader for this request (`with_facts`); None where nobody has this key."""
    found = [one for one in leaders(request.alliance) if key_of(one) == key]
    if not found:
        return None
    kin = kin_of(found, [request])
    (helping,) = helpings(found, [request], kin).values()
    ranking = rank(asking_of(request, kin), [helping])
    if ranking.matches:
        return Candidate(found[0], ranking.matches[0])
    return Candidate(found[0], None, ranking.out[0][1])


BEST_SHOWN = 4


def leaders_part(person: Person | None, sides: Set[Side], request: Request) -> Mapping[str, Any] | None:
    """For staff, while leaders are looked for: the best few, and which needs nobody meets yet."""
    if Side.STAFF not in sides or request.state != RequestState.MATCHING:
        return None
    found = matching_for(with_facts(Request.objects.filter(pk=request.pk)).get())
    return {"request": request, "matching": found, "best": found.fitting[:BEST_SHOWN]}
