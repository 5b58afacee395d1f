"""How well a leader fits a need: points, and the reasons for them in words.

Points are whole numbers, so that two plans can be compared exactly. What each is worth is ours, by what the field names
first: area and phase, then context and travel, then having worked together, and not always the same few.
"""

from __future__ import annotations

from dataclasses import dataclass

from support.matching.eligibility import meets
from support.matching.facts import Asking, Helping, Wanted, days_away, miles_between
from support.rules.days import in_days
from support.states import Phase, Setting

BASE = 100
ITS_OWN_NAME = 5  # designated in this very area, not in the national one that it belongs to
SAME_PHASE, EVERY_PHASE, OTHER_PHASE = 20, 14, -25
EACH_SETTING = 6
# A mile costs as much as it takes: the first forty count.
EACH_MILE, MOST_MILES, UNKNOWN_MILES = -1, 40, -12
WORKED_HERE = 18
TOO_FEW_DAYS, PARTLY_AWAY, EACH_SCHOOL = -15, -12, -6


@dataclass(frozen=True)
class Match:
    """A leader who can help: with which needs (ids), with how many points, and why in words."""

    key: str
    points: int
    needs: tuple[int, ...]
    reasons: tuple[str, ...]
    miles: float | None


def points_for(need: Wanted, helping: Helping) -> int:
    """What the need alone says for the leader: area and phase."""
    points = ITS_OWN_NAME if need.area in helping.areas else 0
    if Phase.ALL in (need.phase, *helping.phases):
        return points + EVERY_PHASE
    return points + (SAME_PHASE if need.phase in helping.phases else OTHER_PHASE)


def points_here(asking: Asking, helping: Helping, miles: float | None) -> int:
    """What school, distance and time say for the leader, whatever the need."""
    points = BASE + EACH_SETTING * len(asking.settings & helping.settings)
    points += UNKNOWN_MILES if miles is None else EACH_MILE * min(MOST_MILES, round(miles))
    if not asking.family.isdisjoint(helping.helped):
        points += WORKED_HERE
    if helping.away and days_away(asking, helping)[0]:
        points += PARTLY_AWAY
    return points


def match(asking: Asking, helping: Helping) -> Match:
    """Points and reasons of a leader who is not ruled out. Points are those of the best need that they cover."""
    miles = miles_between(asking.place, helping.place)
    covered = [need for need in asking.needs if meets(helping, need)]
    best = max(covered, key=lambda need: (points_for(need, helping), -need.id))
    points = points_for(best, helping) + points_here(asking, helping, miles) + EACH_SCHOOL * helping.load
    left, wanted = helping.left.get(asking.year, 0), sum(need.half_days for need in covered)
    if left < wanted:
        points += TOO_FEW_DAYS
    return Match(
        key=helping.key,
        points=points + 10 * (len(covered) - 1),
        needs=tuple(need.id for need in covered),
        reasons=tuple(_reasons(asking, helping, covered, miles, left)),
        miles=miles,
    )


def _reasons(asking: Asking, helping: Helping, covered: list[Wanted], miles: float | None, left: int) -> list[str]:
    said = [", ".join([*(need.area for need in covered), _phase(covered, helping)])]
    same = [Setting(code).label.lower() for code in Setting if code in asking.settings & helping.settings]
    if same:
        said.append("knows: " + ", ".join(same))
    said.append("distance not known" if miles is None else f"{miles:.1f} miles")
    said.append(f"{in_days(left)} left")
    years = [year for urn, year in helping.helped.items() if urn in asking.family]
    if years:
        said.append(f"worked here in {max(years)}")
    away, _ = days_away(asking, helping)
    if away:
        said.append(f"away on {away} of the days wanted")
    if helping.load:
        said.append("with 1 school now" if helping.load == 1 else f"with {helping.load} schools now")
    return said


def _phase(covered: list[Wanted], helping: Helping) -> str:
    phases = list(dict.fromkeys(need.phase for need in covered))
    if Phase.ALL in helping.phases:
        return "all phases"
    fitting = [phase for phase in phases if phase == Phase.ALL or phase in helping.phases]
    if fitting:
        return " and ".join(Phase(phase).label.lower() for phase in fitting)
    return "but works in " + " and ".join(Phase(phase).label.lower() for phase in Phase if phase in helping.phases)
