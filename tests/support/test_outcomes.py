"""What support has changed over the whole alliance, and the alliance's priorities."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.refusal import Refused
from support.forms.requests import MeasureForm
from support.models import BoardTargets, Deployment, Evaluation, Measure, Priority, Reading
from support.queries.board import board
from support.queries.outcomes import Asked, Heard, Said, heard, outcomes
from support.rules.school_years import year_of
from support.services.board import save_priority
from support.states import Phase, RequestState, Way
from tests.factories.support import area_called, make_request
from tests.factories.support_evaluations import ask, ended, give
from tests.factories.support_money import at_work, used
from tests.queries import costs_the_same, queries_of

DAY = date(2025, 11, 3)


def said(what: str, year: int = 2025, area: str = "Maths", kind: str = "SLE", reached: bool | None = None) -> Said:
    return Said(what, year, frozenset([area]), frozenset([Phase.PRIMARY]), frozenset([kind]), reached)


@pytest.mark.parametrize(
    ("less", "value", "way", "reached"),
    [
        (False, 70, Way.BETTER, True),
        (False, 54, Way.SAME, False),
        (False, 50, Way.WORSE, False),
        (True, 70, Way.WORSE, False),
        (True, 54, Way.SAME, True),
        (True, 50, Way.BETTER, True),
    ],
)
def test_a_measure_moves_the_way_that_counts_as_better(less, value, way, reached):
    target = Decimal(54) if less else Decimal(60)
    measure = Measure(baseline=Decimal(54), target=target, less_is_better=less)
    assert (measure.way(Decimal(value)), measure.is_reached(Decimal(value))) == (way, reached)


def test_nothing_hoped_for_is_never_reached():
    assert Measure(baseline=Decimal(1)).is_reached(Decimal(99)) is False


@pytest.mark.parametrize(
    ("less", "target", "field"), [(True, 60, "target"), (False, 40, "less_is_better"), (True, 40, ""), (False, 60, "")]
)
def test_what_a_measure_should_reach_lies_on_the_better_side(less, target, field):
    form = MeasureForm(
        {
            "name": "Reading",
            "source": "Tests",
            "baseline": "54",
            "target": str(target),
            "less_is_better": less,
            "baseline_on_0": "1",
            "baseline_on_1": "9",
            "baseline_on_2": "2025",
        }
    )
    assert [name for name in form.errors if name in ("target", "less_is_better")] == ([field] if field else [])


def test_everything_is_counted_with_the_number_behind_it():
    found = Heard(
        areas=[said("very"), said("good", area="English"), said("poor", kind=""), said("good", year=2024)],
        overall=[said("good"), said("fair")],
        measures=[said("better", reached=True), said("worse", reached=False), said("same", area="English")],
        lasted=[said("all"), said("part"), said("all", year=2024)],
        called={"SLE": "specialist leaders", "": "anybody else"},
    )
    told = outcomes(found, Asked(2025), (2025, 2024))
    assert (told.areas.words, told.overall.words) == ("67% (2 of 3)", "50% (1 of 2)")
    assert [(one.name, one.words) for one in told.by_area] == [("Maths", "50% (1 of 2)"), ("English", "100% (1 of 1)")]
    assert [(one.name, one.of) for one in told.by_kind] == [("Specialist leaders", 2), ("Anybody else", 1)]
    assert (told.measures.better, told.measures.same, told.measures.worse) == (1, 1, 1)
    assert told.measures.reached.words == "50% (1 of 2)"
    assert [(one.name, one.better, one.worse) for one in told.measures_by_area] == [("Maths", 1, 1), ("English", 0, 0)]
    assert [(one.count, one.of) for one in told.lasted] == [(1, 2), (1, 2), (0, 2)]
    assert [(one.areas.of, one.lasted.count) for one in told.years] == [(3, 1), (1, 1)]
    assert outcomes(found, Asked(2025, area="English"), ()).areas.words == "100% (1 of 1)"
    assert outcomes(found, Asked(2025, kind=""), ()).areas.words == "0% (0 of 1)"
    assert outcomes(found, Asked(2025, phase=Phase.SECONDARY), ()).areas.words == "nothing yet"
    assert outcomes(found, Asked(2023), ()).lasted == []


@pytest.mark.slow
def test_what_is_heard_is_read_from_evaluations_measures_and_follow_ups(cast):
    given = give(ask(ended(cast.school, by=cast.lead), by=cast.lead), by=cast.head, grade="very")
    ask(ended(cast.school, by=cast.lead), by=cast.lead)  # not given: counts nowhere
    moment = timezone.make_aware(datetime(2025, 12, 1, 10))
    facts = {"given_at": moment, "followed_up_at": timezone.make_aware(datetime(2026, 9, 2, 10)), "lasted": "part"}
    Evaluation.objects.filter(pk=given.pk).update(**facts)
    Deployment.objects.filter(pk=given.deployment_id).update(kind="NLE")
    need = given.needs.get().need
    measure = Measure.objects.create(
        alliance=cast.alliance,
        need=need,
        name="Absent",
        source="Own",
        baseline=12,
        target=8,
        baseline_on=date(2025, 9, 1),
        less_is_better=True,
    )
    for on, value in ((date(2025, 10, 1), 13), (date(2026, 8, 31), 9), (date(2026, 9, 1), 8)):
        written = {"written_by": cast.head, "written_at": moment, "source": "Own"}
        Reading.objects.create(alliance=cast.alliance, measure=measure, value=value, on=on, **written)
    found = heard(cast.alliance)
    assert [(one.what, one.year, one.kinds) for one in found.areas] == [("very", 2025, {"NLE"})]
    assert [(one.what, one.year) for one in found.lasted] == [("part", 2026)]
    assert [(one.what, one.year, one.reached) for one in found.measures] == [
        ("better", 2025, False),
        ("better", 2026, True),
    ]
    assert found.area_names == ["Maths"]


@pytest.mark.slow
def test_the_page_shows_filters_and_its_file_and_costs_the_same(cast, sign_in):
    client, page = sign_in(cast.board), path_to("support:outcomes", cast.alliance)
    assert "No school has evaluated such support" in client.get(page).content.decode()

    def more(numbers: range) -> None:
        for _ in numbers:
            give(ask(ended(cast.school, by=cast.lead), by=cast.lead), by=cast.head)

    costs_the_same(lambda: queries_of(client, page), more, (1, 3))
    assert "100% (3 of 3)" in client.get(page).content.decode()
    assert "3 of 3" not in client.get(f"{page}?kind=SLE").content.decode()
    assert "100% (3 of 3)" in client.get(f"{page}?kind=other&area=Maths&phase=primary").content.decode()
    assert client.get(f"{page}?year=nonsense&area=Nothing").status_code == 200
    lines = client.get(f"{page}?format=csv&area=Maths").getvalue().decode()
    assert "Planned areas judged good or better,Area,Maths,3,3" in lines


@pytest.mark.slow
def test_priorities_count_requests_days_and_schools_by_area_and_phase(cast):
    work = at_work(cast.school, by=cast.lead, areas=("Maths", "English"))
    used(work, 4, by=cast.lead, on=DAY)
    waiting = make_request(cast.alliance, cast.school, state=RequestState.MATCHING)
    asked = timezone.make_aware(datetime(2025, 10, 6, 10))
    type(waiting).objects.filter(pk__in=(waiting.pk, work.request_id)).update(asked_at=asked)
    values = {"why": "Results have fallen.", "half_days": 5, "schools": 1}
    for phase in (Phase.PRIMARY, Phase.SECONDARY, Phase.ALL):
        facts = {"area": area_called("Maths"), "phase": phase, **values}
        Priority.objects.create(alliance=cast.alliance, year=2025, **facts)
    primary, secondary, every = board(cast.alliance, 2025).priorities
    assert (primary.requests, primary.waiting, primary.used.days, len(primary.schools)) == (2, 1, "1", 1)
    assert (primary.missing, str(primary.priority)) == ("1½ days", "Maths (Primary)")
    assert (secondary.requests, secondary.missing) == (0, "2½ days and 1 school")
    assert (every.requests, every.used.days, str(every.priority)) == (2, "1", "Maths")
    assert board(cast.alliance, 2024).priorities == []


@pytest.mark.slow
def test_the_director_writes_priorities_and_targets(cast, sign_in):
    year = year_of(timezone.localdate())
    area = area_called("Maths")
    client = sign_in(cast.director)
    add = path_to("support:priority_add", cast.alliance, year=year)
    lacking = client.post(add, {"area": area.pk, "phase": "all", "why": ""})
    assert lacking.status_code == 422
    assert "Say why it is a priority." in lacking.content.decode()
    typed = {"area": area.pk, "phase": "all", "why": "Results have fallen.", "half_days": "40"}
    page = client.post(add, typed, follow=True).content.decode()
    assert "“Maths” is a priority in" in page
    assert "Results have fallen." in page
    again = client.post(add, typed)
    assert again.status_code == 422
    assert "Maths is a priority of that school year already. Change that one instead." in again.content.decode()
    found = Priority.objects.get()
    client.post(path_to("support:priority_change", cast.alliance, pk=found.pk), {**typed, "phase": "primary"})
    assert Priority.objects.get().phase == Phase.PRIMARY
    client.post(path_to("support:priority_remove", cast.alliance, pk=found.pk))
    assert not Priority.objects.exists()
    past = client.post(path_to("support:priority_add", cast.alliance, year=year - 1), typed)
    assert "That school year is over, so its priorities stay as they were." in past.content.decode()
    targets = path_to("support:targets_change", cast.alliance)
    assert client.post(targets, {"good_percent": "101", "in_need_half_days": "60"}).status_code == 422
    assert client.post(targets, {"good_percent": "80", "in_need_half_days": "999999999999"}).status_code == 422
    assert (
        "wanted: 80%"
        in client.post(targets, {"good_percent": "80", "in_need_half_days": "50"}, follow=True).content.decode()
    )
    assert board(cast.alliance, year).wanted_in_need.days == "25"
    assert BoardTargets.objects.count() == 1


def test_nobody_else_writes_a_priority(cast):
    made = Priority(alliance=cast.alliance, year=2026)
    values = {"area": area_called("Maths"), "phase": Phase.ALL, "why": "So."}
    with pytest.raises(Refused, match="The alliance’s director writes its priorities and targets"):
        save_priority(priority=made, values=values, by=cast.lead, this_year=2026)
