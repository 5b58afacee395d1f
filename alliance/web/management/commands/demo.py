"""manage.py demo [--scale N]"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alliance.web.demo.build import build, guide
from alliance.web.demo.scale import build_scale


class Command(BaseCommand):
    help = (
        "Fill the portal with five alliances, real schools and invented people, and say whom to sign in as. Repeating "
        "it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, metavar="N", help="instead: N alliances full of rounds, for measuring")
        parser.add_argument("--applications", type=int, default=60, help="with --scale: applications per round")
        parser.add_argument("--scores", type=int, default=5, help="with --scale: scores per entry")

    def handle(self, *args: Any, scale: int | None, applications: int, scores: int, **options: Any) -> None:
        if settings.GROWN and not settings.DEMO:
            raise CommandError("The demo’s passwords are known to all: a grown installation has no demo.")
        if scale is not None:
            build_scale(scale, self.stdout.write, applications=applications, scores=scores)
            return
        build(self.stderr.write if options["verbosity"] > 1 else lambda line: None)
        for line in guide():
            self.stdout.write(line)
