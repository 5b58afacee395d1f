"""Appeals at every stage, made through the services: against an outcome, heard by heads of other schools."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.people.models import Person
from sle.models import Appeal, Application, Review
from sle.services import release, reviews
from sle.services.appeals import hearing, lodging
from sle.services.appeals.hearing import Found
from sle.states import AppealFinding, Outcome, ReviewOutcome
from tests.conftest import Cast
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.sle_panel import Stage, make_application, make_stage

STATEMENT = "Only two people scored my application, and the round asks for three."
REASONS = "The record shows that the third score was never given."


def make_refused(cast: Cast, *, person: Person | None = None, **settings: Any) -> tuple[Stage, Application]:
    """A released round in which the applicant is not designated: the stage and the application."""
    stage = make_stage(cast.alliance, cast.lead, **settings)
    application = make_application(stage.round, "Otis Outsider", person=person, school=SchoolFactory())
    stage.start_scoring()
    stage.score(application, "Red", comment="No evidence of impact.")
    stage.start_deciding()
    stage.propose(application, Outcome.NOT_DESIGNATED)
    stage.approve(cast.director)
    stage.approve_letters(application)
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    stage.round.refresh_from_db()
    application.refresh_from_db()
    return stage, application


def make_ended(cast: Cast, *, person: Person | None = None) -> Review:
    """A review proposed by the lead and approved by the director, which has ended a designation."""
    now = timezone.now()
    leader = person or PersonFactory(first_name="Lea", surname="Leader")
    designation = make_designation(cast.alliance, leader, SchoolFactory())
    review = reviews.begin_review(designation=designation, concern="Two visits were missed.", by=cast.lead, now=now)
    reviews.state_account(review=review, statement="I was ill, and had said so.", by=leader, now=now)
    review.refresh_from_db()
    reviews.propose_review(
        review=review,
        outcome=ReviewOutcome.END,
        years=None,
        areas=(),
        conditions="",
        reasons="Schools could not rely on the visits.",
        by=cast.lead,
        now=now,
    )
    reviews.approve_review(review=review, by=cast.director, now=now)
    return Review.objects.select_related("designation__alliance", "designation__person").get(pk=review.pk)


@transaction.atomic
def lodge_against(review: Review) -> Appeal:
    """An appeal against the end of a designation, lodged on the first ground."""
    person, now = review.designation.person, timezone.now()
    appeal = lodging.appeal_review(review=review, by=person, received=now, now=now)
    appeal = lodging.save_appeal(appeal=appeal, statements={1: STATEMENT}, revision=0, by=person, received=now)
    lodging.lodge_appeal(appeal=appeal, by=person, received=now, now=now)
    return lodging.locked(appeal)


def begin(application: Application) -> Appeal:
    """A draft that says something on the round's first ground."""
    now = timezone.now()
    related = Application.objects.select_related("round__alliance", "applicant").get(pk=application.pk)
    appeal = lodging.start_appeal(application=related, by=related.applicant, received=now, now=now)
    return lodging.save_appeal(appeal=appeal, statements={1: STATEMENT}, revision=0, by=related.applicant, received=now)


@transaction.atomic
def lodge(application: Application) -> Appeal:
    """Lodged by the applicant."""
    appeal, now = begin(application), timezone.now()
    lodging.lodge_appeal(appeal=appeal, by=appeal.appellant, received=now, now=now)
    return lodging.locked(appeal)


def make_hearers(number: int = 3) -> list[Person]:
    """People who have nothing to do with anything."""
    return [PersonFactory(first_name="Heidi", surname=f"Hearer{n}") for n in range(1, number + 1)]


@transaction.atomic
def arrange(appeal: Appeal, by: Person, *people: Person) -> Appeal:
    """Heard by these people, or three from elsewhere, within a month."""
    hearing.arrange_hearing(
        appeal=appeal,
        people=people or make_hearers(),
        decide_by=timezone.localdate() + timedelta(days=30),
        by=by,
        now=timezone.now(),
    )
    return lodging.locked(appeal)


@transaction.atomic
def find(appeal: Appeal, remedy: str = "") -> Appeal:
    """The first hearer writes down what they find (upheld, if there is a remedy), the others confirm it."""
    first, *others = [hearer.person for hearer in appeal.hearers.all()]
    finding = AppealFinding.UPHELD if remedy else AppealFinding.NOT_UPHELD
    said = {ground.position: Found(finding, REASONS) for ground in appeal.grounds.all() if ground.statement}
    hearing.record_findings(
        appeal=appeal, found=said, remedy=remedy, revision=appeal.revision, by=first, now=timezone.now()
    )
    for person in others:
        hearing.confirm_findings(appeal=appeal, revision=appeal.revision, by=person, now=timezone.now())
    return lodging.locked(appeal)


@transaction.atomic
def decide(application: Application, cast: Cast, remedy: str = "") -> Appeal:
    """Lodged, heard, decided, and the letter released by the director."""
    appeal = find(arrange(lodge(application), cast.director), remedy)
    hearing.release_appeal(appeal=appeal, by=cast.director, now=timezone.now())
    return lodging.locked(appeal)
