"""`manage.py database_role portal`: what the portal's own database role may do, granted by the owner."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from alliance.workflow.database_role import RoleTooStrong, grant


class Command(BaseCommand):
    help = "Lets a database role run the portal: it may read and write rows, of events only read and add. PostgreSQL."

    def add_arguments(self, parser: CommandParser) -> None:
        """The name of the role; its password comes from the environment, so that no list of processes shows it."""
        parser.add_argument("role")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        """Make the role if need be, grant, and look whether that is enough."""
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL knows roles; embedded, the events are guarded by triggers.")
        try:
            grant(role, os.environ.get("PORTAL_DATABASE_PASSWORD"))
        except LookupError:
            raise CommandError(f"There is no role “{role}”. Set PORTAL_DATABASE_PASSWORD, and it is made.") from None
        except RoleTooStrong:
            raise CommandError(
                f"“{role}” owns the tables or is a superuser: it could change events whatever is granted. "
                "Name another role for the portal."
            ) from None
        self.stdout.write(f"“{role}” may read and write rows; events it may read and add.")
