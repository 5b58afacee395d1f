"""Who is what, today: the few questions that rules ask, of this app and of every other (through queries)."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.members.models import Membership
from alliance.members.states import SPEAK_FOR, STAFF_ROLES, Role
from alliance.people.models import Person
from alliance.schools.models import Alliance, School
from alliance.schools.queries import families


def memberships_of(person: Person, alliance: Alliance) -> list[Membership]:
    """The person's current roles in the alliance, read once per request (kept on the person object)."""
    kept: dict[int, list[Membership]] = person.__dict__.setdefault("_memberships", {})
    if alliance.pk not in kept:
        today = timezone.localdate()
        with scopes_disabled():  # named place: sign-in and switching ask across alliances
            kept[alliance.pk] = list(
                Membership.objects.filter(alliance=alliance, person=person, since__lte=today)
                .filter(Q(until__isnull=True) | Q(until__gt=today))
                .select_related("school", "partner")
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


def urns_spoken_for(person: Person | None, alliance: Alliance) -> set[int]:
    """The URNs of the schools for which the person answers as head or coordinator, with those that each had before or
    has now: a school that has become an academy is the same school. Read once per request (kept on the person)."""
    if person is None or not person.is_active:
        return set()
    kept: dict[int, set[int]] = person.__dict__.setdefault("_spoken_for", {})
    if alliance.pk not in kept:
        own = {one.school.urn for one in memberships_of(person, alliance) if one.role in SPEAK_FOR and one.school}
        kept[alliance.pk] = {urn for several in families(own).values() for urn in several} if own else set()
    return kept[alliance.pk]


def speaks_for(person: Person | None, alliance: Alliance, school: School) -> bool:
    """Its head and its coordinator answer for a school."""
    return school.urn in urns_spoken_for(person, alliance)


def current_roles(alliance: Alliance) -> QuerySet[Membership]:
    """Every role that somebody holds in the alliance today."""
    today = timezone.localdate()
    return Membership.objects.filter(alliance=alliance, since__lte=today, person__is_active=True).filter(
        Q(until__isnull=True) | Q(until__gt=today)
    )


def last_director(alliance: Alliance) -> int | None:
    """The primary key of the director if exactly one person is; 0 if several are; None if nobody is."""
    with scopes_disabled():  # named place: operators ask outside any alliance
        people = set(current_roles(alliance).filter(role=Role.DIRECTOR).values_list("person_id", flat=True))
    return None if not people else people.pop() if len(people) == 1 else 0


def addresses_of(person: Person) -> set[str]:
    """Every address that is the person's: the one they sign in with, and those they have proven to be theirs."""
    proven = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {person.email, *(email.lower() for email in proven)}


def emails_of(person: Person) -> set[str]:
    """Every address of the person, confirmed or not: none of them can vouch for them."""
    addresses = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {person.email.lower(), *(address.lower() for address in addresses)}


def sent_to(person: Person, field: str = "email") -> Q:
    """The condition of rows whose `field` is one of the person's addresses, as `addresses_of`; costs no query."""
    proven = EmailAddress.objects.filter(user=person, verified=True).values("email")
    return Q(**{field: person.email}) | Q(**{f"{field}__in": proven})


def accounts_of_address(email: str) -> set[int]:
    """Primary keys of the people whose address this is (at most one, unless something went wrong)."""
    email = email.strip().lower()
    proven = EmailAddress.objects.filter(email__iexact=email, verified=True).values_list("user_id", flat=True)
    return {*Person.objects.filter(email=email).values_list("pk", flat=True), *proven}
