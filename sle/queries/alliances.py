"""In which alliances somebody has to do with specialist leaders, whether they hold a role there or not."""

from __future__ import annotations

from alliance.people.models import Person
from sle.models import Application, Designation, Reference
from sle.queries.references import WANTED
from sle.rules.references import proven_emails_of
from sle.states import ReferenceState


def alliances_of_specialists(person: Person) -> set[int]:
    """Primary keys of the alliances to which the person has applied, which have designated them, or which wait for a
    reference from them. Asked outside any scope; three queries and one for the person's addresses."""
    asked = Reference.objects.filter(
        state=ReferenceState.ASKED, email__in=proven_emails_of(person), application__state__in=WANTED
    )
    return {
        *Application.objects.filter(applicant=person).values_list("alliance", flat=True),
        *Designation.objects.filter(person=person).values_list("alliance", flat=True),
        *asked.values_list("alliance", flat=True),
    }
