"""Who is in reserve in a round, and where a place is free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sle.models import AreaDecision, DesignationArea, Round
from sle.queries.decisions import AreaLine, OutcomeRow
from sle.states import DecisionState, DesignationState, Outcome

# A designation in one of these states takes a place; one that was replaced lives on in a newer one.
TAKEN = (DesignationState.OFFERED, DesignationState.CURRENT, DesignationState.REPLACED)


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


def places(round: Round, rows: Sequence[OutcomeRow], today: date) -> list[Places]:
    """Each area for which somebody of `rows` is or was in reserve since the release."""
    lines = DesignationArea.objects.filter(designation__application__round=round, designation__state__in=TAKEN)
    taken = Counter(area for area, _ in set(lines.values_list("area", "designation__application")))
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


def _in_reserve(decision: AreaDecision) -> bool:
    return decision.outcome == Outcome.RESERVE and decision.state == DecisionState.RELEASED
