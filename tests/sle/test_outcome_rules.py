"""Who decides, approves, releases, replies: state by state, role by role, with the sentences that are shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.models import Membership
from sle.models import AreaDecision, Round
from sle.rules import decisions as rules
from sle.rules import letters, panel, register
from sle.rules.interests import interest_refusal, interests
from sle.services import release
from sle.states import Outcome, RoundState
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_application, make_decided

pytestmark = pytest.mark.slow


@pytest.fixture
def proposed(cast, stage):
    """One application, designated by the chair, waiting for approval."""
    application = make_application(stage.round)
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    stage.propose(application, Outcome.DESIGNATED)
    return application, AreaDecision.objects.select_related("application_area__application__round").get()


def sentence(refusal):
    return None if refusal is None else refusal.sentence


def give_interest(person, school, alliance):
    """Make the school theirs."""
    person.__dict__.pop("_memberships", None)
    Membership.objects.create(
        alliance=alliance, person=person, role="headteacher", school=school, since=timezone.localdate()
    )


def test_the_chair_proposes_and_nobody_else(cast, stage, proposed):
    application, _ = proposed
    assert rules.may_propose(stage.chair, application) is None
    for person in (stage.deputy, cast.director, cast.administrator, cast.lead, stage.seats["scorer"].person, None):
        assert sentence(rules.may_propose(person, application)) == rules.CHAIR_PROPOSES.sentence


def test_the_deputy_proposes_what_is_closed_to_the_chair(cast, stage, proposed):
    application, _ = proposed
    give_interest(stage.chair, application.school, cast.alliance)
    assert sentence(rules.may_propose(stage.chair, application)) == rules.DEPUTY_PROPOSES.sentence
    assert rules.may_propose(stage.deputy, application) is None


def test_the_director_approves_and_nobody_else(cast, stage, proposed):
    _, decision = proposed
    assert rules.may_approve(cast.director, decision) is None
    for person in (cast.administrator, cast.lead, stage.deputy, cast.teacher, cast.other_director, None):
        assert (
            sentence(rules.may_approve(person, decision))
            == "The director approves what the chair of the panel proposes."
        )
    assert sentence(rules.may_approve(stage.chair, decision)) == rules.OWN_PROPOSAL.sentence


def test_an_administrator_approves_where_the_director_has_an_interest_and_then_the_deputy(cast, stage, proposed):
    application, decision = proposed
    give_interest(cast.director, application.school, cast.alliance)
    assert "it is from your own school" in sentence(rules.may_approve(cast.director, decision))
    assert rules.may_approve(cast.administrator, decision) is None
    assert rules.may_approve(stage.deputy, decision) is not None
    give_interest(cast.administrator, application.school, cast.alliance)
    assert rules.may_approve(cast.administrator, decision) is not None
    assert rules.may_approve(stage.deputy, decision) is None


def test_an_interest_closes_an_outcome_to_the_lead_too_who_decides_nothing(cast, sign_in, stage, proposed):
    application, _ = proposed
    page = path_to("sle:decision_list", cast.alliance, pk=stage.round.pk)
    assert application.name in sign_in(cast.lead).get(page).content.decode()
    give_interest(cast.lead, application.school, cast.alliance)
    shown = sign_in(cast.lead).get(page).content.decode()
    assert application.name not in shown
    assert "1 application not shown: you have an interest in it." in shown


def test_a_director_on_the_panel_approves_nothing(cast, stage, proposed):
    _, decision = proposed
    stage.seats["scorer"].person = cast.director
    stage.seats["scorer"].save(update_fields=["person"])
    assert sentence(rules.may_approve(cast.director, decision)) == (
        "You sit on this round’s panel, or did, so another director or an administrator approves its outcomes."
    )
    assert rules.may_approve(cast.administrator, decision) is None


def test_the_chair_who_is_director_never_approves_their_own_proposal(cast, stage, proposed):
    _, decision = proposed
    MembershipFactory(alliance=cast.alliance, person=stage.chair, role="director")
    assert sentence(rules.may_approve(stage.chair, decision)) == rules.OWN_PROPOSAL.sentence


@pytest.mark.parametrize("state", [s for s in RoundState.values if s != "deciding"])
def test_outcomes_are_proposed_only_while_the_round_is_decided(stage, proposed, state):
    application, _ = proposed
    Round.objects.filter(pk=stage.round.pk).update(state=state)
    application.round.refresh_from_db()
    application.refresh_from_db()
    if state == "released":  # then only what was held back is open still: this letter never went out
        assert rules.may_propose(stage.chair, application) is None
    else:
        assert "outcomes are proposed after scoring has ended" in sentence(rules.may_propose(stage.chair, application))


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        (panel.may_open_panel, {"draft", "open", "closed"}),
        (panel.may_hand_over, {"closed", "scoring"}),
        (panel.may_start_scoring, {"closed"}),
        (panel.may_start_deciding, {"scoring"}),
    ],
)
def test_the_panel_is_run_in_its_states_by_staff_who_do_not_sit(cast, stage, rule, state):
    for at in RoundState.values:
        stage.round.state = at
        assert (rule(cast.lead, stage.round) is None) == (at in state), at
        assert rule(cast.teacher, stage.round) is not None
    stage.round.state = next(iter(state))
    assert "You are on this round’s panel" in sentence(rule(make_lead(cast, stage.chair), stage.round))


def make_lead(cast, person):
    MembershipFactory(alliance=cast.alliance, person=person, role="lead", responsibility="sle")
    person.__dict__.pop("_memberships", None)
    return person


def test_interests_are_found_by_school_trust_family_referee_and_self(cast, stage):
    trust = SchoolFactory(trust_code="2044")
    own = make_application(stage.round, "Own School", school=cast.school)
    same = make_application(stage.round, "Same Trust", school=SchoolFactory(trust_code="2044"))
    named = make_application(stage.round, "Named Referee")
    named.references.filter(kind="second").update(email=cast.head.email)
    mine = make_application(stage.round, "My Self", person=cast.head)
    free = make_application(stage.round, "Not Known")
    Membership.objects.create(
        alliance=cast.alliance, person=cast.head, role="coordinator", school=trust, since=timezone.localdate()
    )
    assert interests(cast.head, stage.round) == {
        own.pk: "it is from your own school",
        same.pk: "it is from a school of your trust",
        named.pk: "you are named as its referee",
        mine.pk: "it is your own",
    }
    assert interest_refusal(cast.head, free) is None
    assert interests(cast.lead, stage.round) == {}


def test_letters_are_closed_to_the_panel_and_to_whoever_has_an_interest(cast):
    stage, (alex,) = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor")
    letter = stage.letter(alex)
    for person in (cast.lead, cast.administrator, cast.director):
        assert letters.may_see_letter(person, letter) is None
    for person in (cast.teacher, cast.head, cast.outsider, alex.applicant, cast.other_director, None):
        assert letters.may_see_letter(person, letter) is not None
    assert letters.may_see_letter(make_lead(cast, stage.chair), letter) is not None
    give_interest(cast.lead, alex.school, cast.alliance)
    assert "it is from your own school" in sentence(letters.may_see_letter(cast.lead, letter))


def test_an_administrator_releases_and_the_director_only_where_there_is_none(cast):
    stage, _ = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor")
    assert letters.may_release_now(cast.administrator, stage.round) is None
    for person in (cast.director, cast.lead, stage.chair, cast.teacher, None):
        assert sentence(letters.may_release_now(person, stage.round)) == (
            "An administrator of the alliance releases the outcomes."
        )
    Membership.objects.filter(role="administrator").update(until=timezone.localdate())
    assert letters.may_release_now(cast.director, stage.round) is None


def test_only_the_person_replies_and_only_to_an_open_offer(cast):
    stage, (alex,) = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor")
    assert "There is no outcome yet" in sentence(register.may_see_outcome(alex.applicant, alex))
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    alex = type(alex).objects.get(pk=alex.pk)
    offer = alex.designations.get()
    assert register.may_see_outcome(alex.applicant, alex) is None
    assert register.may_see_outcome(cast.lead, alex) is None
    assert sentence(register.may_see_outcome(PersonFactory(), alex)) == "This application belongs to somebody else."
    assert register.may_reply(alex.applicant, offer) is None
    for person in (cast.director, cast.administrator, None):
        assert sentence(register.may_reply(person, offer)) == "This offer is made to somebody else."
    today = timezone.localdate()
    assert "can reply until" in sentence(register.may_lapse(cast.lead, offer, today))
    assert register.may_lapse(cast.lead, offer, offer.reply_by + timedelta(days=1)) is None
    assert register.may_lapse(cast.teacher, offer, offer.reply_by + timedelta(days=1)) is not None
