"""Building the demo: everything is looked for first, so that building it again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from alliance.members.models import SchoolContact
from alliance.members.services import add_contact, confirm_contact, give_role
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.people.services import person_for
from alliance.portal import portals
from alliance.schools.models import (
    Alliance,
    Closure,
    Division,
    LeadSchool,
    Partner,
    ResponsibilityLead,
    School,
    Term,
    Tier,
)
from alliance.schools.services.register import import_links, import_schools
from alliance.schools.states import PartnerKind, Responsibility
from alliance.web.demo.facts import FIVE, Facts, Somebody
from alliance.web.demo.logos import logo
from alliance.web.services.settings import change_image, readable_image

# Everybody in the demo has this password; the demo refuses to be built in a grown installation.
PASSWORD = "open-evening-2014"  # noqa: S105  # meant to be known
HERE = Path(__file__).parent
OPERATOR = "operator@portal.example"
SINCE = date(2019, 9, 1)


@dataclass
class Cast:
    """Who and what the demo of one alliance can count on: its people by the part before the @, schools by URN, and
    people of the other alliances, who can apply or sit on its panels."""

    alliance: Alliance
    facts: Facts
    people: dict[str, Person] = field(default_factory=dict)
    schools: dict[int, School] = field(default_factory=dict)
    posts: dict[str, Somebody] = field(default_factory=dict)
    outside_teachers: list[tuple[Person, Somebody]] = field(default_factory=list)
    # Who leads a school, in whatever alliance: name, e-mail address and post by URN; and the person.
    heads_by_urn: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    head_of: dict[int, Person] = field(default_factory=dict)

    @property
    def director(self) -> Person:
        """The alliance's director."""
        return self.people["director"]

    @property
    def administrator(self) -> Person:
        """The alliance's administrator."""
        return self.people["administrator"]

    @property
    def lead(self) -> Person:
        """Who leads on specialist leaders of education, and on support for other schools."""
        return self.people["lead"]

    @property
    def teachers(self) -> list[tuple[Person, Somebody]]:
        """Teachers of the alliance's schools, with their post and school."""
        return [(self.people[somebody.mailbox], somebody) for somebody in self.facts.teachers]


def address_of(somebody: Somebody, facts: Facts) -> str:
    """The invented e-mail address: everything of the demo ends in .example, which no mail server takes."""
    return f"{somebody.mailbox}@{facts.slug}.example"


def build(tell: Callable[[str], object]) -> None:
    """Build the five alliances, then let every app add its part (`Portal.demo`); `tell` hears what is going on."""
    # Where the register's coordinates are not at hand, those of the postcode: contains OS data © Crown copyright and
    # database right 2025, Royal Mail data © Royal Mail copyright and database right 2025 (Code-Point Open, under the
    # Open Government Licence).
    import_schools(path=HERE / "schools.csv")
    import_links(path=HERE / "links.csv")
    _person(OPERATOR, "Olive Pemberton", operator=True)
    casts = [_alliance(facts) for facts in FIVE]
    heads = {
        somebody.urn: (somebody.name, address_of(somebody, facts), somebody.post)
        for facts in FIVE
        for somebody in facts.heads
    }
    people = {somebody.urn: cast.people[somebody.mailbox] for cast in casts for somebody in cast.facts.heads}
    for cast in casts:
        cast.heads_by_urn, cast.head_of = heads, people
        others = [other for other in casts if other is not cast]
        cast.outside_teachers = [teacher for other in others for teacher in other.teachers]
    for cast in casts:
        with scope(alliance=cast.alliance):
            for portal in portals():
                if portal.demo is not None:
                    portal.demo(cast.alliance, cast)
        tell(f"{cast.alliance.name} is ready.")


def _person(email: str, name: str, *, operator: bool = False) -> Person:
    first_name, surname = name.split(" ", 1)
    person = person_for(email=email, first_name=first_name, surname=surname)
    if not person.has_usable_password():
        person.is_operator = operator
        person.save(update_fields=["is_operator"])
    open_account(person)
    return person


def open_account(person: Person) -> None:
    """Let them sign in with the demo's password, as all its people do; nothing changes for whoever can already."""
    if person.has_usable_password():
        return
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


@transaction.atomic
def _alliance(facts: Facts) -> Cast:
    alliance, new = Alliance.objects.get_or_create(slug=facts.slug, defaults={"name": facts.name})
    if new:
        alliance.short_name, alliance.colour, alliance.agency = facts.short_name, facts.colour, facts.agency
        alliance.introduction, alliance.joining = facts.introduction, facts.joining
        alliance.email = f"office@{facts.slug}.example"
        alliance.address = alliance.letterhead = _post_to(School.objects.get(urn=facts.leads[0][0]))
        alliance.signatory_name, alliance.signatory_post = facts.staff[0].name, facts.staff[0].post
        alliance.save()
    cast = Cast(alliance, facts)
    cast.schools = School.objects.in_bulk(field_name="urn")
    with scope(alliance=alliance):
        if new:
            _about(cast)
        _staff(cast)
        _school_people(cast)
        _others(cast)
        if new:
            picture = readable_image(logo(facts.colour, facts.petals))
            change_image(alliance=alliance, field="logo", picture=picture, by=cast.director)
    return cast


def _post_to(school: School) -> str:
    """Where the alliance has its office: at its (first) lead school."""
    return "\n".join(filter(None, (school.name, school.town, school.postcode)))


