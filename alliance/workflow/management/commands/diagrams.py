"""`manage.py diagrams`: draw docs/states.md anew."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from alliance.workflow.diagrams import all_diagrams


class Command(BaseCommand):
    help = "Draws docs/states.md from the tables of moves."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        file = settings.BASE_DIR / "docs" / "states.md"
        file.write_text(all_diagrams(), encoding="utf-8")
        self.stdout.write(f"{file} is up to date.")
