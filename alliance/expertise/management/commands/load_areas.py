"""`manage.py load_areas`: the national lists of areas of expertise, in their versions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from alliance.expertise.services import load_areas


class Command(BaseCommand):
    help = "Loads the national lists of areas of expertise. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many were new."""
        added, total = load_areas()
        self.stdout.write(f"{added} areas added, {total} in the national lists.")
