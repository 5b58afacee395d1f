"""The register of designated leaders."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet
from django_scopes import scopes_disabled

from alliance.addresses import full, path_to
from alliance.people.models import Person
from alliance.post.models import Letter
from alliance.post.texts import Address
from alliance.schools.states import SchoolStatus
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


def page_of(designation: Designation) -> Address:
    """The full address of the designation's page, for mails."""
    return Address(full(path_to("sle:designation", designation.alliance, pk=designation.pk)))


def address_of(designation: Designation) -> str:
    """What stands under the holder's name on a letter: their home school and its address."""
    return designation.home_school.postal_address


def letters_about(designation: Designation) -> QuerySet[Letter]:
    """The letters about this designation, the latest first."""
    return Letter.objects.filter(about_type="sle.designation", about_id=designation.pk).order_by("-pk")


def unanswered(today: date) -> QuerySet[Designation]:
    """Offers in the alliance in scope whose last day for a reply has passed."""
    return register().filter(state=DesignationState.OFFERED, reply_by__lt=today)


def closed_home_schools() -> QuerySet[Designation]:
    """Current designations of the alliance in scope whose home school has closed."""
    return (
        Designation.objects.filter(state=DesignationState.CURRENT, home_school__status=SchoolStatus.CLOSED)
        .select_related("alliance", "person", "home_school", "application")
        .order_by("pk")
    )
