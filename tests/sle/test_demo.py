"""The demo of the rounds: a round in every stage across the five alliances, and always one that is open."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.panels.models import Assignment, Dossier, Entry, Mark
from alliance.post.models import Letter, Mail
from sle.models import AgencyReturn, Application, Area, AreaDecision, Designation, Reference, Round
from sle.states import RoundState

pytestmark = pytest.mark.django_db


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
    assert set(Round.objects.values_list("state", flat=True)) == set(RoundState.values)


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
    assert Entry.objects.filter(exercise__about_id=made.pk).count() == made.applications.count()
    assert Dossier.objects.filter(entry__exercise__about_id=made.pk, cleared_at=None).count() == 1
    missing = Reference.objects.filter(application__round=made, kind="second").exclude(state="returned")
    assert missing.count() == 1  # a second reference that did not come blocks nobody


def test_whoever_applied_in_a_cancelled_round_was_told_why(demo):
    made = rounds("weston")["cancelled"]
    told = Mail.objects.get(kind="sle.round_cancelled")
    assert told.person == Application.objects.get(round=made).applicant
    assert "neighbouring alliance" in told.body


def test_a_panel_is_scoring_and_still_owes_some_scores(demo):
    made = rounds("west-herts")["scoring"]
    owed = Assignment.objects.filter(entry__exercise__about_id=made.pk)
    assert owed.filter(state="submitted").count() > owed.filter(state="assigned").count() == 5
    names = set(made.applications.values_list("surname", flat=True))
    for dossier in Dossier.objects.filter(entry__exercise__about_id=made.pk):
        blacked_out = {
            section["text"][mark.start : mark.end]
            for section in dossier.sections
            for mark in Mark.objects.filter(dossier=dossier, section=section["key"], state="blacked_out")
        }
        assert any(name in passage for name in names for passage in blacked_out)


def test_in_the_round_being_decided_everything_is_proposed_and_nothing_approved(demo):
    made = rounds("west-essex")["deciding"]
    decided = AreaDecision.objects.filter(application_area__application__round=made)
    assert set(decided.values_list("state", flat=True)) == {"proposed"}
    assert set(decided.values_list("outcome", flat=True)) == {"designated", "with_support", "not_designated"}


def test_in_the_released_round_everyone_has_one_letter_and_one_has_accepted(demo):
    made = rounds("weston")["released"]
    letters = Letter.objects.filter(about_type="sle.application", about_id__in=made.applications.values("pk"))
    assert letters.count() == letters.values("person").distinct().count() == made.applications.count() == 4
    offers = Designation.objects.filter(application__round=made)
    assert sorted(offers.values_list("state", flat=True)) == ["current", "offered", "offered"]


def test_the_finished_round_stands_on_the_register_and_was_reported(demo):
    made = rounds("boldmere")["finished"]
    assert set(Designation.objects.filter(application__round=made).values_list("state", flat=True)) == {"current"}
    sent = AgencyReturn.objects.get(round=made)
    assert sent.sent_at is not None
    assert "Hugh,Tandy,103356," in sent.csv
