"""Who can help, how well and why; and the plan for all against every plan that there is."""

from __future__ import annotations

import itertools
import random
from datetime import date

import pytest

from support.matching.eligibility import NO_DAYS, ruled_out
from support.matching.facts import Asking, Helping, Wanted, miles_between
from support.matching.plan import (
    ANOTHER_LEADER,
    BEST,
    EACH_SCHOOL,
    KEEP,
    MOST_SCHOOLS,
    UNMET,
    Plan,
    able_pairs,
    greedy_plan,
    make_plan,
)
from support.matching.ranking import rank
from support.matching.scoring import points_for
from support.states import Phase, Setting, Urgency

MILE = 1609.344


def need(pk: int, area: str = "Maths", phase: str = Phase.PRIMARY, half_days: int = 6) -> Wanted:
    return Wanted(pk, area, frozenset({area}), phase, half_days)


def asking(pk: int = 1, *needs: Wanted, **more) -> Asking:
    values = {
        "family": frozenset({100 + pk}),
        "place": (400_000, 300_000),
        "settings": frozenset({Setting.SMALL}),
        "urgency": Urgency.SOON,
        "begins": date(2026, 11, 2),
        "ends": date(2026, 11, 11),
        "year": 2026,
        **more,
    }
    return Asking(id=pk, needs=needs or (need(pk),), **values)


def helping(key: str = "a", *, miles_off: float | None = 4.2, **more) -> Helping:
    values = {
        "family": frozenset({900}),
        "place": None if miles_off is None else (round(400_000 + miles_off * MILE), 300_000),
        "areas": frozenset({"Maths"}),
        "phases": frozenset({Phase.PRIMARY}),
        "settings": frozenset({Setting.SMALL, Setting.RURAL}),
        "left": {2026: 12},
        **more,
    }
    return Helping(key=key, **values)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, ""),
        ({"family": frozenset({101, 7})}, "Works at this school."),
        ({"interests": frozenset({101})}, "Has declared an interest in this school."),
        ({"refused": {1: "Declined it."}}, "Declined it."),
        ({"areas": frozenset({"Science"})}, "Does not cover Maths."),
        ({"miles": 4}, "Is 4.2 miles away and travels up to 4."),
        ({"miles": 4, "miles_off": None}, ""),
        ({"until": date(2026, 11, 2)}, "Is not to be deployed any more by then."),
        ({"away": ((date(2026, 11, 1), date(2026, 11, 6)), (date(2026, 11, 6), date(2026, 12, 1)))},
         "Is away for the whole time wanted."),
        ({"left": {2026: 0, 2027: 30}}, NO_DAYS),
    ],
)  # fmt: skip
def test_who_cannot_help_and_why(more, why):
    assert ruled_out(asking(), helping(**more)) == why


def test_reasons_are_said_in_words():
    best = helping(helped={101: 2025}, load=1)
    (found,) = rank(asking(), [best]).matches
    assert found.reasons == (
        "Maths, primary",
        "knows: small school",
        "4.2 miles",
        "6 days left",
        "worked here in 2025",
        "with 1 school now",
    )
    far = helping(miles_off=None, phases=frozenset({Phase.SECONDARY}), settings=frozenset(), left={2026: 5})
    (found,) = rank(asking(), [far]).matches
    assert found.reasons == ("Maths, but works in secondary", "distance not known", "2½ days left")


@pytest.mark.parametrize(
    "worse",
    [
        {"phases": frozenset({Phase.SECONDARY})},
        {"settings": frozenset()},
        {"miles_off": 12},
        {"miles_off": None},
        {"load": 2},
        {"left": {2026: 5}},
        {"away": ((date(2026, 11, 1), date(2026, 11, 4)),)},
    ],
)
def test_each_thing_that_speaks_against_a_leader_puts_them_behind(worse):
    found = rank(asking(), [helping("b", **worse), helping("c"), helping("d", helped={101: 2024})])
    assert [one.key for one in found.matches] == ["d", "c", "b"]


