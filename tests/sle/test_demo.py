"""The demo of the rounds: a round in every stage across the five alliances, and always one that is open."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.post.models import Mail
from sle.models import Application, Area, Reference, Round

pytestmark = pytest.mark.django_db
STAGES = {"draft", "open", "closed", "cancelled"}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The demo, built once for this file and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(built, db):
    with scopes_disabled():
        yield


def rounds(slug):
    return {made.state: made for made in Round.objects.filter(alliance__slug=slug)}


def test_there_is_a_round_in_every_stage(demo):
    assert set(Round.objects.values_list("state", flat=True)) == STAGES


def test_a_round_is_open_for_another_fortnight(demo):
    made = rounds("boldmere")["open"]
    assert made.opens_at < timezone.now() < made.hand_over_by
    assert (made.hand_over_by - timezone.now()).days >= 14
    states = set(made.applications.values_list("state", flat=True))
    assert states == {"draft", "handed_over", "submitted"}


def test_boldmere_seeks_the_areas_of_its_own_that_it_names(demo):
    own = Area.objects.filter(alliance__slug="boldmere").values_list("name", flat=True)
    assert set(own) == {"Inclusion", "ITT mentoring", "Performance management"}


def test_a_closed_round_has_only_submitted_applications(demo):
    made = rounds("west-london")["closed"]
    assert set(made.applications.values_list("state", flat=True)) == {"submitted"}
    missing = Reference.objects.filter(application__round=made, kind="second").exclude(state="returned")
    assert missing.count() == 1  # a second reference that did not come blocks nobody


def test_whoever_applied_in_a_cancelled_round_was_told_why(demo):
    made = rounds("weston")["cancelled"]
    told = Mail.objects.get(kind="sle.round_cancelled")
    assert told.person == Application.objects.get(round=made).applicant
    assert "neighbouring alliance" in told.body
