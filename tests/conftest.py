"""The cast of every test: each role once, an outsider, a second alliance; and the scope of the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from django_scopes import scope, scopes_disabled

from alliance.members.states import Role
from alliance.people.models import Person
from alliance.schools.models import Alliance, School
from alliance.schools.states import PartnerKind, Responsibility
from alliance.workflow import append_only
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.schools import AllianceFactory, LeadSchoolFactory, PartnerFactory, SchoolFactory
from tests.mail_server import MailServer


@dataclass
class Cast:
    """Everybody a test may need. `alliance` is the one in scope; `other` is the second alliance, with its own staff."""

    alliance: Alliance
    school: School
    director: Person
    administrator: Person
    lead: Person
    head: Person
    coordinator: Person
    teacher: Person
    commissioner: Person
    board: Person
    outsider: Person
    operator: Person
    other: Alliance
    other_director: Person
    other_administrator: Person

    def roles(self) -> dict[str, Person | None]:
        """Every kind of visitor by name, for the role matrix; None is nobody signed in."""
        return {
            "anonymous": None,
            "outsider": self.outsider,
            "teacher": self.teacher,
            "coordinator": self.coordinator,
            "head": self.head,
            "commissioner": self.commissioner,
            "board": self.board,
            "lead": self.lead,
            "administrator": self.administrator,
            "director": self.director,
            "operator": self.operator,
            "other_director": self.other_director,
        }


def make_cast() -> Cast:
    """Build the cast in whatever scope; usable outside fixtures."""
    with scopes_disabled():
        alliance = AllianceFactory(slug="boldmere", name="Boldmere Teaching School Alliance", short_name="BTSA")
        school = SchoolFactory(urn=103341, name="Boldmere Junior School")
        LeadSchoolFactory(alliance=alliance, school=school)
        PartnerFactory(alliance=alliance, school=school, name=school.name)
        other = AllianceFactory(slug="west-herts", name="West Herts Teaching School Alliance")
        other_school = SchoolFactory(urn=136857, name="Bovingdon Primary Academy", town="Hemel Hempstead")
        LeadSchoolFactory(alliance=other, school=other_school)

        def member(alliance: Alliance, role: Role, name: str, **more: object) -> Person:
            first, surname = name.split()
            person = PersonFactory(first_name=first, surname=surname, email=f"{first}.{surname}@example.sch.uk".lower())
            MembershipFactory(alliance=alliance, person=person, role=role, **more)
            return person

        city = PartnerFactory(
            alliance=alliance, kind=PartnerKind.LOCAL_AUTHORITY, school=None, name="Birmingham City Council"
        )
        lead = member(alliance, Role.LEAD, "Lena Lead", responsibility=Responsibility.SLE)
        MembershipFactory(alliance=alliance, person=lead, role=Role.LEAD, responsibility=Responsibility.SUPPORT)
        return Cast(
            alliance=alliance,
            school=school,
            director=member(alliance, Role.DIRECTOR, "Dora Director"),
            administrator=member(alliance, Role.ADMINISTRATOR, "Adam Admin"),
            lead=lead,
            head=member(alliance, Role.HEADTEACHER, "Hana Head", school=school),
            coordinator=member(alliance, Role.COORDINATOR, "Colin Coordinator", school=school),
            teacher=member(alliance, Role.SCHOOL_STAFF, "Tara Teacher", school=school),
            commissioner=member(alliance, Role.COMMISSIONER, "Cora Commissioner", partner=city),
            board=member(alliance, Role.BOARD, "Bo Board"),
            outsider=PersonFactory(first_name="Otis", surname="Outsider", email="otis@example.org"),
            operator=PersonFactory(first_name="Olga", surname="Operator", email="olga@example.org", is_operator=True),
            other=other,
            other_director=member(other, Role.DIRECTOR, "Oscar Other"),
            other_administrator=member(other, Role.ADMINISTRATOR, "Ada Elsewhere"),
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Where the tables come straight from the models, the events' triggers are put on by hand."""
    with django_db_blocker.unblock():
        append_only.install(connection.schema_editor())
    yield
    if connection.vendor == "postgresql":
        # Whatever a test has left behind, the database can be dropped.
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def flush_may_empty_events() -> Iterator[None]:
    """Between tests that really commit, every table is emptied: only there the append-only triggers step aside."""
    flush = TransactionTestCase._fixture_teardown

    def without_triggers(case: TransactionTestCase) -> None:
        append_only.remove(connection.schema_editor())
        try:
            flush(case)
        finally:
            append_only.install(connection.schema_editor())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers)
        yield


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    """No test sees what another counted or kept: sign-in limits live in the cache."""
    yield
    cache.clear()


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """The cast, in the scope of `cast.alliance`."""
    made = make_cast()
    with scope(alliance=made.alliance):
        yield made


@pytest.fixture
def sign_in():
    """A function that gives a browser-like client in which a person is signed in (None: nobody)."""

    def client_of(person: Person | None) -> Client:
        client = Client(raise_request_exception=True)
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return client_of


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A real mail server, to which the portal sends during the test."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    server.controller.start()
    yield server
    server.controller.stop()
