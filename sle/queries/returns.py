"""What the agency has to be told, and what it has been told."""

from __future__ import annotations

from django.db.models import Count, Prefetch, QuerySet

from sle.models import AgencyReturn, DesignationArea, RegisterChange, Round

# The first five are what the agency has always asked for; the others say what became of whom.
HEADER = ("First name", "Surname", "School URN", "TRN", "Specialisms", "Designation", "Change", "Date")


def unreported(round: Round | None = None) -> QuerySet[RegisterChange]:
    """Changes of the register in scope that stand in no return yet (of those designated in `round`), oldest first."""
    areas = DesignationArea.objects.select_related("area__national").order_by("area__position", "area__name", "id")
    waiting = (
        RegisterChange.objects.filter(agency_return=None)
        .select_related("designation__person", "designation__home_school", "designation__application")
        .prefetch_related(Prefetch("designation__areas", areas))
    )
    return waiting.filter(designation__application__round=round) if round else waiting


def line_of(change: RegisterChange) -> tuple[object, ...]:
    """One line of the return, in the order of HEADER. Specialisms are separated by semicolons, an area of the
    alliance's own by the name of the national area that it is part of."""
    designation = change.designation
    application = designation.application
    named = application if application and application.surname else designation.person
    return (
        named.first_name,
        named.surname,
        designation.home_school.urn,
        designation.trn,
        "; ".join(dict.fromkeys((line.area.national or line.area).name for line in designation.areas.all())),
        designation.kind,
        change.get_what_display(),
        f"{change.on:%d/%m/%Y}",
    )


def returns_made() -> QuerySet[AgencyReturn]:
    """Every return of the alliance in scope, newest first, with how many changes each reported."""
    return AgencyReturn.objects.select_related("round", "made_by", "sent_by").annotate(number=Count("changes"))
