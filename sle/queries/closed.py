"""The records that `sle.rules.closed` closes to a person, as the post and the panels ask for them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from alliance.people.models import Person
from sle.models import Application, InterviewPlan, Reference, Release
from sle.rules.closed import reviews_closed_to, rounds_closed_to


def closed_rounds(person: Person) -> QuerySet[Any]:
    """Primary keys of the rounds that are closed to the person."""
    return rounds_closed_to(person).values("pk")


def closed_interviews(person: Person) -> QuerySet[Any]:
    """Primary keys of the plans for interviews in those rounds."""
    return InterviewPlan.objects.filter(round__in=closed_rounds(person)).values("pk")


def closed_applications(person: Person) -> QuerySet[Any]:
    """Primary keys of the applications of those rounds; their own is not among them."""
    return Application.objects.filter(round__in=closed_rounds(person)).exclude(applicant=person).values("pk")


def closed_reviews(person: Person) -> QuerySet[Any]:
    """Primary keys of the reviews that the person scores blind."""
    return reviews_closed_to(person).values("pk")


def closed_releases(person: Person) -> QuerySet[Any]:
    """Primary keys of what heads are asked about the leaders of those reviews."""
    return Release.objects.filter(designation__in=closed_designations(person)).values("pk")


def closed_designations(person: Person) -> QuerySet[Any]:
    """Primary keys of the designations of those reviews."""
    return reviews_closed_to(person).values("designation")


def closed_references(person: Person) -> QuerySet[Any]:
    """Primary keys of the references of those applications."""
    return Reference.objects.filter(application__in=closed_applications(person)).values("pk")
