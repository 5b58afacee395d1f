"""What the chair's table of a round with 1,000 entries x 5 scores costs against the same page of an empty round.

`python -m bench.chair [--entries 1000] [--rounds 15]`, with the portal's own DATABASE_URL (SQLite without one). One
chair asks for every page; pages alternate within one run, the empty one twice per round: ratios are against the mean
of the two, and how far those two stand from 1 is the A/A control. Targets: 50 rows at most 6, all rows at most 15, the
CSV with every score at most 10. Scoring is over and means are adjusted; one level in fifty could not be
judged. Everything lives in a database of its own that is dropped at the end.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("PORTAL_DATA", tempfile.mkdtemp(prefix="bench-chair-"))

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import timezone
from django_scopes import scope

from alliance.addresses import path_to
from alliance.panels import figures, services
from alliance.panels.models import Assignment, Dossier, Entry, Exercise, Score
from alliance.panels.standard import RED_AMBER_GREEN
from alliance.panels.states import ExerciseState
from tests.conftest import make_cast
from tests.factories.people import PersonFactory

SCORERS = 5
CANNOT_JUDGE = 0.02
TARGETS = {"50 rows": 6.0, "all rows": 15.0, "CSV": 10.0}


def build(cast, entries: int) -> tuple[str, str, Client]:
    """A scored exercise and an empty one with the same panel; the paths of their tables, and the chair's client."""
    rubric = services.new_rubric(alliance=cast.alliance, spec=RED_AMBER_GREEN, by=None)
    people = [PersonFactory() for _ in range(SCORERS)]
    paths = []
    for code, count in (("FULL", entries), ("NONE", 0)):
        exercise = services.open_exercise(
            alliance=cast.alliance,
            responsibility="sle",
            about=cast.alliance,
            title="SLE round",
            code=code,
            rubric=rubric,
            anonymous=True,
            scores_per_entry=None,
            score_by=None,
            by=None,
        )
        seats = [
            services.seat_person(exercise=exercise, person=person, role="scorer" if at else "chair", by=None)
            for at, person in enumerate(people)
        ]
        for seat in seats:
            services.declare_interests(seat=seat, schools=(), people=(), now=timezone.now())
        fill(exercise, seats, count)
        Exercise.objects.filter(pk=exercise.pk).update(state=ExerciseState.SCORED)
        paths.append(path_to("panels:table", cast.alliance, pk=exercise.pk))
    client = Client()
    client.force_login(people[0], backend="allauth.account.auth_backends.AuthenticationBackend")
    return paths[0], paths[1], client


def fill(exercise: Exercise, seats: list, count: int) -> None:
    """`count` entries, each scored by everybody on every criterion, by bulk inserts; the same every time."""
    dice = random.Random(7)
    now, alliance = timezone.now(), exercise.alliance_id
    levels, criteria = list(exercise.rubric.levels.all()), list(exercise.rubric.criteria.all())
    areas = ["Maths", "English", "Phonics", "Early years", "Behaviour and discipline"]
    entries = Entry.objects.bulk_create(
        Entry(
            alliance_id=alliance,
            exercise=exercise,
            candidate_id=number,
            code=f"{exercise.code}-{number:04}",
            areas=dice.sample(areas, dice.choice((1, 1, 2))),
        )
        for number in range(count)
    )
    Dossier.objects.bulk_create(
        Dossier(alliance_id=alliance, entry=entry, version=1, sections=[], frozen_at=now, cleared_at=now)
        for entry in entries
    )
    assignments, scores = [], []
    for entry in entries:
        means = []
        for seat in seats:
            given = [dice.choice(levels) if dice.random() > CANNOT_JUDGE else None for _ in criteria]
            held = Assignment(
                alliance_id=alliance,
                entry=entry,
                seat=seat,
                position=dice.randrange(10**6),
                state="submitted",
                submitted_at=now,
                mean=figures.weighted_mean([(level.value, 1) for level in given if level]),
            )
            means += [held.mean] if held.mean is not None else []
            assignments.append(held)
            scores += [
                Score(
                    alliance_id=alliance, assignment=held, criterion=criterion, level=level, cannot_judge=level is None
                )
                for criterion, level in zip(criteria, given, strict=True)
            ]
        entry.mean, entry.median, entry.spread = figures.mean(means), figures.median(means), figures.spread(means)
        entry.score_count, entry.disagreements = len(means), dice.choice((0, 0, 1, 3))
    Assignment.objects.bulk_create(assignments, batch_size=500)
    Score.objects.bulk_create(scores, batch_size=500)
    Entry.objects.bulk_update(entries, ["mean", "median", "spread", "score_count", "disagreements"], batch_size=200)


def seconds(client: Client, page: str, marker: str) -> float:
    """How long the page took; fails when it is not the page that was meant."""
    start = time.perf_counter()
    answer = client.get(page)
    content = answer.content
    taken = time.perf_counter() - start
    if answer.status_code != 200 or content.count(b"FULL-") < int(marker):
        raise SystemExit(f"{page} answered {answer.status_code} with {content.count(b'FULL-')} codes")
    return taken


def main(rounds: int, entries: int) -> int:
    """Measure, print, and answer 1 if a ratio misses its target."""
    cast = make_cast()
    with scope(alliance=cast.alliance):
        full, empty, client = build(cast, entries)
    pages = {
        "empty": (empty, "0"),
        "50 rows": (full, str(min(50, entries))),
        "all rows": (f"{full}?all=1", str(entries)),
        "empty again": (empty, "0"),
        "CSV": (f"{full}?format=csv", str(entries)),
    }
    for page, marker in pages.values():
        seconds(client, page, marker)
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, (page, marker) in pages.items():
            taken[name].append(seconds(client, page, marker))
    print(f"{connection.vendor}: {entries:,} entries x {SCORERS} scorers x 5 criteria, {rounds} rounds")
    alone = [statistics.mean(pair) for pair in zip(taken["empty"], taken["empty again"], strict=True)]
    missed = False
    for name, times in taken.items():
        ratio = statistics.median(one / base for one, base in zip(times, alone, strict=True))
        limit = TARGETS.get(name)
        missed |= limit is not None and ratio > limit
        aim = f"   target {limit:.0f}" if limit else ""
        print(f"  {name:12} median {statistics.median(times) * 1000:7.1f} ms   ratio {ratio:5.2f}{aim}")
    return int(missed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    setup_test_environment(debug=False)
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        answer = main(arguments.rounds, arguments.entries)
    finally:
        teardown_databases(kept, verbosity=0)
    sys.exit(answer)
