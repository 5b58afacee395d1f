"""What the agency has to be told, and what it has been told."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from sle.models import AgencyReturn, Designation, Round
from sle.queries.register import register
from sle.states import DesignationState

HEADER = ("First name", "Surname", "School URN", "TRN", "Specialisms")


def unreported(round: Round | None = None) -> QuerySet[Designation]:
    """Designations accepted in a round of the alliance in scope that stand in no return yet."""
    waiting = register().filter(state=DesignationState.CURRENT, application__isnull=False, returns=None)
    return waiting.filter(application__round=round) if round else waiting


def line_of(designation: Designation) -> tuple[object, ...]:
    """One line of the return, in the order of HEADER. Specialisms are separated by semicolons."""
    application = designation.application
    named = application if application and application.surname else designation.person
    return (
        named.first_name,
        named.surname,
        designation.home_school.urn,
        designation.trn,
        "; ".join(line.area.name for line in designation.areas.all()),
    )


def returns_made() -> QuerySet[AgencyReturn]:
    """Every return of the alliance in scope, newest first, with how many people each reported."""
    return AgencyReturn.objects.select_related("round", "made_by", "sent_by").annotate(people=Count("designations"))
