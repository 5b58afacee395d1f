"""Leaders with a current designation, as another responsibility reads them: the register, in plain facts."""

from __future__ import annotations

from dataclasses import dataclass

from alliance.expertise.models import Area
from alliance.people.models import Person
from alliance.schools.models import Alliance, School
from sle.leader_kinds import kinds_of
from sle.models import Designation
from sle.queries.register import register
from sle.states import DesignationState


@dataclass(frozen=True)
class DesignatedLeader:
    """A current designation: who, of which kind (code and word), at which home school, in which areas. `about` is what
    they say of themselves in the public directory, empty where they do not stand in it."""

    id: int
    person: Person
    kind: str
    word: str
    home_school: School
    areas: tuple[Area, ...]
    about: str


def designated_leaders(alliance: Alliance, *, pk: int | None = None) -> list[DesignatedLeader]:
    """Everybody with a current designation of whatever kind in the alliance in scope, by name; or the one with this
    id. The same few queries however many there are."""
    rows = register().filter(state=DesignationState.CURRENT).prefetch_related("areas__area__national")
    kinds = kinds_of(alliance)
    return [
        DesignatedLeader(
            id=held.pk,
            person=held.person,
            kind=held.kind,
            word=kinds[held.kind].word if held.kind in kinds else held.kind,
            home_school=held.home_school,
            areas=tuple(line.area for line in held.areas.all()),
            about=held.about if held.listed else "",
        )
        for held in (rows if pk is None else rows.filter(pk=pk))
    ]


def kinds_by_code(alliance: Alliance) -> dict[str, str]:
    """What the alliance calls several leaders of each of its kinds, by the kind's code."""
    return {code: kind.plural for code, kind in kinds_of(alliance).items()}


def designations_held(person: Person) -> list[int]:
    """The ids of the person's current designations in the alliance in scope; one query."""
    rows = Designation.objects.filter(person=person, state=DesignationState.CURRENT)
    return list(rows.order_by("pk").values_list("pk", flat=True))
