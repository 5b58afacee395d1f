"""The two database roles of a grown installation: the owner migrates, and the portal runs as a role that reads and
writes rows, of events only reads and adds. A trigger alone would not do: whoever owns a table can switch it off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connection, connections
from psycopg import sql

from alliance.workflow.append_only import TABLE

MAY_DO_MORE = (
    "The portal's database role “{role}” could change or empty the events. "
    "Run the portal as a role of its own, made by `manage.py database_role` as the owner."
)


class RoleTooStrong(Exception):
    """The role could change events whatever is granted: it is a superuser, or it is or may become their owner."""


def grant(role: str, password: str | None = None) -> None:
    """Let `role` use every table and sequence there is, but of events only read and add, and of migrations only read.

    For the owner of the tables, on PostgreSQL, after each migration. A role that is not there is made, if there is a
    password for it. Raises RoleTooStrong, and LookupError for a role that is neither there nor can be made.
    """
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchone():
            if not password:
                raise LookupError(role)
            _run(cursor, sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, sql.Literal(password)))
        for statement in (
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "REVOKE ALL ON {events}, django_migrations FROM {role}",
            "GRANT SELECT, INSERT ON {events} TO {role}",
            "GRANT SELECT ON django_migrations TO {role}",
        ):
            _run(cursor, sql.SQL(statement).format(role=name, events=sql.Identifier(TABLE)))
        if could_change_events(cursor, role):
            raise RoleTooStrong(role)


def could_change_events(cursor: Any, role: str) -> bool:
    """Could `role` change, remove or empty events, or take their triggers off?"""
    cursor.execute(
        """SELECT rolsuper OR pg_has_role(rolname, relowner, 'MEMBER')
                  OR has_table_privilege(rolname, pg_class.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
           FROM pg_roles, pg_class WHERE rolname = %s AND pg_class.oid = %s::regclass""",
        [role, TABLE],
    )
    return bool(cursor.fetchone()[0])


def _run(cursor: Any, statement: sql.Composed) -> None:
    cursor.execute(statement.as_string(cursor.connection))


def the_portal_may_only_add_events(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """`manage.py check --deploy --database default`, run as the portal: an error where it could change events."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT current_user")
                role = cursor.fetchone()[0]
                if could_change_events(cursor, role):
                    found.append(Error(MAY_DO_MORE.format(role=role), id="workflow.E001"))
    return found
