"""manage.py demo [--scale N]"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alliance.web.demo.build import build, guide


class Command(BaseCommand):
    help = (
        "Fill the portal with five alliances, real schools and invented people, and say whom to sign in as. Repeating "
        "it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, metavar="N", help="instead: N alliances full of rounds, for measuring")

    def handle(self, *args: Any, scale: int | None, **options: Any) -> None:
        if settings.GROWN and not settings.DEMO:
            raise CommandError("The demo’s passwords are known to all: a grown installation has no demo.")
        build(self.stderr.write if options["verbosity"] > 1 else lambda line: None)
        for line in guide():
            self.stdout.write(line)