def test_an_area_of_an_alliances_own_is_met_by_the_national_one_it_belongs_to():
    own = Wanted(1, "Maths mastery", frozenset({"Maths mastery", "Maths"}), Phase.ALL, 4)
    found = rank(asking(1, own), [helping("a"), helping("b", areas=frozenset({"Maths mastery", "Maths"}))])
    assert [one.key for one in found.matches] == ["b", "a"]


def test_a_leader_for_both_needs_comes_before_one_for_one():
    both = helping("b", areas=frozenset({"Maths", "Science"}))
    found = rank(asking(1, need(1), need(2, "Science")), [helping("a"), both])
    assert [(one.key, one.needs) for one in found.matches] == [("b", (1, 2)), ("a", (1,))]


def test_urgent_needs_are_served_first_and_nobody_beyond_their_days():
    requests = [asking(1, urgency=Urgency.PLANNED), asking(2, urgency=Urgency.URGENT), asking(3)]
    plan = make_plan(requests, [helping(left={2026: 11})])
    assert ([(part.request, part.half_days) for part in plan.parts], plan.unmet, plan.gap) == ([(2, 6)], (1, 3), 0)


def test_one_leader_for_both_needs_of_a_school_rather_than_two():
    both = asking(1, need(1), need(2, "Science"))
    everybody = [
        helping("a", miles_off=4.0),
        helping("b", miles_off=4.0, areas=frozenset({"Science"})),
        helping("c", miles_off=9.0, areas=frozenset({"Maths", "Science"})),
    ]
    (part,) = make_plan([both], everybody).parts
    assert (part.key, part.needs, part.half_days) == ("c", (1, 2), 12)


def test_work_is_spread_and_ends_at_the_most_schools():
    requests = [asking(pk, need(pk, half_days=1)) for pk in range(1, 8)]
    plan = make_plan(requests, [helping("a", load=3), helping("b"), helping("c", load=MOST_SCHOOLS)])
    assert sorted(part.key for part in plan.parts) == ["a", "b", "b", "b", "b"]
    assert len(plan.unmet) == 2


def test_what_is_planned_stays_unless_something_better_is_clearly_so():
    near, alike, far = helping("near", miles_off=1), helping("alike", miles_off=2), helping("far", miles_off=30)
    assert make_plan([asking()], [near, alike], planned=[(1, "alike")]).parts[0].key == "alike"
    assert make_plan([asking()], [near, far], planned=[(1, "far")]).parts[0].key == "near"


def test_nothing_to_plan_is_an_empty_plan():
    assert make_plan([], []).parts == ()
    plan = make_plan([asking(urgency=Urgency.URGENT)], [])
    assert (plan.parts, plan.unmet, plan.cost, plan.gap) == ((), (1,), UNMET[Urgency.URGENT], 0)


def least_cost(requests: list[Asking], everybody: list[Helping], planned: set) -> int:
    """The least cost of all assignments there are, by trying each."""
    able = {asked.id: found for asked, found in able_pairs(requests, everybody)}
    wanted = [(asked, one) for asked in requests for one in asked.needs]
    choices = [
        [None, *((who, here) for who, covered, here in able[asked.id] if one in covered)] for asked, one in wanted
    ]
    best = None
    for chosen in itertools.product(*choices):
        cost, days, schools = 0, dict.fromkeys((one.key for one in everybody), 0), set()
        for (asked, one), pick in zip(wanted, chosen, strict=True):
            if pick is None:
                cost += UNMET[asked.urgency]
                continue
            who, here = pick
            cost += BEST - here - points_for(one, who) - KEEP * ((one.id, who.key) in planned)
            days[who.key] += one.half_days
            schools.add((who.key, asked.id))
        for who in everybody:
            number = len([key for key, _ in schools if key == who.key])
            if days[who.key] > who.left[2026] or number + who.load > MOST_SCHOOLS:
                break
            cost += sum(EACH_SCHOOL * (who.load + step) for step in range(1, number + 1))
        else:
            cost += ANOTHER_LEADER * len(schools)
            best = cost if best is None else min(best, cost)
    return best


