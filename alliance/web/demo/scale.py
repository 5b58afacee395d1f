"""Alliances full of people, for measuring: deterministic, by bulk inserts. Nobody here can sign in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django_scopes import scope

from alliance.members.models import Membership, SchoolContact
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.portal import portals
from alliance.schools.models import Alliance, LeadSchool, Partner, School
from alliance.schools.names import search_form
from alliance.schools.states import Responsibility

PIECE = 2_000
SCHOOLS = 40
FIRST = ("Ada", "Ben", "Cora", "Dev", "Elsa", "Finn", "Gita", "Hugo", "Ines", "Jack", "Kaya", "Leon")
LAST = ("Abbott", "Baker", "Chand", "Dale", "Ellis", "Frost", "Green", "Hale", "Irwin", "Jones", "Khan", "Lowe")
SINCE = date(2019, 9, 1)
# URNs that no school of the register has.
FIRST_URN = 800_000


@dataclass
class Crowd:
    """One alliance of the scale demo: staff, heads (who sit on panels), teachers (who apply), and how many of what."""

    alliance: Alliance
    applications: int
    scores: int
    lead: Person
    heads: list[Person] = field(default_factory=list)
    teachers: list[Person] = field(default_factory=list)
    school_of: dict[int, School] = field(default_factory=dict)


def build_scale(
    number: int, tell: Callable[[str], object], *, applications: int = 60, scores: int = 5
) -> list[Alliance]:
    """Make `number` alliances (scale-1, scale-2, …) with `applications` applications per round and `scores` scores per
    entry; those that are there already stay as they are."""
    built = []
    for n in range(1, number + 1):
        alliance = Alliance.objects.filter(slug=f"scale-{n}").first()
        if alliance is None:
            alliance = _alliance(n, applications, scores)
            tell(f"{alliance.name} is ready.")
        built.append(alliance)
    return built


@transaction.atomic
def _alliance(n: int, applications: int, scores: int) -> Alliance:
    alliance = Alliance.objects.create(slug=f"scale-{n}", name=f"Alliance {n}", signatory_name="Dr Jane Carter")
    with scope(alliance=alliance):
        crowd = _crowd(alliance, n, applications, scores)
        for portal in portals():
            if portal.demo_scale is not None:
                portal.demo_scale(alliance, crowd)
    return alliance


def _crowd(alliance: Alliance, n: int, applications: int, scores: int) -> Crowd:
    """Schools, partners, and people with their roles."""
    schools = School.objects.bulk_create(
        School(
            urn=FIRST_URN + n * 100 + place,
            name=f"School {n}-{place}",
            town="Sutton Coldfield",
            phase="Primary" if place % 3 else "Secondary",
            search_name=search_form(f"School {n}-{place}", "Sutton Coldfield"),
        )
        for place in range(SCHOOLS)
    )
    LeadSchool.objects.create(alliance=alliance, school=schools[0])
    Partner.objects.bulk_create(Partner(alliance=alliance, school=school, name=school.name) for school in schools)
    director, administrator, lead = _people(n, "staff", 3)
    heads, teachers = _people(n, "head", SCHOOLS), _people(n, "teacher", applications)
    staff = (
        (director, Role.DIRECTOR, ""),
        (administrator, Role.ADMINISTRATOR, ""),
        (lead, Role.LEAD, Responsibility.SLE),
    )
    crowd = Crowd(alliance, applications, scores, lead, heads, teachers)
    # Heads of the last schools sit on the panels; teachers of the first ones apply.
    crowd.school_of = {teacher.pk: schools[place % (SCHOOLS // 2)] for place, teacher in enumerate(teachers)}
    crowd.heads = heads[::-1]
    at_schools = [(head, Role.HEADTEACHER, school) for head, school in zip(heads, schools, strict=True)]
    at_schools += [(teacher, Role.SCHOOL_STAFF, crowd.school_of[teacher.pk]) for teacher in teachers]
    Membership.objects.bulk_create(
        Membership(alliance=alliance, person=person, role=role, responsibility=what, since=SINCE)
        for person, role, what in staff
    )
    Membership.objects.bulk_create(
        (
            Membership(alliance=alliance, person=person, role=role, school=school, since=SINCE)
            for person, role, school in at_schools
        ),
        batch_size=PIECE,
    )
    SchoolContact.objects.bulk_create(
        SchoolContact(alliance=alliance, school=school, name=head.name, email=head.email, is_head=True)
        for head, school in zip(heads, schools, strict=True)
    )
    return crowd


def _people(n: int, what: str, count: int) -> list[Person]:
    """People with names that repeat now and then, as real ones do, and no password."""
    people = []
    for place in range(count):
        person = Person(
            email=f"{what}{place}@scale-{n}.example",
            first_name=FIRST[place % len(FIRST)],
            surname=f"{LAST[place // len(FIRST) % len(LAST)]}{'' if place < 144 else place // 144}",
            password="!",  # noqa: S106  # Django's mark for a password that cannot be used
        )
        person.search_name = person.findable()
        people.append(person)
    return Person.objects.bulk_create(people, batch_size=PIECE)
