"""The demo: true to what each alliance said of itself, repeatable, and nothing broken in it."""

import io
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.expertise.models import Area
from alliance.members.models import Membership, SchoolContact
from alliance.panels.models import Assignment, Dossier, Entry, Mark, Proposal
from alliance.panels.queries import agreed_readings, calibration_of, exercise_about
from alliance.people.models import Person
from alliance.post.models import Letter, Mail
from alliance.schools.models import Alliance, Division, LeadSchool, Partner, ResponsibilityLead, School, Term
from alliance.schools.queries import successor_of
from alliance.schools.states import Responsibility
from alliance.web.demo.build import PASSWORD
from alliance.web.invariants import broken_invariants
from sle.models import (
    AgencyReturn,
    Application,
    AreaDecision,
    Designation,
    Reference,
    RegisterChange,
    Review,
    Round,
    Training,
)
from sle.queries.interviews import stands_of
from sle.states import RoundState

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """What the command printed; the demo is built once for this file and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = io.StringIO()
        call_command("demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(built, db):
    with scopes_disabled():
        yield built


def names(queryset, field="name"):
    return sorted(queryset.values_list(field, flat=True))


def test_there_are_the_five_alliances(demo):
    assert dict(Alliance.objects.values_list("slug", "name")) == {
        "boldmere": "Boldmere Teaching School Alliance",
        "west-herts": "West Herts Teaching School",
        "west-london": "West London Teaching School Alliance",
        "west-essex": "West Essex Teaching School Alliance",
        "weston": "Weston College Teaching School Alliance",
    }


def test_boldmere_has_a_lead_school_for_each_of_the_big_six(demo):
    leads = ResponsibilityLead.objects.filter(alliance__slug="boldmere")
    assert dict(leads.values_list("responsibility", "school__name")) == {
        Responsibility.INITIAL_TRAINING: "Boldmere Junior School",
        Responsibility.CPD: "Boldmere Infant School and Nursery",
        Responsibility.LEADERSHIP: "Holland House Infant School and Nursery",
        Responsibility.SUPPORT: "Penns Primary School",
        Responsibility.SLE: "Whitehouse Common Primary School",
        Responsibility.RESEARCH: "Maney Hill Primary School",
    }
    assert all(lead.school.status == "open" for lead in leads)


def test_west_essex_has_three_lead_schools_with_the_dates_of_their_status(demo):
    leads = LeadSchool.objects.filter(alliance__slug="west-essex").select_related("school")
    assert [(lead.school.urn, lead.status_since) for lead in leads] == [
        (136625, date(2013, 4, 1)),
        (145599, date(2013, 4, 1)),
        (137694, date(2014, 9, 1)),
    ]
    assert Partner.objects.filter(alliance__slug="west-essex", kind="diocese", tier__name="Strategic partner").exists()


def test_west_london_is_led_by_sacred_heart_and_has_a_catholic_division(demo):
    assert LeadSchool.objects.get(alliance__slug="west-london").school.urn == 137935
    division = Division.objects.get(alliance__slug="west-london")
    assert division.name == "Catholic Division"
    assert names(division.partners) == ["Sacred Heart High School"]
    alliance = Alliance.objects.get(slug="west-london")
    assert "no cost of membership" in alliance.joining
    assert Term.objects.get(alliance=alliance, key="partner").plural == "partner schools"


def test_west_herts_was_founded_by_two_schools_and_has_the_partners_it_names(demo):
    leads = LeadSchool.objects.filter(alliance__slug="west-herts")
    assert names(leads, "school__name") == ["Bovingdon Primary Academy", "Hammond Academy"]
    partners = Partner.objects.filter(alliance__slug="west-herts", school=None)
    assert names(partners) == [
        "Outstanding Leaders Partnership",
        "Royal Opera House Bridge",
        "SAF ITT",
        "The Science Partnership",
        "University of Hertfordshire",
    ]


def test_weston_is_led_by_a_college_whose_head_is_a_principal(demo):
    alliance = Alliance.objects.get(slug="weston")
    assert LeadSchool.objects.get(alliance=alliance).school.urn == 130564
    assert Partner.objects.get(alliance=alliance).kind == "college"
    assert Term.objects.get(alliance=alliance, key="headteacher").word == "headteacher or principal"
    assert SchoolContact.objects.get(alliance=alliance, school__urn=130564, is_head=True).post == "Principal"


@pytest.mark.parametrize("slug", ["boldmere", "west-herts", "west-london", "west-essex", "weston"])
def test_every_alliance_says_something_on_all_six_and_has_its_people(demo, slug):
    alliance = Alliance.objects.get(slug=slug)
    assert ResponsibilityLead.objects.filter(alliance=alliance).exclude(text="").count() == 6
    roles = set(Membership.objects.filter(alliance=alliance).values_list("role", flat=True))
    everywhere = {"director", "administrator", "lead", "headteacher", "school_staff"}
    assert roles == everywhere | ({"coordinator", "commissioner", "board"} if slug == "boldmere" else set())
    heads = SchoolContact.objects.filter(alliance=alliance, is_head=True)
    assert heads.exists()
    assert not heads.filter(confirmed_at=None).exists()


def test_schools_that_changed_their_urn_lead_on_to_what_they_are_now(demo):
    for old, new in ((100363, 137935), (115342, 136625), (115094, 145599), (115219, 137694), (103360, 149305)):
        assert successor_of(School.objects.get(urn=old)).urn == new


def test_everybody_is_invented_can_sign_in_and_is_named_by_the_command(demo):
    people = Person.objects.all()
    assert {person.email.rsplit(".", 1)[1] for person in people} == {"example"}
    director = people.get(email="director@boldmere.example")
    assert director.check_password(PASSWORD)
    assert people.get(email="operator@portal.example").is_operator
    for line in ("director@boldmere.example", "principal@weston.example", f"The password of all: {PASSWORD}"):
        assert line in demo


def test_building_it_again_changes_nothing(demo):
    def stored():
        return {
            model._meta.label: list(model._base_manager.order_by("pk").values())
            for model in apps.get_models(include_auto_created=True)
        }

    before = stored()
    call_command("demo", stdout=io.StringIO())
    assert stored() == before


def test_nothing_is_broken_in_it(demo):
    assert list(broken_invariants()) == []
    out = io.StringIO()
    call_command("check_invariants", stdout=out)
    assert out.getvalue() == "Nothing is broken.\n"


def test_a_row_that_hangs_on_another_alliances_is_found(demo):
    partner = Partner.objects.filter(alliance__slug="west-herts", tier__isnull=False).first()
    Partner.objects.filter(pk=partner.pk).update(alliance=Alliance.objects.get(slug="weston"))
    sentence = f"schools.Partner {partner.pk} and its tier belong to different alliances."
    assert list(broken_invariants()) == [sentence]
    with pytest.raises(CommandError, match="1 broken"):
        call_command("check_invariants", stdout=io.StringIO())


def test_a_grown_installation_has_no_demo(settings):
    settings.GROWN, settings.DEMO = True, False
    with pytest.raises(CommandError, match="a grown installation has no demo"):
        call_command("demo")


# ---- the rounds: one in every stage


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
    own = Area.objects.filter(alliance__slug="boldmere", kind="").values_list("name", flat=True)
    assert set(own) == {"Inclusion", "ITT mentoring", "Performance management"}


def test_boldmeres_register_shows_a_designation_at_every_turn_of_its_life(demo):
    held = Designation.objects.filter(alliance__slug="boldmere")
    assert {"current", "resigned", "de_designated", "transferred"} <= set(held.values_list("state", flat=True))
    assert set(held.values_list("kind", flat=True)) == {"SLE", "LLE", "NLE"}
    assert set(Review.objects.values_list("state", flat=True)) == {"renewed", "ended", "proposed"}
    assert Designation.objects.filter(alliance__slug="west-herts", state="arriving").exists()
    waiting = RegisterChange.objects.filter(alliance__slug="boldmere", agency_return=None)
    assert set(waiting.values_list("what", flat=True)) == {"renewed", "de_designated", "resigned", "moved_out"}


def test_a_closed_round_has_only_submitted_applications(demo):
    made = rounds("west-london")["closed"]
    assert set(made.applications.values_list("state", flat=True)) == {"submitted"}
    entries = Entry.objects.filter(exercise=exercise_about(made))
    assert entries.count() == made.applications.count()
    assert Dossier.objects.filter(entry__in=entries, cleared_at=None).count() == 1
    missing = Reference.objects.filter(application__round=made, kind="second").exclude(state="returned")
    assert missing.count() == 1  # a second reference that did not come blocks nobody


def test_whoever_applied_in_a_cancelled_round_was_told_why(demo):
    made = rounds("weston")["cancelled"]
    told = Mail.objects.get(kind="sle.round_cancelled")
    assert told.person == Application.objects.get(round=made).applicant
    assert "neighbouring alliance" in told.body


def test_a_panel_is_scoring_and_still_owes_some_scores(demo):
    made = rounds("west-herts")["scoring"]
    owed = Assignment.objects.filter(entry__exercise__about_id=made.pk, entry__exercise__about_type="sle.round")
    assert owed.filter(state="submitted").count() > owed.filter(state="assigned").count() == 5
    names = set(made.applications.values_list("surname", flat=True))
    for dossier in Dossier.objects.filter(entry__exercise__about_id=made.pk, entry__exercise__about_type="sle.round"):
        blacked_out = {
            section["text"][mark.start : mark.end]
            for section in dossier.sections
            for mark in Mark.objects.filter(dossier=dossier, section=section["key"], state="blacked_out")
        }
        assert any(name in passage for name in names for passage in blacked_out)


def test_the_panel_that_scores_was_shared_out_by_a_proposal_and_read_one_dossier_together_first(demo):
    exercise = exercise_about(rounds("west-herts")["scoring"])
    together = calibration_of(exercise)
    assert Proposal.objects.get(exercise=exercise).state == "accepted"
    assert together.exercise.state == "closed"
    assert len(agreed_readings(together)) == exercise.rubric.criteria.count()
    given = Assignment.objects.filter(entry=together, state="submitted")
    assert given.count() == exercise.seats.count() == 5


def test_a_proposal_of_who_scores_what_waits_to_be_accepted_beside_a_dossier_to_score_together(demo):
    exercise = exercise_about(rounds("west-london")["closed"])
    assert Proposal.objects.get(exercise=exercise).state == "made"
    assert calibration_of(exercise).exercise.state == "preparing"
    assert not Assignment.objects.filter(entry__exercise=exercise).exists()


def test_in_the_round_being_decided_everything_is_proposed_and_nothing_approved(demo):
    made = rounds("west-essex")["deciding"]
    decided = AreaDecision.objects.filter(application_area__application__round=made)
    assert set(decided.values_list("state", flat=True)) == {"proposed"}
    assert set(decided.values_list("outcome", flat=True)) == {"designated", "with_support", "not_designated"}


def test_interviews_are_under_way_in_west_london(demo):
    made = rounds("west-london")["deciding"]
    stands = {stand.interview.application.surname: stand.state for stand in stands_of([made]).values()}
    assert stands == {
        "Ives": "Scored",
        "Fenwick": "Being scored",
        "Stannard": "Did not attend",
        "Mistry": "Slot chosen",
        "Harcourt": "No slot yet",
    }
    assert Mail.objects.filter(kind="diary.changed", alliance__slug="west-london").count() == 3


def test_in_the_released_round_everyone_has_one_letter_one_has_accepted_and_one_is_in_reserve(demo):
    made = rounds("weston")["released"]
    letters = Letter.objects.filter(about_type="sle.application", about_id__in=made.applications.values("pk"))
    assert letters.count() == letters.values("person").distinct().count() == made.applications.count() == 4
    offers = Designation.objects.filter(application__round=made)
    assert sorted(offers.values_list("state", flat=True)) == ["current", "offered"]
    assert AreaDecision.objects.filter(application_area__application__round=made, outcome="reserve").count() == 1


def test_the_finished_round_stands_on_the_register_and_was_reported(demo):
    made = rounds("boldmere")["finished"]
    assert set(Designation.objects.filter(application__round=made).values_list("state", flat=True)) == {"current"}
    sent = AgencyReturn.objects.get(round=made)
    assert sent.sent_at is not None
    assert "Hugh,Tandy,103356," in sent.csv


def test_leaders_stand_in_the_directory_and_have_done_core_training(demo):
    listed = Designation.objects.filter(alliance__slug="boldmere", state="current")
    assert set(listed.values_list("listed", flat=True)) == {True, False, None}
    known = Designation.objects.filter(listed=True, home_school__easting__isnull=False)
    assert set(known.values_list("alliance__slug", flat=True)) == {"boldmere", "west-london"}
    assert sorted(Training.objects.values_list("fee_pence", "order_number")) == [
        *((0, ""), (0, ""), (17_500, ""), (17_500, "BJS-2041"))
    ]
    assert Letter.objects.filter(kind="sle.certificate").count() == 2
