"""Who took part in what is appealed against: found from seats, rows and events, never asked.

Nobody who sat on the panel, cleared the dossier, settled eligibility, held the interview, proposed, approved, worded or
released the outcome hears the appeal, and nobody who is a rival, or has an interest in the application.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from alliance.panels.models import ClearedCopy, Dossier, Mark, Seat
from alliance.panels.queries import standings
from alliance.panels.rules import Standing
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.queries import families
from alliance.workflow.models import Event
from sle.models import Appeal, Application, InterviewPlan, Review
from sle.rules.closed import applicants_of
from sle.rules.interests import interests

# What somebody did, by the record that their event is about; of an application's own events only some count.
PARTS = {
    "sle.areadecision": "decided on its outcome",
    "sle.outcomeletter": "worked on its outcome letter",
    "sle.eligibilityfinding": "settled its eligibility",
    "sle.interview": "arranged or held its interview",
    "diary.attendance": "arranged or held its interview",
}
RELEASED = "released its outcome"
PARTS_OF_APPLICATION = {"find_ineligible": "found it not eligible", "decide": RELEASED}
REVIEWED = "took part in the review"
SAT, CLEARED, RIVAL = "sat on its panel", "cleared its dossier", "applied in the same round"


def took_part_in(appeals: Sequence[Appeal]) -> dict[int, dict[int, str]]:
    """By appeal, who took part in what it is about, and how: "sat on its panel". As many queries for one appeal as for
    several."""
    of_applications = parts_of([appeal.application for appeal in appeals if appeal.application])
    of_reviews = _parts_of_reviews([appeal.review for appeal in appeals if appeal.review])
    return {
        appeal.pk: of_applications[appeal.application.pk] if appeal.application else of_reviews[appeal.review_id or 0]
        for appeal in appeals
    }


def _parts_of_reviews(reviews: Sequence[Review]) -> dict[int, dict[int, str]]:
    """By review, who began it, asked, proposed, approved or sent back."""
    found: dict[int, dict[int, str]] = {review.pk: {} for review in reviews}
    events = Event.objects.filter(subject_type="sle.review", subject_id__in=list(found), person__isnull=False)
    for pk, person in events.values_list("subject_id", "person_id"):
        found[pk].setdefault(person, REVIEWED)
    for review in reviews:
        people = (review.opened_by_id, review.proposed_by_id, review.approved_by_id)
        found[review.pk] |= {person: REVIEWED for person in people if person is not None}
    return found


def parts_of(applications: Sequence[Application]) -> dict[int, dict[int, str]]:
    """By application, who took part in what became of it, and how."""
    found: dict[int, dict[int, str]] = {application.pk: {} for application in applications}
    in_round = defaultdict(list)
    for application in applications:
        in_round[application.round_id].append(application.pk)
    seats = Seat.objects.filter(exercise__about_type="sle.round", exercise__about_id__in=list(in_round))
    sat = list(seats.values_list("person_id", "exercise__about_id"))
    plans = dict(InterviewPlan.objects.filter(round__in=list(in_round)).values_list("pk", "round_id"))
    interviewing = Seat.objects.filter(exercise__about_type="sle.interviewplan", exercise__about_id__in=list(plans))
    sat += [(who, plans[pk]) for who, pk in interviewing.values_list("person_id", "exercise__about_id")]
    for person, round_id in sat:
        for pk in in_round[round_id]:
            found[pk].setdefault(person, SAT)
    events = Event.objects.filter(root_type="sle.application", root_id__in=list(found), person__isnull=False)
    for pk, person, subject, move in events.values_list("root_id", "person_id", "subject_type", "move"):
        part = PARTS_OF_APPLICATION.get(move) if subject == "sle.application" else PARTS.get(subject)
        part = RELEASED if part and move == "release" else part
        if part:
            found[pk].setdefault(person, part)
    for pk, person in _cleared_by(list(in_round), list(found)):
        found[pk].setdefault(person, CLEARED)
    rivals = applicants_of([application.round for application in applications])
    for application in applications:
        found[application.pk].pop(application.applicant_id, None)  # chose the slot of their interview themselves
        for person in rivals[application.round_id] - {application.applicant_id}:
            found[application.pk].setdefault(person, RIVAL)
    return found


def _cleared_by(rounds: list[int], applications: list[int]) -> set[tuple[int, int]]:
    """(application, person) for everybody who decided what the panel could read of it."""
    here = {"exercise__about_type": "sle.round", "exercise__about_id__in": rounds, "candidate_id__in": applications}
    cleared = set()
    for model, path, who in (
        (Dossier, "entry", "cleared_by_id"),
        (Mark, "dossier__entry", "decided_by_id"),
        (ClearedCopy, "dossier__entry", "cleared_by_id"),
    ):
        rows = model.objects.filter(**{f"{path}__{key}": value for key, value in here.items()})
        cleared |= set(rows.values_list(f"{path}__candidate_id", who).distinct())
    return {(pk, person) for pk, person in cleared if person is not None}


def may_hear(person: Person, appeal: Appeal) -> Refusal | None:
    """Whoever took no part in the decision and has no interest in it can hear an appeal against it."""
    if part := took_part_in([appeal])[appeal.pk].get(person.pk):
        return Refusal(f"{person.name} cannot hear this appeal: they {part}.")
    if why := interest_in(person, appeal):
        theirs = re.sub(r"\byour\b", "their", re.sub(r"\byou\b", "they", why))
        return Refusal(f"{person.name} cannot hear this appeal, because {theirs}.")
    return None


def interest_in(person: Person, appeal: Appeal) -> str:
    """Why the person has an interest in what is appealed against: "it is from your own school"; empty if none."""
    if appeal.application is not None:
        return interests(person, appeal.application.round).get(appeal.application.pk, "")
    return interests_in_reviews([person], [appeal])[person.pk].get(appeal.pk, "")


def interests_in_reviews(people: Sequence[Person], appeals: Sequence[Appeal]) -> dict[int, dict[int, str]]:
    """By person: the appeals against reviews, of one alliance, in which they have an interest, and why. As many queries
    for one person and one appeal as for several."""
    reviews = {appeal.pk: appeal.review for appeal in appeals if appeal.review}
    if not reviews:
        return {person.pk: {} for person in people}
    known = standings(people, appeals[0].alliance)
    related = families({urn for one in known.values() for urn in one.urns | one.late_urns})
    return {
        pk: {appeal: why for appeal, review in reviews.items() if (why := _interest(one, review, related))}
        for pk, one in known.items()
    }


def _interest(known: Standing, review: Review, related: Mapping[int, Collection[int]]) -> str:
    school = review.designation.home_school
    if review.designation.person_id == known.person_id:
        return "it is your own"
    if any(school.urn in related[urn] for urn in known.urns):
        return "it is from your own school"
    if school.trust_code and school.trust_code in known.trust_codes:
        return "it is from a school of your trust"
    if any(school.urn in related[urn] for urn in known.late_urns):
        return "it is from a school where you have worked"
    if any(release.email.lower() in known.emails for release in review.releases.all()):
        return "you were asked as the head"
    return ""