def _about(cast: Cast) -> None:
    """Lead schools, tiers, partners, divisions, responsibilities, words and closures."""
    alliance, facts = cast.alliance, cast.facts
    for urn, since in facts.leads:
        LeadSchool.objects.create(alliance=alliance, school=cast.schools[urn], status_since=since)
    tiers = {
        name: Tier.objects.create(alliance=alliance, name=name, position=position)
        for position, name in enumerate(facts.tiers)
    }
    divisions = [Division.objects.create(alliance=alliance, name=name, about=about) for name, about in facts.divisions]
    for urn, tier in facts.partner_schools:
        school = cast.schools[urn]
        catholic = divisions[0] if divisions and school.religious_character == "Roman Catholic" else None
        kind = PartnerKind.COLLEGE if school.phase == "16 plus" else PartnerKind.SCHOOL
        Partner.objects.create(
            alliance=alliance, kind=kind, school=school, name=school.name, tier=tiers[tier], division=catholic
        )
    for kind, name, tier in facts.partners:
        Partner.objects.create(alliance=alliance, kind=kind, name=name, tier=tiers[tier])
    for responsibility, (lead_urn, title, text) in facts.responsibilities.items():
        lead = cast.schools[lead_urn] if lead_urn else None
        ResponsibilityLead.objects.create(
            alliance=alliance, responsibility=responsibility, school=lead, title=title, text=text
        )
    for key, word, plural in facts.terms:
        Term.objects.create(alliance=alliance, key=key, word=word, plural=plural)
    year = timezone.localdate().year
    for name, first, last in facts.closures:
        Closure.objects.create(
            alliance=alliance, name=name, first_day=date(year, 12, first), last_day=date(year, 12, last)
        )


def _staff(cast: Cast) -> None:
    roles = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.LEAD)
    for somebody, role in zip(cast.facts.staff, roles, strict=True):
        person = _introduce(cast, somebody)
        led = (Responsibility.SLE, Responsibility.SUPPORT) if role == Role.LEAD else ("",)
        for responsibility in led:
            give_role(
                alliance=cast.alliance,
                person=person,
                role=role,
                responsibility=str(responsibility),
                post=somebody.post,
                since=SINCE,
                by=None,
            )


def _school_people(cast: Cast) -> None:
    """Heads, known and confirmed at their schools, teachers, and school coordinators."""
    facts = cast.facts
    at_schools = ((Role.HEADTEACHER, facts.heads), (Role.SCHOOL_STAFF, facts.teachers))
    for role, people in (*at_schools, (Role.COORDINATOR, facts.coordinators)):
        for somebody in people:
            person, school = _introduce(cast, somebody), cast.schools[somebody.urn]
            give_role(
                alliance=cast.alliance,
                person=person,
                role=role,
                school=school,
                post=somebody.post,
                since=SINCE,
                by=cast.administrator,
            )
            if role == Role.HEADTEACHER:
                _known_head(cast, somebody, school)


def _others(cast: Cast) -> None:
    """Commissioners, each for a partner, and members of the board."""
    partners = {partner.name: partner for partner in Partner.objects.filter(alliance=cast.alliance, school=None)}
    shared: dict[str, Any] = {"alliance": cast.alliance, "since": SINCE, "by": cast.administrator}
    for somebody, partner in cast.facts.commissioners:
        person = _introduce(cast, somebody)
        give_role(person=person, role=Role.COMMISSIONER, partner=partners[partner], post=somebody.post, **shared)
    for somebody in cast.facts.board:
        give_role(person=_introduce(cast, somebody), role=Role.BOARD, post=somebody.post, **shared)


def _known_head(cast: Cast, somebody: Somebody, school: School) -> None:
    contact: SchoolContact = add_contact(
        alliance=cast.alliance,
        school=school,
        name=somebody.name,
        email=address_of(somebody, cast.facts),
        telephone="0121 496 0000",
        post=somebody.post,
        is_head=True,
        by=cast.administrator,
    )
    if contact.confirmed_at is None:
        when = timezone.now() - timedelta(days=200)
        confirm_contact(contact=contact, by=cast.administrator, how="Rang the school’s office.", now=when)


def _introduce(cast: Cast, somebody: Somebody) -> Person:
    person = _person(address_of(somebody, cast.facts), somebody.name)
    cast.people[somebody.mailbox] = person
    cast.posts[somebody.mailbox] = somebody
    return person


def guide() -> Iterable[str]:
    """Whom to sign in as, line by line."""
    yield "Sign in with one of these addresses:"
    for facts in FIVE:
        yield f"  {facts.name}  /{facts.slug}/"
        shown = {"director": "director", "administrator": "administrator", "lead": "lead of SLE and support"}
        for somebody in facts.staff:
            yield f"    {address_of(somebody, facts):38} {shown[somebody.mailbox]}"
        head, teacher = facts.heads[0], facts.teachers[0]
        yield f"    {address_of(head, facts):38} {head.post.lower()}"
        yield f"    {address_of(teacher, facts):38} teacher"
        yield from (f"    {address_of(one, facts):38} school coordinator" for one in facts.coordinators)
        yield from (f"    {address_of(one, facts):38} commissioner, {partner}" for one, partner in facts.commissioners)
        yield from (f"    {address_of(one, facts):38} board member" for one in facts.board)
    yield f"  {OPERATOR:40} runs the installation"
    yield f"The password of all: {PASSWORD}"
