"""The register of designated leaders."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet
from django_scopes import scopes_disabled

from alliance.people.models import Person
from sle.models import Application, Designation, DesignationArea
from sle.states import DesignationState


def register() -> QuerySet[Designation]:
    """Every designation of the alliance in scope with person, school and areas; offers still open included."""
    areas = DesignationArea.objects.select_related("area__area_list").order_by("area__position", "area__name", "id")
    return (
        Designation.objects.select_related("person", "home_school", "application__round")
        .prefetch_related(Prefetch("areas", areas))
        .order_by("person__surname", "person__first_name", "pk")
    )


def current_designation(person: Person, kind: str) -> Designation | None:
    """The designation of this kind that the person holds now, in whatever alliance."""
    with scopes_disabled():  # named place: a person holds one designation of a kind across all alliances
        return (
            Designation.objects.filter(person=person, kind=kind, state=DesignationState.CURRENT)
            .select_related("alliance", "person", "home_school")
            .first()
        )


def offer_of(application: Application) -> Designation | None:
    """The designation offered to this applicant last; None without one."""
    return register().filter(application=application).order_by("-pk").first()


def unanswered(today: date) -> QuerySet[Designation]:
    """Offers in the alliance in scope whose last day for a reply has passed."""
    return register().filter(state=DesignationState.OFFERED, reply_by__lt=today)
