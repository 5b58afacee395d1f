"""Who is in reserve in a round, and where a place is free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sle.models import Application, AreaDecision, DesignationArea, Round
from sle.queries.decisions import AreaLine, OutcomeRow
from sle.states import DESIGNATING, DecisionState, DesignationState, Outcome

# A designation in one of these states takes a place; one that was replaced lives on in a newer one.
TAKEN = (DesignationState.OFFERED, DesignationState.CURRENT, DesignationState.REPLACED)
# A designation in one of these states leaves a place to somebody else.
LEFT = (
    DesignationState.DECLINED,
    DesignationState.LAPSED,
    DesignationState.RESIGNED,
    DesignationState.WITHDRAWN,
    DesignationState.DE_DESIGNATED,
    DesignationState.TRANSFERRED,
)


@dataclass(frozen=True)
class Reserve:
    """Somebody who is or was in reserve for an area."""

    row: OutcomeRow
    line: AreaLine
    decision: AreaDecision
    is_over: bool

    @property
    def is_waiting(self) -> bool:
        """In reserve still: nothing is being offered, and the last day has not passed?"""
        return self.stands == "In reserve"

    @property
    def stands(self) -> str:
        """How it stands with this reserve, in words."""
        if self.decision.left_reserve_at:
            return "No longer wants a place"
        if self.decision.from_reserve:
            return "Place offered" if self.decision.state == DecisionState.RELEASED else "Offer being prepared"
        return "Reserve is over" if self.is_over else "In reserve"

    @property
    def can_be_taken_back(self) -> bool:
        """Is an offer on its way that the applicant does not know of?"""
        return self.decision.from_reserve and self.decision.state != DecisionState.RELEASED


@dataclass(frozen=True)
class Places:
    """The places of an area, and who is in reserve for it, the best mean first."""

    name: str
    target: int | None
    taken: int
    reserves: Sequence[Reserve]

    @property
    def free(self) -> int:
        """How many of the places hoped for nobody has; none where the round set no number."""
        return max(0, (self.target or 0) - self.taken)

    @property
    def in_words(self) -> str:
        """Of so many places how many are free."""
        if self.target is None:
            return f"Designated or offered so far: {self.taken or 'none'}. The round set no number for this area."
        sought = "1 place was sought" if self.target == 1 else f"{self.target} places were sought"
        return (
            f"{sought}, {self.taken or 'none'} {'is' if self.taken == 1 else 'are'} taken, {self.free or 'none'} free."
        )


def taken_places(round: Round) -> Counter[int]:
    """How many have accepted or can still accept a designation of this round, by area."""
    lines = DesignationArea.objects.filter(designation__application__round=round, designation__state__in=TAKEN)
    return Counter(area for area, _ in set(lines.values_list("area", "designation__application")))


def places(round: Round, rows: Sequence[OutcomeRow], today: date) -> list[Places]:
    """Each area for which somebody of `rows` is or was in reserve since the release."""
    taken = taken_places(round)
    targets = dict(round.areas.values_list("area", "target"))
    found: dict[int, list[Reserve]] = {}
    for row in sorted(rows, key=lambda row: (row.entry.mean is None, -(row.entry.mean or 0), row.code)):
        for line in row.areas:
            decision = line.decision
            if decision is None or not (_in_reserve(decision) or decision.from_reserve):
                continue
            is_over = decision.reserve_until is not None and decision.reserve_until < today
            found.setdefault(line.area_id, []).append(Reserve(row, line, decision, is_over))
    return [
        Places(reserves[0].line.name, targets.get(area), taken[area], reserves)
        for area, reserves in sorted(found.items(), key=lambda item: item[1][0].line.name)
    ]


def places_that_came_up(without: QuerySet[Application], today: date) -> list[tuple[Round, str, int]]:
    """Where somebody designated in a round has declined, lapsed or left since, and nobody was offered the place yet:
    the round, the area, and how many are in reserve for it but for those `without`. Three queries."""
    waiting = AreaDecision.objects.filter(
        outcome=Outcome.RESERVE, state=DecisionState.RELEASED, reserve_until__gte=today, left_reserve_at=None
    ).exclude(application_area__application__in=without)
    reserves: Counter[tuple[int, int]] = Counter()
    names: dict[tuple[int, int], tuple[Round, str]] = {}
    for decision in waiting.select_related("application_area__application__round", "application_area__area"):
        line = decision.application_area
        key = (line.application.round_id, line.area_id)
        reserves[key] += 1
        names[key] = (line.application.round, line.area.name)
    if not reserves:
        return []
    rounds = {round_id for round_id, _ in reserves}
    left = DesignationArea.objects.filter(designation__application__round__in=rounds, designation__state__in=LEFT)
    free = Counter(left.values_list("designation__application__round", "area"))
    given = AreaDecision.objects.filter(
        application_area__application__round__in=rounds, outcome__in=DESIGNATING, reserve_until__isnull=False
    )
    free.subtract(Counter(given.values_list("application_area__application__round", "application_area__area")))
    return [(*names[key], number) for key, number in sorted(reserves.items()) if free[key] > 0]


def reserves_of(application: Application) -> list[AreaDecision]:
    """The areas in which the applicant is or was in reserve, places that came up since included."""
    found = _decisions_in_full().filter(application_area__application=application, reserve_until__isnull=False)
    return list(found.order_by("application_area__area__name", "pk"))


def reserves_over(today: date) -> QuerySet[AreaDecision]:
    """Who waited in reserve until its last day, in every round of the alliance in scope."""
    return _decisions_in_full().filter(
        outcome=Outcome.RESERVE, state=DecisionState.RELEASED, reserve_until__lt=today, left_reserve_at=None
    )


def _decisions_in_full() -> QuerySet[AreaDecision]:
    return AreaDecision.objects.select_related(
        "application_area__application__round__alliance",
        "application_area__application__applicant",
        "application_area__area",
    )


def _in_reserve(decision: AreaDecision) -> bool:
    return decision.outcome == Outcome.RESERVE and decision.state == DecisionState.RELEASED
