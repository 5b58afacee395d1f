"""How long it takes to share out 1,000 entries among 60 scorers, three scores each.

`python -m bench.sharing [--entries 1000] [--scorers 60] [--scores 3] [--rounds 5]`, with the portal's own DATABASE_URL
(SQLite without one). One pair in thirty is a conflict, every seventh scorer takes two thirds of the mean. Printed are
the medians of reading the panel, building the flow, the bare solver, the whole plan, and storing it; the ratio of all
together to the bare solver; and what the plan is like. Everything lives in a database of its own that is dropped.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections import Counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("PORTAL_DATA", tempfile.mkdtemp(prefix="bench-sharing-"))

import django

django.setup()

from django.db import connection, transaction
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import timezone
from django_scopes import scope

from alliance.panels import queries, services
from alliance.panels.models import Assignment, Conflict, Dossier, Entry, Exercise, Seat
from alliance.panels.plan import Model, Plan, Scorer, ToScore
from alliance.panels.services.sharing import give
from alliance.panels.standard import RED_AMBER_GREEN
from tests.conftest import make_cast
from tests.factories.people import PersonFactory

AREAS = ("Maths", "English", "Phonics", "Science", "Early years", "History", "Behaviour", "Assessment", "Music", "Art")


def build(cast, entries: int, scorers: int, scores: int) -> Exercise:
    """A panel that is ready to be shared out, by bulk inserts; the same every time."""
    dice, now, alliance = random.Random(3), timezone.now(), cast.alliance.pk
    rubric = services.new_rubric(alliance=cast.alliance, spec=RED_AMBER_GREEN, by=None)
    exercise = services.open_exercise(
        alliance=cast.alliance,
        responsibility="sle",
        about=cast.alliance,
        title="SLE round",
        code="SLE",
        rubric=rubric,
        anonymous=True,
        scores_per_entry=scores,
        score_by=None,
        by=None,
    )
    mean = entries * scores // scorers
    seats = Seat.objects.bulk_create(
        Seat(
            alliance_id=alliance,
            exercise=exercise,
            person=PersonFactory(),
            role="scorer" if at else "chair",
            declared_at=now,
            cap=mean * 2 // 3 if at % 7 == 0 else None,
        )
        for at in range(scorers)
    )
    made = Entry.objects.bulk_create(
        Entry(
            alliance_id=alliance,
            exercise=exercise,
            candidate_id=at,
            code=f"SLE-{at:04}",
            areas=dice.sample(AREAS, dice.choice((1, 1, 1, 2))),
        )
        for at in range(entries)
    )
    Dossier.objects.bulk_create(
        Dossier(alliance_id=alliance, entry=one, version=1, sections=[], frozen_at=now, cleared_at=now) for one in made
    )
    Conflict.objects.bulk_create(
        Conflict(alliance_id=alliance, entry=one, seat=seat, kind="declared", at=now)
        for one in made
        for seat in dice.sample(seats, scorers // 30)
    )
    return exercise


def one_round(exercise: Exercise) -> tuple[dict[str, float], Plan]:
    """Seconds of each step, and the plan. What is stored is taken back."""
    taken = {}
    begin = time.perf_counter()
    table = queries.sharing_table(exercise, anew=True)
    taken["read"] = time.perf_counter() - begin
    entries = [ToScore(one.pk, tuple(sorted(one.areas)), table.wanted[one.pk]) for one in table.entries]
    seats = [Scorer(one.pk, one.cap) for one in table.seats]
    begin = time.perf_counter()
    solver = Model(entries, seats, set(table.standing), set(table.forbidden), set(table.movable)).loaded(exercise.pk)
    taken["build"] = time.perf_counter() - begin
    begin = time.perf_counter()
    solver.run()
    taken["bare solver"] = time.perf_counter() - begin
    begin = time.perf_counter()
    plan = table.plan(exercise.pk)
    taken["whole plan"] = time.perf_counter() - begin
    with transaction.atomic():
        begin = time.perf_counter()
        give(exercise, plan.pairs)
        taken["store"] = time.perf_counter() - begin
        Assignment.objects.filter(entry__exercise=exercise).delete()
    return taken, plan


def main(entries: int, scorers: int, scores: int, rounds: int) -> None:
    """Measure and print."""
    cast = make_cast()
    with scope(alliance=cast.alliance):
        exercise = build(cast, entries, scorers, scores)
        measured = [one_round(exercise) for _ in range(rounds)]
        caps = dict(Seat.objects.filter(exercise=exercise).values_list("pk", "cap"))
    print(f"{connection.vendor}: {entries:,} entries x {scorers} scorers, {scores} scores each, {rounds} rounds")
    for step in measured[0][0]:
        print(f"  {step:12} median {statistics.median(taken[step] for taken, _ in measured):6.2f} s")
    ratios = [(taken["read"] + taken["whole plan"] + taken["store"]) / taken["bare solver"] for taken, _ in measured]
    print(f"  read, plan and store against the bare solver: {statistics.median(ratios):.2f}")
    plan = measured[0][1]
    free = [count for seat, count in Counter(seat for _, seat in plan.pairs).items() if caps[seat] is None]
    print(f"  loads without a cap {min(free)} to {max(free)}, short {sum(plan.short.values())}, linked {plan.linked},")
    print(f"  gap {plan.gap}, the same every round {all(other == plan for _, other in measured)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("entries", 1000), ("scorers", 60), ("scores", 3), ("rounds", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    arguments = parser.parse_args()
    setup_test_environment(debug=False)
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        main(arguments.entries, arguments.scorers, arguments.scores, arguments.rounds)
    finally:
        teardown_databases(kept, verbosity=0)
