"""What the SLE responsibility plugs into the core."""

from collections.abc import Iterator

from alliance.addresses import path_to
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem, Portal, PublicAction
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from sle import demo, priority_questions
from sle.candidates import candidates, candidates_again, interviewed, reviewed
from sle.demo import scale
from sle.kinds import appeals as appeal_kinds
from sle.kinds import applying as applying_kinds
from sle.kinds import life as life_kinds
from sle.kinds import outcomes as outcome_kinds
from sle.kinds import training as training_kinds
from sle.kinds.variants import variants
from sle.models import Application, FairnessPaper, InterviewPlan, Reference, Release, Round
from sle.plugs import appeals, applying, directory, life, outcomes, panel_table, training
from sle.plugs.equality import asked_equality
from sle.queries import invariants
from sle.queries.alliances import what_concerns
from sle.queries.appeals import closed_appeals, hears_somewhere
from sle.queries.closed import (
    closed_applications,
    closed_designations,
    closed_interviews,
    closed_references,
    closed_releases,
    closed_reviews,
    closed_rounds,
)
from sle.rules.applications import may_open_document
from sle.services.appeals.hearing import remind_of_hearings
from sle.services.appeals.lodging import remind_of_drafts
from sle.services.counting import let_old_answers_go
from sle.services.fairness import drop_old_papers
from sle.services.home_schools import follow_schools
from sle.services.panel import hand_over_what_is_due
from sle.services.register import remind_of_offers
from sle.services.release import release_what_is_due
from sle.services.releases import ask_new_heads
from sle.services.reminders import remind
from sle.services.reserve import tell_of_reserves_over
from sle.services.reviews import begin_due_reviews, remind_of_reviews
from sle.services.rounds import close_when_due
from sle.services.training import remind_of_training


def _round_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:round", alliance, pk=pk)


def _panel_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:round_panel", alliance, pk=pk)


def _interviews_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:interview_list", alliance, pk=InterviewPlan.objects.get(pk=pk).round_id)


def _deciding_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:decision_list", alliance, pk=pk)


def _application_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:application", alliance, code=Application.objects.get(pk=pk).code)


def _reference_page(alliance: Alliance, pk: int) -> str:
    reference = Reference.objects.select_related("application").get(pk=pk)
    return path_to("sle:application", alliance, code=reference.application.code)


def _appeal_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:appeal_case", alliance, pk=pk)


def _deciding_again_page(alliance: Alliance, pk: int) -> str:
    return _deciding_page(alliance, Round.objects.get(applications__appeal=pk).pk)


def _designation_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:designation", alliance, pk=pk)


def _training_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:training_day", alliance, pk=pk)


def _review_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:review", alliance, pk=pk)


def _release_page(alliance: Alliance, pk: int) -> str:
    return _designation_page(alliance, Release.objects.get(pk=pk).designation_id)


def _navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    yield from applying.navigation(person, alliance)
    yield from outcomes.navigation(person, alliance)
    yield from appeals.navigation(person, alliance)
    yield from life.navigation(person, alliance)
    yield from training.navigation(person, alliance)


def _public_actions(alliance: Alliance) -> Iterator[PublicAction]:
    yield from applying.public_actions(alliance)
    yield from directory.public_actions(alliance)


def _inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    yield from applying.inbox(person, alliance)
    yield from outcomes.inbox(person, alliance)
    yield from life.inbox(person, alliance)
    yield from directory.inbox(person)
    yield from training.inbox(person, alliance)
    yield from appeals.inbox(person, alliance)


# Home schools first: a successor's head is asked, and in a review rather than apart from it.
LIFE = (follow_schools, begin_due_reviews, ask_new_heads, remind_of_reviews)

PORTAL = Portal(
    name="sle",
    responsibility=Responsibility.SLE,
    navigation=_navigation,
    inbox=_inbox,
    alliances=what_concerns,
    second_factor=hears_somewhere,
    public_actions=_public_actions,
    public_dates=applying.public_dates,
    post_kinds=(
        *applying_kinds.KINDS,
        *outcome_kinds.KINDS,
        *life_kinds.KINDS,
        *appeal_kinds.KINDS,
        *training_kinds.KINDS,
    ),
    post_variants=variants,
    reminders=(
        remind,
        remind_of_offers,
        tell_of_reserves_over,
        *LIFE,
        remind_of_drafts,
        remind_of_hearings,
        remind_of_training,
    ),
    due=(close_when_due, hand_over_what_is_due, release_what_is_due, let_old_answers_go, drop_old_papers),
    jobs=((FairnessPaper, "sle.make_fairness_paper"),),
    ask=priority_questions.ask,
    demo=demo.fill,
    asked_equality=asked_equality,
    closed={
        "sle.round": closed_rounds,
        "sle.interviewplan": closed_interviews,
        "sle.application": closed_applications,
        "sle.reference": closed_references,
        "sle.appeal": closed_appeals,
        "sle.review": closed_reviews,
        "sle.release": closed_releases,
        "sle.designation": closed_designations,
    },
    demo_scale=scale.fill,
    documents={"sle.application": may_open_document},
    pages={
        "sle.round": _round_page,
        "sle.interviewplan": _interviews_page,
        "sle.application": _application_page,
        "sle.reference": _reference_page,
        "sle.designation": _designation_page,
        "sle.review": _review_page,
        "sle.trainingday": _training_page,
        "sle.release": _release_page,
        "sle.appeal": _appeal_page,
    },
    candidates={
        "sle.round": candidates,
        "sle.interviewplan": interviewed,
        "sle.review": reviewed,
        "sle.appeal": candidates_again,
    },
    proposals={"sle.round": panel_table.proposals},
    targets={"sle.round": panel_table.targets},
    scoring_pages={"sle.round": _panel_page},
    deciding_pages={"sle.round": _deciding_page, "sle.review": _review_page, "sle.appeal": _deciding_again_page},
    invariants=(invariants.broken, outcomes.invariants, life.invariants, appeals.invariants, training.invariants),
)
