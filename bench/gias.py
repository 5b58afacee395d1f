"""How long the register's import takes against csv.reader alone over the same file (target: at most 5 times).

`python -m bench.gias [--rows 50000] [--rounds 5]`, with the portal's own DATABASE_URL (SQLite without one). Both
measures alternate within one run, csv.reader twice per round: ratios are against the mean of the two, and how far
those two stand from 1 is the A/A control. What it imports goes into a database of its own that is dropped at the end.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
if "DATABASE_URL" not in os.environ:
    os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="bench-gias-")

import django

django.setup()

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from alliance.schools.models import School
from alliance.schools.services.register import import_schools
from tests.factories.gias import write_register


def empty_the_register() -> None:
    """One DELETE: the ORM would first fetch 50,000 rows to look for what hangs on them."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {School._meta.db_table}")


def read_alone(path: Path) -> None:
    """csv.reader over the whole file, and nothing else."""
    with path.open(encoding="cp1252", newline="") as file:
        for _ in csv.reader(file):
            pass


def import_anew(path: Path) -> None:
    """The import into an empty register: every row is added."""
    assert import_schools(path=path).added == ROWS


def import_again(path: Path) -> None:
    """The import of what is there already: every row is compared, none changes."""
    assert import_schools(path=path).unchanged == ROWS


def seconds(work, path: Path) -> float:
    """How long `work` took."""
    start = time.perf_counter()
    work(path)
    return time.perf_counter() - start


def main(rounds: int, path: Path) -> int:
    """Measure, print, and answer 1 if a ratio misses the target."""
    taken: dict[str, list[float]] = {name: [] for name in ("csv.reader", "csv.reader again", "anew", "repeated")}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(rounds):
        empty_the_register()
        taken["csv.reader"].append(seconds(read_alone, path))
        taken["anew"].append(seconds(import_anew, path))
        taken["csv.reader again"].append(seconds(read_alone, path))
        taken["repeated"].append(seconds(import_again, path))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{connection.vendor}: {ROWS:,} rows, {path.stat().st_size / 1e6:.0f} MB, {rounds} rounds")
    missed = False
    alone = [statistics.mean(pair) for pair in zip(taken["csv.reader"], taken["csv.reader again"], strict=True)]
    base = statistics.median(alone)
    for name, times in taken.items():
        ratio = statistics.median(one / both for one, both in zip(times, alone, strict=True))
        missed |= ratio > 5
        print(f"  {name:18} median {statistics.median(times):6.2f} s   ratio {ratio:5.2f}")
    print(f"  csv.reader alone: {base:.2f} s; memory grew by {grown:.0f} MB over all rounds")
    return int(missed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    ROWS = arguments.rows
    with tempfile.TemporaryDirectory() as folder:
        generated = write_register(Path(folder) / "register.csv", rows=ROWS)
        kept = setup_databases(verbosity=0, interactive=False)
        try:
            answer = main(arguments.rounds, generated)
        finally:
            teardown_databases(kept, verbosity=0)
    sys.exit(answer)
