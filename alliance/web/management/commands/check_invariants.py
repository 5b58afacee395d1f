"""manage.py check_invariants"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alliance.web.invariants import broken_invariants


class Command(BaseCommand):
    help = "Look for what must never be: rows that hang on another alliance’s, and what each app says of its own."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for sentence in broken_invariants():
            found += 1
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{found} broken.")
        self.stdout.write("Nothing is broken.")
