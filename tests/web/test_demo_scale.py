"""Alliances full of rounds, for measuring: the same each time, and as the services would have left them."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django_scopes import scopes_disabled

from alliance.panels.models import Assignment, Entry, Exercise, Score
from alliance.panels.services.totals import recount
from alliance.schools.models import Alliance
from alliance.web.invariants import broken_invariants
from sle.models import Answer, Application, Designation, Reference, Round

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIGURES = ("score_count", "mean", "median", "spread", "disagreements", "moderated", "recommendation")


@pytest.fixture
def scale(db):
    with scopes_disabled():
        call_command("demo", scale=2, applications=9, scores=3, stdout=io.StringIO())
        yield


def test_each_alliance_has_its_rounds_full_of_applications_and_scores(scale):
    assert Alliance.objects.count() == 2
    assert (
        sorted(Round.objects.values_list("state", flat=True))
        == ["deciding", "deciding", "open", "open"] + ["scoring"] * 2
    )
    for made in Round.objects.all():
        assert made.applications.count() == 9
    assert Designation.objects.filter(state="current", kind="NLE").count() == 2 * 40
    assert Answer.objects.count() == 2 * 3 * 9 * 5
    assert Entry.objects.count() == 2 * 2 * 9
    assert Assignment.objects.count() == 2 * 2 * 9 * 3
    decided = Exercise.objects.filter(state="scored")
    assert not Assignment.objects.filter(entry__exercise__in=decided).exclude(state="submitted").exists()
    assert Score.objects.filter(assignment__entry__exercise__in=decided).count() == 2 * 9 * 3 * 5
    assert Assignment.objects.filter(entry__exercise__state="scoring", state="assigned").count() == 2 * 3


def test_its_figures_are_those_that_the_services_work_out(scale):
    for entry in Entry.objects.all():
        before = {name: getattr(entry, name) for name in FIGURES}
        recount(entry)
        assert {name: getattr(entry, name) for name in FIGURES} == before
    assert Entry.objects.values("mean").distinct().count() > 5


def stored():
    return (
        sorted(
            Entry.objects.values_list("exercise__title", "alliance__slug", "code", "mean", "median", "recommendation")
        ),
        sorted(Application.objects.values_list("round__title", "alliance__slug", "state", "surname", "trn")),
        sorted(Reference.objects.values_list("application__trn", "kind", "state")),
        Score.objects.count(),
    )


def test_it_is_the_same_each_time(db):
    built = []
    for _ in range(2):
        with scopes_disabled(), transaction.atomic():
            call_command("demo", scale=1, applications=9, scores=3, stdout=io.StringIO())
            built.append(stored())
            transaction.set_rollback(True)
    assert built[0] == built[1]


def test_twice_is_once(scale):
    before = stored()
    call_command("demo", scale=2, applications=9, scores=3, stdout=io.StringIO())
    assert stored() == before


def test_nothing_is_broken_in_it(scale):
    assert list(broken_invariants()) == []
