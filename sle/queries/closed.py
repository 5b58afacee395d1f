"""What is closed to whoever sits, or sat, on a round's panel until release, whatever other roles they hold."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from alliance.panels.models import Seat
from alliance.people.models import Person
from sle.models import Application, Reference
from sle.states import RoundState

OPEN_AGAIN = (RoundState.RELEASED, RoundState.FINISHED, RoundState.CANCELLED)


def closed_applications(person: Person) -> QuerySet[Any]:
    """Primary keys of the applications of rounds on whose panel the person sits or sat, but for their own."""
    rounds = Seat.objects.filter(person=person, exercise__about_type="sle.round")
    return (
        Application.objects.filter(round__in=rounds.values("exercise__about_id"))
        .exclude(round__state__in=OPEN_AGAIN)
        .exclude(applicant=person)
        .values("pk")
    )


def closed_references(person: Person) -> QuerySet[Any]:
    """Primary keys of the references of those applications."""
    return Reference.objects.filter(application__in=closed_applications(person)).values("pk")
