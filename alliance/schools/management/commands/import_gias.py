"""manage.py import_gias FILE [--links FILE]"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alliance.schools.services.register import ImportRefused, ImportReport, import_links, import_schools

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Import the national register of schools: the daily bulk file or a download of the search page, and the file "
        "of links. Safe to repeat; a school that a file does not name stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="edubasealldata<date>.csv, or a search download")
        parser.add_argument("--links", type=Path, help="links_edubasealldata<date>.csv: predecessors and successors")

    def handle(self, *args: Any, file: Path, links: Path | None, **options: Any) -> None:
        try:
            self.tell(import_schools(path=file), options["verbosity"])
            if links:
                self.tell(import_links(path=links), options["verbosity"])
        except (ImportRefused, OSError) as trouble:
            raise CommandError(str(trouble)) from trouble

    def tell(self, report: ImportReport, verbosity: int) -> None:
        """Print what an import did; all remarks with -v 2."""
        self.stdout.write(report.summary())
        if report.missing:
            self.stdout.write(f"  columns it does not have, left as stored: {', '.join(report.missing)}")
        for word, remarks in (("repaired", report.repaired), ("unreadable", report.unreadable)):
            shown = remarks.kept if verbosity > 1 else remarks.kept[:SHOWN]
            for remark in shown:
                self.stdout.write(f"  {word} {remark}")
            if remarks.count > len(shown):
                self.stdout.write(f"  … and {remarks.count - len(shown):,} more {word}")