def holds(plan: Plan, requests: list[Asking], everybody: list[Helping]) -> None:
    """Each need once; nobody beyond their days, schools, areas or miles, nor where they work or have an interest."""
    asked, who = {one.id: one for one in requests}, {one.key: one for one in everybody}
    met = [pk for part in plan.parts for pk in part.needs]
    assert sorted([*met, *plan.unmet]) == sorted(one.id for asking in requests for one in asking.needs)
    for part in plan.parts:
        asking, helper = asked[part.request], who[part.key]
        needs = [one for one in asking.needs if one.id in part.needs]
        assert part.half_days == sum(one.half_days for one in needs)
        assert all(one.names & helper.areas for one in needs)
        assert not asking.family & (helper.family | helper.interests)
        miles = miles_between(asking.place, helper.place)
        assert helper.miles is None or miles is None or miles <= helper.miles
    for helper in everybody:
        theirs = [part for part in plan.parts if part.key == helper.key]
        assert sum(part.half_days for part in theirs) <= helper.left[2026]
        assert not theirs or len({part.request for part in theirs}) + helper.load <= MOST_SCHOOLS


def test_where_days_are_scarce_the_plan_is_never_worse_than_serving_requests_in_turn():
    dice = random.Random(1)
    requests = [
        asking(pk, need(pk, half_days=dice.randint(2, 9)), urgency=dice.choice(list(Urgency))) for pk in range(1, 30)
    ]
    everybody = [helping(f"{number:02}", left={2026: dice.randint(4, 12)}) for number in range(9)]
    greedy, at_once = greedy_plan(requests, everybody), make_plan(requests, everybody, seconds=0.0)
    assert greedy.unmet
    assert at_once.cost <= greedy.cost
    holds(at_once, requests, everybody)
    best = make_plan(requests, everybody)
    holds(best, requests, everybody)
    assert (best.gap, best.cost <= at_once.cost) == (0, True)


@pytest.mark.parametrize("seed", range(20))
def test_no_plan_is_cheaper_than_the_solvers(seed):
    dice = random.Random(seed)
    areas, numbers = ["Maths", "Science"], itertools.count(1)
    requests = [
        asking(
            pk,
            *(
                need(next(numbers), area, half_days=dice.randint(2, 8))
                for area in dice.sample(areas, dice.randint(1, 2))
            ),
            urgency=dice.choice(list(Urgency)),
        )
        for pk in range(1, 5)
    ]
    everybody = [
        helping(
            key,
            miles_off=dice.choice([None, dice.uniform(0, 30)]),
            areas=frozenset(dice.sample(areas, dice.randint(1, 2))),
            left={2026: dice.randint(2, 14)},
            load=dice.randint(0, 3),
            family=frozenset({dice.choice((101, 102, 900, 901, 902))}),
            interests=frozenset(dice.sample((101, 103, 104, 105, 106), dice.randint(0, 1))),
            miles=dice.choice((None, None, 15)),
            helped={dice.randint(101, 105): 2025},
        )
        for key in "abc"
    ]
    planned = {(one.id, dice.choice("abc")) for asked in requests for one in asked.needs if dice.random() < 0.3}
    plan = make_plan(requests, everybody, planned=planned)
    assert (plan.cost, plan.gap) == (least_cost(requests, everybody, planned), 0)
    holds(plan, requests, everybody)
    holds(greedy_plan(requests, everybody), requests, everybody)
    assert make_plan(requests[::-1], everybody[::-1], planned=planned) == plan
    assert greedy_plan(requests, everybody).cost >= least_cost(requests, everybody, set())
