"""Bringing in the leaders whom an alliance had designated before it used the portal."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alliance.expertise.models import Area
from alliance.imports import Effect, Line, LineRefused, Sheet, SheetColumn, email_in, school_in
from alliance.people.models import Person
from alliance.people.services import person_for
from alliance.schools.models import Alliance
from alliance.workflow.events import record
from sle.leader_kinds import SLE, kinds_of
from sle.models import Designation, DesignationArea, DesignationKind
from sle.queries.register import current_designation
from sle.services.register import years_after
from sle.states import DesignationState

REGISTER = Sheet(
    "register",
    (
        SheetColumn("First name", needed=True, example="Amara"),
        SheetColumn("Surname", needed=True, example="Okafor"),
        SheetColumn("E-mail", needed=True, example="a.okafor@penns.example", meaning="The address they sign in with."),
        SheetColumn("URN", needed=True, example="103356", meaning="Of their home school, from the national register."),
        SheetColumn(
            "TRN", example="1234567", meaning="Teacher reference number, seven digits; empty if there is none."
        ),
        SheetColumn(
            "Areas", example="Maths; Closing the gap", meaning="Separated by semicolons; none for NLE and NLG."
        ),
        SheetColumn("Designated on", needed=True, example="01/09/2023"),
        SheetColumn("Until", example="31/08/2027", meaning="When it is reviewed; empty is after the usual years."),
        SheetColumn("Kind", example="SLE", meaning="Abbreviation of the kind of leader; empty is SLE."),
    ),
)


@transaction.atomic
def bring_in_designation(*, alliance: Alliance, line: Line, by: Person) -> Effect:
    """Store one line of the register: somebody designated by this alliance already is changed, else added as current.

    The person is found by e-mail address, or made without a password; nobody is written to. Designations brought in
    stand in no return to the agency, which was told of them before. Raises LineRefused.
    """
    school, email = school_in(line), email_in(line)
    trn = line["TRN"].replace(" ", "")
    if trn and not (len(trn) == 7 and trn.isdecimal() and trn.isascii()):
        raise LineRefused(f"TRN: “{line['TRN']}” does not have seven digits.")
    if len(line["First name"]) > 80 or len(line["Surname"]) > 80:
        raise LineRefused("A name may have 80 characters.")
    kind = kinds_of(alliance).get(line["Kind"].strip().upper() or SLE)
    if kind is None:
        raise LineRefused(f"Kind: “{line['Kind']}” is none of your kinds of leaders.")
    starts_on, ends_on = _days(line, kind)
    areas = [_area(kind, name.strip()) for name in line["Areas"].split(";") if name.strip()]
    if not areas and not kind.is_national:
        raise LineRefused("Areas is missing.")
    person = person_for(email=email, first_name=line["First name"], surname=line["Surname"])
    held = current_designation(person, kind.code)
    if held is not None and held.alliance_id != alliance.pk:
        raise LineRefused(f"{person.name} is designated elsewhere: that has to end, or move here, first.")
    values = {"home_school": school, "trn": trn, "starts_on": starts_on, "ends_on": ends_on}
    if held is not None:
        return _change(held, values, areas, by)
    added = Designation.objects.create(
        alliance=alliance, person=person, kind=kind.code, state=DesignationState.CURRENT, **values
    )
    _write_areas(added, areas)
    record(added, "bring_in", by=by)
    return Effect.ADDED


def _change(held: Designation, values: dict[str, object], areas: list[Area], by: Person) -> Effect:
    changed = [field for field, value in values.items() if getattr(held, field) != value]
    if set(held.areas.values_list("area_id", flat=True)) != {area.pk for area in areas}:
        changed.append("areas")
    if not changed:
        return Effect.UNCHANGED
    if held.application_id is not None:
        raise LineRefused(f"{held.person.name} was designated in a round of the portal: change it there.")
    for field in values:
        setattr(held, field, values[field])
    held.save(update_fields=list(values))
    _write_areas(held, areas)
    record(held, "bring_in", by=by, fields=changed)
    return Effect.CHANGED


def _write_areas(designation: Designation, areas: list[Area]) -> None:
    wanted = {area.pk for area in areas}
    had = set(designation.areas.values_list("area_id", flat=True))
    designation.areas.filter(area_id__in=had - wanted).delete()
    DesignationArea.objects.bulk_create(
        DesignationArea(alliance_id=designation.alliance_id, designation=designation, area_id=pk)
        for pk in sorted(wanted - had)
    )


def _days(line: Line, kind: DesignationKind) -> tuple[date, date | None]:
    """First day and day of review. Raises LineRefused."""
    starts_on = line.day("Designated on")
    if starts_on is None or starts_on > timezone.localdate():
        raise LineRefused("Designated on: that day is still to come.")
    ends_on = line.day("Until") or (years_after(starts_on, kind.years) if kind.years else None)
    if ends_on is not None and ends_on <= starts_on:
        raise LineRefused("Until is not after Designated on.")
    return starts_on, ends_on


def _area(kind: DesignationKind, name: str) -> Area:
    """The area of this name: the alliance's own, else of the current national list, else of the latest that had it.

    A kind with areas of its own has only these.
    """
    own = Q(alliance=kind.alliance, kind=kind.code if kind.own_areas else "")
    known = own if kind.own_areas else own | Q(alliance=None)
    found = Area.objects.filter(known, name__iexact=name).select_related("area_list")

    def rank(area: Area) -> tuple[bool, bool, str]:
        listed = area.area_list
        return area.alliance_id is not None, bool(listed and listed.current), listed.version if listed else ""

    best = max(found, key=rank, default=None)
    if best is None:
        raise LineRefused(f"Areas: “{name}” is neither an area of a national list nor one of your own.")
    return best
