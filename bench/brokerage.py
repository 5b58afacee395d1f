"""How long it takes to plan 1,000 open requests with 2,000 leaders, and how good the plan is.

`python -m bench.brokerage [--requests 1000] [--leaders 2000] [--rounds 3]`, with the portal's own DATABASE_URL (SQLite
without one). Schools lie in a square of 50 miles; areas are asked for unevenly, one request in three has several needs,
every third leader has another school already, some travel ten miles only, some have few days left. Printed are medians
of reading everything, pairing and building the model, the bare solver on that model, solving as the portal does, and
storing the plan and what is planned by it; the ratio of the whole to the bare solver; and what greedy matching in the
order of urgency would have cost. Everything lives in a database of its own that is dropped.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("PORTAL_DATA", tempfile.mkdtemp(prefix="bench-brokerage-"))

import django

django.setup()

from django.db import connection, transaction
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import timezone
from django_scopes import scope

from alliance.expertise.models import Area
from alliance.expertise.services import load_areas
from alliance.people.models import Person
from alliance.schools.models import School
from sle.models import Designation, DesignationArea
from support.matching.plan import Model, Plan, greedy_plan
from support.models import Deployment, Need, Request, Supporter
from support.models import Plan as StoredPlan
from support.queries.plans import planning_table
from support.services import plans
from support.states import Phase, RequestState, Setting, Urgency
from tests.conftest import Cast, make_cast

SQUARE = 50 * 1609
PHASES = (Phase.PRIMARY, Phase.PRIMARY, Phase.SECONDARY)


def _schools(dice: random.Random, first: int, number: int, phase: str = "Primary") -> list[School]:
    return School.objects.bulk_create(
        School(
            urn=first + at,
            name=f"School {first + at}",
            phase=phase,
            easting=400_000 + dice.randrange(SQUARE),
            northing=250_000 + dice.randrange(SQUARE),
        )
        for at in range(number)
    )


def build(cast: Cast, requests: int, leaders: int) -> None:
    """Requests that look for leaders and leaders of the register, by bulk inserts; the same every time."""
    dice, now, alliance = random.Random(5), timezone.now(), cast.alliance
    load_areas()
    areas = list(Area.objects.filter(area_list__current=True).order_by("position"))
    weights = [1 / (place + 2) ** 0.5 for place in range(len(areas))]
    homes, asking = _schools(dice, 300_000, leaders), _schools(dice, 400_000, requests)
    people = Person.objects.bulk_create(
        Person(email=f"leader-{at}@bench.example", first_name="Leader", surname=f"{at:05}") for at in range(leaders)
    )
    held = Designation.objects.bulk_create(
        Designation(alliance=alliance, person=person, home_school=home, state="current", starts_on=now.date())
        for person, home in zip(people, homes, strict=True)
    )
    DesignationArea.objects.bulk_create(
        DesignationArea(alliance=alliance, designation=one, area=area)
        for one in held
        for area in {*dice.choices(areas, weights, k=dice.choice((1, 1, 2)))}
    )
    supporters = Supporter.objects.bulk_create(
        Supporter(
            alliance=alliance,
            person=person,
            designation_id=one.pk,
            phases=[dice.choice(PHASES)],
            settings=dice.sample(Setting.values, 2),
            half_days_a_year=dice.choice((6, 12, 20, 30)),
            miles=dice.choice((None, None, 10, 25)),
        )
        for person, one in zip(people, held, strict=True)
    )
    made = Request.objects.bulk_create(
        Request(
            alliance=alliance,
            code=f"B{at:06}",
            state=RequestState.MATCHING,
            school=school,
            urgency=dice.choice(Urgency.values),
            begun_at=now,
            wanted_from=now.date() + timedelta(days=dice.randint(1, 40)),
        )
        for at, school in enumerate(asking)
    )
    Need.objects.bulk_create(
        Need(alliance=alliance, request=one, area=area, phase=dice.choice(PHASES), half_days=dice.randint(2, 12))
        for one in made
        for area in {*dice.choices(areas, weights, k=dice.choice((1, 1, 2)))}
    )
    _work_elsewhere(cast, dice, supporters[::3], homes)


def _work_elsewhere(cast: Cast, dice: random.Random, supporters: list[Supporter], homes: list[School]) -> None:
    """Every third leader works for another school already."""
    now = timezone.now()
    active = Request.objects.bulk_create(
        Request(
            alliance=cast.alliance, code=f"A{at:06}", state=RequestState.ACTIVE, school=dice.choice(homes), begun_at=now
        )
        for at in range(len(supporters))
    )
    Deployment.objects.bulk_create(
        Deployment(
            alliance=cast.alliance,
            request=request,
            supporter=supporter,
            home_school=homes[0],
            state="active",
            half_days=dice.choice((2, 4, 6)),
            planned_by=cast.lead,
            planned_at=now,
            begins_on=now.date(),
        )
        for request, supporter in zip(active, supporters, strict=True)
    )


def one_round(cast: Cast) -> tuple[dict[str, float], Plan, Plan, int]:
    """Seconds of each step, the plan, the greedy one, and how many pairs there are. What is stored is taken back."""
    taken: dict[str, float] = {}

    def timed(step: str, doing: Any) -> Any:
        begin = time.perf_counter()
        found = doing()
        taken[step] = time.perf_counter() - begin
        return found

    table = timed("read", lambda: planning_table(cast.alliance))
    facts = list(table.askings.values()), list(table.helpings.values())
    model: Model = timed("pair and build", lambda: Model(*facts, planned=table.planned))
    solver = model.loaded()
    timed("bare solver", solver.run)
    plan: Plan = timed("solve", lambda: model.solve(600))
    with transaction.atomic():
        stored = StoredPlan.objects.create(
            alliance=cast.alliance, asked_by=cast.lead, asked_at=timezone.now(), due_at=timezone.now(), state="made",
            lines=[[part.request, part.key, list(part.needs), part.half_days] for part in plan.parts],
            made_at=timezone.now(),
        )  # fmt: skip
        result = timed("store", lambda: plans.accept_plan(plan=stored, by=cast.lead, now=timezone.now()))
        assert result.left_out == 0
        transaction.set_rollback(True)
    return taken, plan, greedy_plan(*facts), len(model.pairs)


def main(requests: int, leaders: int, rounds: int) -> float:
    """Measure and print; the ratio of the whole to the bare solver."""
    cast = make_cast()
    with scope(alliance=cast.alliance):
        build(cast, requests, leaders)
        measured = [one_round(cast) for _ in range(rounds)]
    print(
        f"{connection.vendor}: {requests:,} requests x {leaders:,} leaders, {measured[0][3]:,} pairs, {rounds} rounds"
    )
    for step in measured[0][0]:
        print(f"  {step:15} median {statistics.median(taken[step] for taken, *_ in measured):6.2f} s")
    whole = ("read", "pair and build", "solve", "store")
    ratio = statistics.median(sum(taken[step] for step in whole) / taken["bare solver"] for taken, *_ in measured)
    print(f"  read, pair, solve and store against the bare solver: {ratio:.2f}")
    plan, greedy = measured[0][1], measured[0][2]
    print(f"  cost {plan.cost:,}, unmet {len(plan.unmet)}, gap {plan.gap}; the same every round "
          f"{all(other == plan for _, other, *_ in measured)}")  # fmt: skip
    print(f"  greedy: cost {greedy.cost:,}, unmet {len(greedy.unmet)}")
    return ratio


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("requests", 1000), ("leaders", 2000), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    arguments = parser.parse_args()
    setup_test_environment(debug=False)
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        main(arguments.requests, arguments.leaders, arguments.rounds)
    finally:
        teardown_databases(kept, verbosity=0)
