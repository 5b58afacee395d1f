"""Bringing in the partners that an alliance already has."""

from __future__ import annotations

from django.db import transaction

from alliance.imports import Effect, Line, LineRefused, Sheet, SheetColumn, school_in
from alliance.people.models import Person
from alliance.schools.models import Alliance, Division, Partner, Tier
from alliance.schools.states import PartnerKind
from alliance.workflow.events import record

PARTNERS = Sheet(
    "partners",
    (
        SheetColumn("Kind", example="School", meaning=f"One of: {', '.join(PartnerKind.labels)}. Empty means school."),
        SheetColumn("URN", example="103356", meaning="Of a school, from the national register; others have none."),
        SheetColumn("Name", example="Penns Primary School", meaning="For a school it may stay empty: the register’s."),
        SheetColumn("Tier", example="Strategic partner", meaning="In your own words; a new tier is made."),
        SheetColumn("Division", example="Catholic division", meaning="If you have any; a new division is made."),
        SheetColumn("Since", example="01/09/2024", meaning="Partner since this day."),
        SheetColumn("Until", example="", meaning="Partner until this day, if that is over."),
    ),
)


@transaction.atomic
def bring_in_partner(*, alliance: Alliance, line: Line, by: Person) -> Effect:
    """Store one line of the partners' sheet: a partner known by URN, or by kind and name, is changed, else added.

    Raises LineRefused.
    """
    kind = next((k for k in PartnerKind if line["Kind"].lower() in (k.label.lower(), k.value)), None)
    if not line["Kind"]:
        kind = PartnerKind.SCHOOL
    if kind is None:
        raise LineRefused(f"Kind: “{line['Kind']}” is none of {', '.join(PartnerKind.labels)}.")
    if kind == PartnerKind.SCHOOL and not line["URN"]:
        raise LineRefused("URN is missing: a school is known by it.")
    school = school_in(line) if line["URN"] else None
    name = line["Name"] or (school.name if school else "")
    if not name:
        raise LineRefused("Name is missing.")
    if len(name) > 200 or len(line["Tier"]) > 60 or len(line["Division"]) > 60:
        raise LineRefused("A name may have 200 characters, a tier and a division 60.")
    since, until = line.day("Since"), line.day("Until")
    if since and until and until < since:
        raise LineRefused("Until is before Since.")
    tier = division = None
    if line["Tier"]:
        last = Tier.objects.filter(alliance=alliance).count()
        tier, _ = Tier.objects.get_or_create(
            alliance=alliance, name__iexact=line["Tier"], defaults={"name": line["Tier"], "position": last}
        )
    if line["Division"]:
        division, _ = Division.objects.get_or_create(
            alliance=alliance, name__iexact=line["Division"], defaults={"name": line["Division"]}
        )
    values = {"kind": kind, "name": name, "tier": tier, "division": division, "since": since, "until": until}
    known = Partner.objects.filter(alliance=alliance, school=school) if school else None
    if known is None:
        known = Partner.objects.filter(alliance=alliance, school=None, kind=kind, name__iexact=name)
    partner = known.first() or Partner(alliance=alliance, school=school)
    changed = [field for field, value in values.items() if getattr(partner, field) != value]
    if partner.pk and not changed:
        return Effect.UNCHANGED
    new = partner.pk is None
    for field in changed:
        setattr(partner, field, values[field])
    partner.save()
    record(partner, "add_partner" if new else "change_partner", by=by, fields=[] if new else changed)
    return Effect.ADDED if new else Effect.CHANGED
