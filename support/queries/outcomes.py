"""What support has changed, over the whole alliance: what schools say of planned areas, where measures have gone, and
what has lasted, by school year. Every share comes with the number behind it, because most groups are small."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.safestring import SafeString

from alliance.charts import Bar, bar_chart
from alliance.schools.models import Alliance
from support.models import DeploymentNeed, Evaluation, Measure
from support.queries.money import leaders_called
from support.rules.school_years import year_of
from support.states import AT_WORK, GOOD_OR_BETTER, EvaluationState, Lasted, Phase, Way

OTHERS = {"": "other supporters"}  # those without a designation


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    name: str
    count: int
    of: int

    @property
    def percent(self) -> int | None:
        """In per cent; None of none."""
        return round(100 * self.count / self.of) if self.of else None

    @property
    def words(self) -> str:
        """With the number behind it: "75% (3 of 4)"."""
        return f"{self.percent}% ({self.count} of {self.of})" if self.of else "nothing yet"


@dataclass(frozen=True)
class Said:
    """What one thing that was said is about: `what` is a Grade of a planned area or of the whole work, a Way of a
    measure, or a Lasted; `year` in which school year, by when it began. `kinds` are codes of the leaders who worked on
    it."""

    what: str
    year: int
    areas: frozenset[str]
    phases: frozenset[str]
    kinds: frozenset[str]
    reached: bool | None = None


@dataclass(frozen=True)
class Asked:
    """What a reader looks at: one school year, and of that one area, phase or kind of leader, or all ("")."""

    year: int
    area: str = ""
    phase: str = ""
    kind: str | None = None

    def takes(self, said: Said) -> bool:
        """Does it count, whatever the year?"""
        return (
            (not self.area or self.area in said.areas)
            and (not self.phase or not said.phases.isdisjoint((self.phase, Phase.ALL)))
            and (self.kind is None or self.kind in said.kinds)
        )


@dataclass(frozen=True)
class Heard:
    """Everything that was said in the alliance, at any time: grades of planned areas and of the whole work, measures
    with a later value, what has lasted; what leaders are called, by the code of their kind."""

    areas: Sequence[Said]
    overall: Sequence[Said]
    measures: Sequence[Said]
    lasted: Sequence[Said]
    called: dict[str, str]

    @property
    def area_names(self) -> list[str]:
        """Areas about which anything was said."""
        return sorted({name for said in (*self.areas, *self.measures) for name in said.areas})


@dataclass(frozen=True)
class Ways:
    """Measures of one group: how many went where, and how many of those with something hoped for reached it."""

    name: str
    better: int
    same: int
    worse: int
    reached: Share

    @property
    def improved(self) -> Share:
        """Those that went the better way."""
        return Share(self.name, self.better, self.better + self.same + self.worse)


@dataclass(frozen=True)
class Year:
    """A school year in short, to see where things are going."""

    year: int
    areas: Share
    overall: Share
    improved: Share
    lasted: Share


@dataclass(frozen=True)
class Outcomes:
    """What the page shows of one school year, and the years before in short."""

    areas: Share
    overall: Share
    by_area: list[Share]
    by_kind: list[Share]
    measures: Ways
    measures_by_area: list[Ways]
    lasted: list[Share]
    years: list[Year]

    @property
    def chart(self) -> SafeString:
        """Planned areas judged, and how many of them good or better."""
        return _chart("Planned areas judged good or better; the table has the same numbers", self.by_area)

    @property
    def measures_chart(self) -> SafeString:
        """Measures that improved."""
        shares = [one.improved for one in self.measures_by_area]
        return _chart("Measures that have improved, by area; the table has the same numbers", shares)

    @property
    def lasted_chart(self) -> SafeString:
        """How much has lasted."""
        return _chart("What has lasted a term later; the table has the same numbers", self.lasted)


def heard(alliance: Alliance) -> Heard:
    """Read it all; the same few queries however much there is."""
    areas, overall, lasted = [], [], []
    rows = Evaluation.objects.filter(alliance=alliance).exclude(state=EvaluationState.ASKED)
    for one in rows.select_related("deployment").prefetch_related("needs__need__area").order_by("pk"):
        if one.given_at is None:
            continue
        year, kinds, lines = _year(one.given_at), frozenset([one.deployment.kind]), one.needs.all()
        for line in lines:
            area, phase = frozenset([line.need.area.name]), frozenset([line.need.phase])
            areas.append(Said(line.impact, year, area, phase, kinds))
        about = frozenset(line.need.area.name for line in lines), frozenset(line.need.phase for line in lines), kinds
        overall.append(Said(one.overall, year, *about))
        if one.followed_up_at is not None:
            lasted.append(Said(one.lasted, _year(one.followed_up_at), *about))
    return Heard(areas, overall, _measures(alliance), lasted, leaders_called(alliance) | OTHERS)


def _year(moment: object) -> int:
    return year_of(timezone.localdate(moment))  # type: ignore[arg-type]  # an aware time


def _measures(alliance: Alliance) -> list[Said]:
    """Each measure once for every school year in which it was read, by its last value of that year."""
    work = DeploymentNeed.objects.filter(deployment__state__in=AT_WORK).select_related("deployment")
    rows = Measure.objects.filter(alliance=alliance, readings__isnull=False).distinct().select_related("need__area")
    found = []
    for one in rows.prefetch_related("readings", Prefetch("need__deployments", work)).order_by("pk"):
        kinds = frozenset(line.deployment.kind for line in one.need.deployments.all())
        last = {year_of(reading.on): reading.value for reading in one.readings.all()}
        for year, value in last.items():
            reached = None if one.target is None else one.is_reached(value)
            area, phase = frozenset([one.need.area.name]), frozenset([one.need.phase])
            found.append(Said(one.way(value), year, area, phase, kinds, reached))
    return found


def outcomes(all_said: Heard, asked: Asked, years: Iterable[int]) -> Outcomes:
    """Count what was asked for; `years` are those to be told in short."""
    areas, overall, measures, lasted = (
        [said for said in several if asked.takes(said)]
        for several in (all_said.areas, all_said.overall, all_said.measures, all_said.lasted)
    )
    told = _in(asked.year, lasted)
    counted = Counter(said.what for said in told)
    judged, read = _in(asked.year, areas), _in(asked.year, measures)
    return Outcomes(
        areas=_good("All", judged),
        overall=_good("All", _in(asked.year, overall)),
        by_area=[_good(name, several) for name, several in _grouped(judged, lambda said: said.areas)],
        by_kind=[
            _good(all_said.called.get(code, code).capitalize(), several)
            for code, several in _grouped(judged, lambda said: said.kinds)
        ],
        measures=_ways("All", read),
        measures_by_area=[_ways(name, several) for name, several in _grouped(read, lambda said: said.areas)],
        lasted=[Share(str(word), counted[code], len(told)) for code, word in Lasted.choices] if told else [],
        years=[
            Year(
                year,
                _good("", _in(year, areas)),
                _good("", _in(year, overall)),
                _ways("", _in(year, measures)).improved,
                _lasting(_in(year, lasted)),
            )
            for year in years
        ],
    )


def _in(year: int, several: Iterable[Said]) -> list[Said]:
    return [said for said in several if said.year == year]


def _good(name: str, several: Sequence[Said]) -> Share:
    return Share(name, sum(said.what in GOOD_OR_BETTER for said in several), len(several))


def _lasting(several: Sequence[Said]) -> Share:
    return Share("", sum(said.what == Lasted.ALL for said in several), len(several))


def _ways(name: str, several: Sequence[Said]) -> Ways:
    counted = Counter(said.what for said in several)
    hoped = [said.reached for said in several if said.reached is not None]
    return Ways(name, counted[Way.BETTER], counted[Way.SAME], counted[Way.WORSE], Share(name, sum(hoped), len(hoped)))


def _grouped(several: Iterable[Said], names: Callable[[Said], Iterable[str]]) -> list[tuple[str, list[Said]]]:
    """By name, the largest group first: what says most stands above."""
    found: dict[str, list[Said]] = defaultdict(list)
    for said in several:
        for name in names(said):
            found[name].append(said)
    return sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))


def _chart(label: str, shares: Sequence[Share]) -> SafeString:
    return bar_chart(label, [Bar(one.name, one.of, one.count, one.words) for one in shares])
