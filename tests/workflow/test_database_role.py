"""Grown, the portal runs as a database role that reads and adds events and can do no more, whatever is tried as it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg.errors import InsufficientPrivilege

from alliance.workflow.database_role import the_portal_may_only_add_events

pytestmark = pytest.mark.postgresql

ADD = (
    "INSERT INTO workflow_event (subject_type, subject_id, root_type, root_id, move, before, after, fields, at)"
    " VALUES ('sle.round', 1, 'sle.round', 1, 'open', 'draft', 'open', '[]', now())"
)


@pytest.fixture
def role(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A role made by the command, taken away again."""
    name = f"portal_{uuid4().hex[:8]}"
    monkeypatch.setenv("PORTAL_DATABASE_PASSWORD", "a password")
    call_command("database_role", name, verbosity=0)
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP OWNED BY "{name}"')
        cursor.execute(f'DROP ROLE "{name}"')


@pytest.fixture
def as_role(role: str) -> Iterator[psycopg.Connection]:
    """A connection of that role's own to the test's database."""
    address = {**connection.get_connection_params(), "user": role}
    known = {name: address[name] for name in ("host", "port", "dbname", "user") if address.get(name)}
    with psycopg.connect(**known, autocommit=True) as own:
        yield own


def test_it_adds_and_reads_events_and_works_on_other_rows(as_role: psycopg.Connection):
    as_role.execute(ADD)
    assert as_role.execute("SELECT move, after FROM workflow_event").fetchall() == [("open", "open")]
    as_role.execute("UPDATE people_person SET first_name = 'Ann' WHERE id = 0")
    as_role.execute("DELETE FROM people_person WHERE id = 0")


ATTEMPTS = (
    "UPDATE workflow_event SET move = 'close'",
    "DELETE FROM workflow_event",
    "TRUNCATE workflow_event",
    "TRUNCATE schools_alliance CASCADE",
    "ALTER TABLE workflow_event DISABLE TRIGGER ALL",
    "ALTER TABLE workflow_event DISABLE TRIGGER workflow_event_no_change",
    "DROP TRIGGER workflow_event_no_change ON workflow_event",
    "DROP TABLE workflow_event",
    "CREATE OR REPLACE FUNCTION workflow_event_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "CREATE TRIGGER mine BEFORE INSERT ON workflow_event FOR EACH ROW EXECUTE FUNCTION workflow_event_refuse()",
    "SET session_replication_role = replica",
    "SET ROLE postgres",
    "DELETE FROM django_migrations",
    "CREATE TABLE mine (id integer)",
)


def test_it_can_do_no_more(as_role: psycopg.Connection):
    as_role.execute(ADD)
    for attempt in ATTEMPTS:
        with pytest.raises(InsufficientPrivilege):
            as_role.execute(attempt)
    assert as_role.execute("SELECT move FROM workflow_event").fetchall() == [("open",)]


def test_an_owner_cannot_be_made_the_portals_role(transactional_db: None):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    with pytest.raises(CommandError, match=f"“{owner}” owns the tables or is a superuser"):
        call_command("database_role", owner)


def test_a_role_that_is_not_there_needs_a_password(transactional_db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PORTAL_DATABASE_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="There is no role “portal_of_nobody”"):
        call_command("database_role", "portal_of_nobody")


def test_the_deploy_check_tells_of_a_portal_that_runs_as_the_owner(role: str):
    found = the_portal_may_only_add_events(databases=["default"])
    assert [message.id for message in found] == ["workflow.E001"]
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{role}"')
        try:
            assert the_portal_may_only_add_events(databases=["default"]) == []
        finally:
            cursor.execute("RESET ROLE")
