"""What schools need and offer against who is designated, by area, phase and year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from alliance.expertise.models import Area
from alliance.schools.models import Alliance
from alliance.surveys.models import Ask
from alliance.surveys.queries import Answered, answers_by_school
from alliance.surveys.sections import sections_of
from alliance.surveys.states import ReplyState
from sle.leader_kinds import SLE
from sle.models import DesignationArea
from sle.priority_questions import NEED, OFFER, URGENT
from sle.states import DesignationState

NEVER_TAKEN_UP = (
    *(DesignationState.OFFERED, DesignationState.DECLINED, DesignationState.LAPSED),
    *(DesignationState.ARRIVING, DesignationState.NOT_TAKEN),
)
# As schools grow up; what the register calls otherwise comes after, by its name.
PHASES = (
    "Nursery",
    "Primary",
    "Middle deemed primary",
    "Middle deemed secondary",
    "Secondary",
    "All-through",
    "16 plus",
)


@dataclass
class Priority:
    """One area in one year, for schools of one phase or for all: numbers of schools, and of leaders designated."""

    area: str
    need: int = 0
    urgent: int = 0
    offer: int = 0
    supply: int = 0

    @property
    def gap(self) -> int:
        """Schools in need less leaders designated, never below zero. A leader can help more than one school."""
        return max(0, self.need - self.supply)

    def add(self, other: Priority) -> None:
        """Count the schools and leaders of `other` too."""
        self.need, self.urgent = self.need + other.need, self.urgent + other.urgent
        self.offer, self.supply = self.offer + other.offer, self.supply + other.supply


@dataclass(frozen=True)
class YearOfNeeds:
    """A year's numbers by area and phase, areas in the order of that year's list, phases as schools grow up."""

    ask: Ask
    answered: int
    asked: int
    areas: list[str]
    phases: list[str]
    cells: dict[tuple[str, str], Priority]

    def by_area(self, phase: str = "") -> list[Priority]:
        """One for each area in which anything is needed, offered or designated; of one phase, or of all."""
        rows = []
        for area in self.areas:
            row = Priority(area)
            for one in [phase] if phase else self.phases:
                if (area, one) in self.cells:
                    row.add(self.cells[area, one])
            if row.need or row.offer or row.supply:
                rows.append(row)
        return rows

    def total(self) -> Priority:
        """All areas and phases in sum: a school counts once for each area."""
        row = Priority(self.ask.title)
        for cell in self.cells.values():
            row.add(cell)
        return row


def asks_with_answers(alliance: Alliance) -> list[Ask]:
    """The asks that some school has answered, the latest year first, with how many schools were asked."""
    answered = Count("replies", filter=Q(replies__state=ReplyState.ANSWERED))
    asks = Ask.objects.filter(alliance=alliance).annotate(asked=Count("replies"), answered=answered)
    return list(asks.filter(answered__gt=0).select_related("alliance").order_by("-year", "-pk"))


def needs_in(asks: Sequence[Ask]) -> list[YearOfNeeds]:
    """The numbers of each of these years (`asks_with_answers`), in their order. Leaders count as they were designated
    on an ask's last day, today if that is to come.

    The same three queries, however many years, schools and leaders there are.
    """
    answered = answers_by_school(asks, (NEED, URGENT, OFFER))
    lines = list(_designations())
    return [_needs(ask, answered[ask.pk], lines) for ask in asks]


def _needs(ask: Any, schools: list[Answered], lines: list[DesignationArea]) -> YearOfNeeds:
    cells: dict[tuple[str, str], Priority] = {}

    def cell(area: str, phase: str) -> Priority:
        phase = phase or "Not known"
        return cells.setdefault((area, phase), Priority(area))

    names: dict[str, str] = {}
    for section in sections_of(ask):
        if section.key in (NEED, OFFER):
            names |= {value: words for question in section.questions for value, words in question.choices}
    for school in schools:
        for key, field in ((NEED, "need"), (URGENT, "urgent"), (OFFER, "offer")):
            for value in school.ticked(key):
                found = cell(names[value], school.school.phase)
                setattr(found, field, getattr(found, field) + 1)
    on = min(timezone.localdate(), timezone.localdate(ask.closes_at))
    for line in lines:
        held = line.designation
        if held.starts_on and held.starts_on <= on and (held.ended_on is None or held.ended_on > on):
            cell(line.area.name, held.home_school.phase).supply += 1
    ordered = list(dict.fromkeys([*names.values(), *sorted(area for area, _ in cells)]))
    return YearOfNeeds(ask, len(schools), ask.asked, ordered, _in_order({phase for _, phase in cells}), cells)


def _designations() -> QuerySet[DesignationArea]:
    """Every area in which somebody is or was designated in the alliance in scope."""
    return (
        DesignationArea.objects.filter(designation__kind=SLE, designation__starts_on__isnull=False)
        .exclude(designation__state__in=NEVER_TAKEN_UP)
        .select_related("area", "designation__home_school")
        .order_by("pk")
    )


def _in_order(phases: Iterable[str]) -> list[str]:
    return sorted(phases, key=lambda phase: (PHASES.index(phase) if phase in PHASES else len(PHASES), phase))


def open_areas_by_name(alliance: Alliance) -> dict[str, Area]:
    """The areas that a round can look for now, by name; the alliance's own win over national ones of the same name."""
    areas = Area.objects.open_to(alliance).order_by(F("area_list").asc(nulls_last=True), "position", "name", "pk")
    return {area.name: area for area in areas}
