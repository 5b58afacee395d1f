"""What of specialist leaders concerns somebody, in whatever alliance, whether they hold a role there or not."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from alliance.members.queries import sent_to
from alliance.people.models import Person
from sle.models import Application, Designation, Reference, Release
from sle.queries.appeals import heard_by
from sle.rules.references import AWAITING_APPLICATIONS
from sle.states import ReferenceState, ReleaseState


def what_concerns(person: Person) -> list[QuerySet[Any]]:
    """Their applications and designations, the references and releases asked of them, and the appeals they hear."""
    return [
        Application.objects.filter(applicant=person),
        Designation.objects.filter(person=person),
        heard_by(person),
        Release.objects.filter(sent_to(person), state=ReleaseState.ASKED),
        Reference.objects.filter(
            sent_to(person), state=ReferenceState.ASKED, application__state__in=AWAITING_APPLICATIONS
        ),
    ]
