"""Who holds which role, who is known where, and what waits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.members.models import Invitation, Membership, SchoolContact
from alliance.members.standing import (
    accounts_of_address,
    addresses_of,
    current_roles,
    emails_of,
    holds,
    is_staff,
    memberships_of,
    sent_to,
    speaks_for,
    urns_spoken_for,
)
from alliance.members.states import InvitationState, Role
from alliance.people.models import Person
from alliance.portal import portals
from alliance.schools.models import Alliance, School
from alliance.schools.queries import families, family

__all__ = [
    "Head",
    "accounts_of_address",
    "addresses_of",
    "alliances_of",
    "current_roles",
    "emails_of",
    "heads_of",
    "heads_to_confirm",
    "holds",
    "invitations_to",
    "is_staff",
    "known_head",
    "living_contacts",
    "memberships_of",
    "open_invitations",
    "people_of",
    "roles_of",
    "speaks_for",
    "urns_spoken_for",
]


def alliances_of(person: Person) -> list[Alliance]:
    """The alliances in which the person holds a role today or has something to do without one (`Portal.alliances`:
    a seat, an application, a reference, an invitation), for the front page and the switch in the header.

    Read once per request (kept on the person object).
    """
    if "_alliances" not in person.__dict__:
        today = timezone.localdate()
        with scopes_disabled():  # named place: sign-in and switching ask across alliances
            current = Membership.objects.filter(person=person, since__lte=today).filter(
                Q(until__isnull=True) | Q(until__gt=today)
            )
            others = [rows for portal in portals() if portal.alliances for rows in portal.alliances(person)]
            found = (
                current.order_by()
                .values_list("alliance")
                .union(*(rows.order_by().values_list("alliance") for rows in others))
            )
            person.__dict__["_alliances"] = list(
                Alliance.objects.filter(pk__in=[pk for (pk,) in found]).order_by("name", "id")
            )
    kept: list[Alliance] = person.__dict__["_alliances"]
    return kept


def invitations_to(person: Person) -> list[QuerySet[Any]]:
    """The invitations that wait for this person, at any address that is theirs."""
    return [Invitation.objects.filter(sent_to(person), state=InvitationState.SENT)]


def known_head(alliance: Alliance, school: School, email: str) -> bool:
    """Is this address known to be the headteacher's of that school?

    It is when staff have confirmed it with the school, or when its holder has the role of headteacher there. A school
    that has become an academy is the same school: predecessors and successors count.
    """
    email = email.strip().lower()
    urns = family(school.urn)
    today = timezone.localdate()
    confirmed = SchoolContact.objects.filter(
        alliance=alliance, school__urn__in=urns, email=email, is_head=True, confirmed_at__isnull=False
    ).filter(Q(until__isnull=True) | Q(until__gt=today))
    if confirmed.exists():
        return True
    return (
        current_roles(alliance)
        .filter(role=Role.HEADTEACHER, school__urn__in=urns, person__in=accounts_of_address(email))
        .exists()
    )


def people_of(alliance: Alliance) -> QuerySet[Person]:
    """Everybody who holds or has held a role in the alliance: all whom its staff may look up."""
    return Person.objects.filter(pk__in=Membership.objects.filter(alliance=alliance).values("person"))


def roles_of(person: Person, alliance: Alliance) -> list[Membership]:
    """The person's roles in the alliance, past ones too, the latest first."""
    return list(
        Membership.objects.filter(alliance=alliance, person=person)
        .select_related("school", "partner", "given_by")
        .order_by(F("until").desc(nulls_first=True), "-since", "-id")
    )


def open_invitations(alliance: Alliance) -> QuerySet[Invitation]:
    """Invitations that wait to be accepted, the latest first."""
    return Invitation.objects.filter(alliance=alliance, state=InvitationState.SENT).select_related(
        "school", "invited_by"
    )


def living_contacts(alliance: Alliance) -> QuerySet[SchoolContact]:
    """The people known at schools today, with who confirmed them."""
    today = timezone.localdate()
    return (
        SchoolContact.objects.filter(alliance=alliance)
        .filter(Q(until__isnull=True) | Q(until__gt=today))
        .select_related("school", "confirmed_by")
    )


def heads_to_confirm(alliance: Alliance) -> QuerySet[SchoolContact]:
    """Headteachers' addresses that nobody has confirmed with the school yet."""
    return living_contacts(alliance).filter(is_head=True, confirmed_at__isnull=True)


@dataclass(frozen=True)
class Head:
    """A head known at a school: by a contact that staff have confirmed, or by the role; since when."""

    name: str
    email: str
    since: date


def heads_of(alliance: Alliance, schools: Collection[School]) -> dict[int, list[Head]]:
    """The known heads of these schools, by the school's primary key, the newest first.

    A school that has become an academy is the same school: who was known at predecessors and successors counts. As
    many queries for one school as for many.
    """
    today = timezone.localdate()
    living = Q(until__isnull=True) | Q(until__gt=today)
    related = families({school.urn for school in schools})
    urns = {urn for several in related.values() for urn in several}
    contacts = SchoolContact.objects.filter(
        living, alliance=alliance, school__urn__in=urns, is_head=True, confirmed_at__isnull=False
    )
    roles = Membership.objects.filter(
        living, alliance=alliance, school__urn__in=urns, role=Role.HEADTEACHER, person__is_active=True
    )
    known = [
        (contact.school.urn, Head(contact.name, contact.email, timezone.localdate(contact.confirmed_at)))
        for contact in contacts.select_related("school")
    ] + [
        (role.school.urn, Head(role.person.name, role.person.email, role.since))
        for role in roles.select_related("person", "school")
        if role.school is not None
    ]
    found: dict[int, list[Head]] = {}
    for school in schools:
        heads = {head.email: head for urn, head in known if urn in related[school.urn]}
        if heads:
            found[school.pk] = sorted(heads.values(), key=lambda head: (head.since, head.email), reverse=True)
    return found
