"""Who holds which role: the questions every rule asks."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.members.models import Membership
from alliance.members.states import STAFF_ROLES, Role
from alliance.people.models import Person
from alliance.schools.models import Alliance, School


def memberships_of(person: Person, alliance: Alliance) -> list[Membership]:
    """The person's current roles in the alliance, read once per request (kept on the person object)."""
    kept: dict[int, list[Membership]] = person.__dict__.setdefault("_memberships", {})
    if alliance.pk not in kept:
        today = timezone.localdate()
        with scopes_disabled():  # named place: sign-in and switching ask across alliances
            kept[alliance.pk] = list(
                Membership.objects.filter(alliance=alliance, person=person, since__lte=today)
                .filter(Q(until__isnull=True) | Q(until__gt=today))
                .select_related("school")
            )
    return kept[alliance.pk]


def holds(
    person: Person | None,
    alliance: Alliance,
    *roles: Role,
    school: School | None = None,
    responsibility: str | None = None,
) -> bool:
    """Does the person now hold one of `roles` in the alliance (any role if none is named)?

    `school` asks for a role at that school; `responsibility` narrows only the role of lead.
    """
    if person is None or not person.is_active:
        return False
    return any(
        (not roles or membership.role in roles)
        and (school is None or membership.school_id == school.pk)
        and (responsibility is None or membership.role != Role.LEAD or membership.responsibility == str(responsibility))
        for membership in memberships_of(person, alliance)
    )


def is_staff(person: Person | None, alliance: Alliance, responsibility: str | None = None) -> bool:
    """Director, administrator, or lead (of `responsibility`, if one is named)."""
    return holds(person, alliance, *STAFF_ROLES, responsibility=responsibility)


def alliances_of(person: Person) -> list[Alliance]:
    """The alliances in which the person holds a role today, for the switch in the header."""
    today = timezone.localdate()
    with scopes_disabled():  # named place: sign-in and switching ask across alliances
        current = Membership.objects.filter(person=person, since__lte=today).filter(
            Q(until__isnull=True) | Q(until__gt=today)
        )
        return list(Alliance.objects.filter(pk__in=current.values("alliance")).order_by("name", "id"))
