"""Rounds full of applications by bulk inserts, for measuring: three per alliance, in different stages."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.expertise.models import Area
from alliance.expertise.services import load_areas
from alliance.panels.demo import Paper, score_in_bulk
from alliance.panels.services import open_exercise
from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from alliance.surveys.demo import past_year
from sle.demo import words
from sle.demo.making import make_round, open_round
from sle.models import (
    ROUND,
    Answer,
    Application,
    ApplicationArea,
    Designation,
    DesignationArea,
    Question,
    Reference,
    Round,
)
from sle.states import ApplicationState, DesignationState, ReferenceKind, ReferenceState

PIECE = 2_000
AREAS = ("Maths", "English", "Science", "Phonics")


def fill(alliance: Alliance, crowd: Any) -> None:
    """One round that is open, one being scored, one being decided, each with `crowd.applications` applications."""
    load_areas()
    if Round.objects.filter(alliance=alliance).exists():
        return
    for title, closes, moves in (
        ("Open", 14, ()),
        ("Being scored", -10, ("close", "start_scoring")),
        ("Being decided", -30, ("close", "start_scoring", "start_deciding")),
    ):
        at_once = dict.fromkeys(moves, timezone.now())
        fill_round(alliance, crowd, title=f"Round {title.lower()}", closes=closes, moves=at_once)
    _register(alliance, crowd)
    for before in (2, 1):
        past_year(
            alliance=alliance,
            year=timezone.localdate().year - 1 - before,
            closed_at=timezone.now() - timedelta(weeks=52 * before),
            answers=0.8,
            by=crowd.lead,
        )


def _register(alliance: Alliance, crowd: Any) -> None:
    """The heads are national leaders of education, in one area each."""
    areas = list(Area.objects.filter(area_list__current=True, name__in=AREAS).order_by("name"))
    stored = Designation.objects.bulk_create(
        Designation(
            alliance=alliance,
            person=head,
            kind="NLE",
            state=DesignationState.CURRENT,
            home_school=crowd.school_of[crowd.teachers[place % len(crowd.teachers)].pk],
            starts_on=timezone.localdate() - timedelta(days=30 * place),
        )
        for place, head in enumerate(crowd.heads)
    )
    DesignationArea.objects.bulk_create(
        DesignationArea(alliance=alliance, designation=one, area=areas[place % len(areas)])
        for place, one in enumerate(stored)
    )


@transaction.atomic
def fill_round(alliance: Alliance, crowd: Any, *, title: str, closes: int, moves: Mapping[str, datetime]) -> Round:
    """A round that closes so many days from today, taken through `moves`, each at its time, with the crowd's
    applications and scores.

    The same every time but for today's date. The round is moved while it is empty, so that nobody is told anything.
    """
    now = max(moves.values(), default=timezone.now())
    chance = random.Random(f"{alliance.slug} {title}")  # noqa: S311  # the same each time, not for secrets
    made = make_round(crowd, title, [(area, 5) for area in AREAS], closes=closes)
    open_round(crowd, made)
    for move, at in moves.items():
        told: dict[str, Any] = {"closed_at": at} if move == "close" else {}
        ROUND.apply(made, move, by=None, at=at, **told)
    applications = _applications(made, crowd, chance, submitted=bool(moves))
    papers = _papers(made, applications, chance)
    if moves and made.rubric is not None:
        exercise = open_exercise(
            alliance=alliance,
            responsibility=Responsibility.SLE,
            about=made,
            title=made.title,
            code="SLE",
            rubric=made.rubric,
            anonymous=True,
            scores_per_entry=crowd.scores,
            score_by=made.score_by,
            by=None,
        )
        score_in_bulk(
            exercise=exercise,
            panel=crowd.heads[: crowd.scores + 3],
            papers=papers,
            scores=crowd.scores,
            now=now,
            finished="start_deciding" in moves,
        )
    return made


def _applications(made: Round, crowd: Any, chance: random.Random, *, submitted: bool) -> list[Application]:
    """Applications of the crowd's teachers: all submitted, or in the stages of a round that is open."""
    people: list[Person] = crowd.teachers
    stages = (ApplicationState.DRAFT, ApplicationState.HANDED_OVER, ApplicationState.SUBMITTED)
    when = min(made.hand_over_by or timezone.now(), timezone.now()) - timedelta(days=2)
    rows = []
    for number in range(crowd.applications):
        state = ApplicationState.SUBMITTED if submitted else stages[number % 3]
        person = people[number]
        rows.append(
            Application(
                alliance=made.alliance,
                round=made,
                applicant=person,
                code=f"{made.pk % 16**3:03x}{chance.randrange(16**9):09x}",
                state=state,
                first_name=person.first_name,
                surname=person.surname,
                post="Head of department",
                school=crowd.school_of[person.pk],
                trn=f"{1_000_000 + number}",
                leadership_role="Head of department",
                leadership_years=2 + number % 9,
                is_head=False,
                is_hlta=False,
                handed_over_at=when if state != ApplicationState.DRAFT else None,
                submitted_at=when if state == ApplicationState.SUBMITTED else None,
            )
        )
    stored = Application.objects.bulk_create(rows, batch_size=PIECE)
    areas = list(Area.objects.filter(area_list__current=True, name__in=AREAS))
    ApplicationArea.objects.bulk_create(
        (
            ApplicationArea(alliance=made.alliance, application=application, area=area)
            for application in stored
            for area in chance.sample(areas, 1 + chance.randrange(2))
        ),
        batch_size=PIECE,
    )
    _references(stored, when)
    return stored


def _references(applications: list[Application], when: Any) -> None:
    """The head's and a second reference of whatever has left its applicant."""
    Reference.objects.bulk_create(
        (
            Reference(
                alliance_id=application.alliance_id,
                application=application,
                kind=kind,
                state=ReferenceState.RETURNED if given else ReferenceState.ASKED,
                name="Jo Ward",
                email=f"{kind}.{application.pk}@scale.example",
                school=application.school,
                asked_at=when,
                returned_at=when if given else None,
                statement=words.SECOND_STATEMENTS[0].format(name="The applicant", area="the subject") if given else "",
            )
            for number, application in enumerate(applications)
            if application.state != ApplicationState.DRAFT
            for kind, given in (
                (ReferenceKind.HEAD, application.state == ApplicationState.SUBMITTED),
                (ReferenceKind.SECOND, number % 4 > 0),
            )
        ),
        batch_size=PIECE,
    )


def _papers(made: Round, applications: list[Application], chance: random.Random) -> list[Paper]:
    """Every answer of every application, and the same as the papers of a panel."""
    questions = list(Question.objects.filter(round=made))
    said = {"post": "head of department", "school": "my school", "area": "the subject", "years": 4, "head": "my head"}
    texts = [[text.format(**said) for text in both] for both in words.ANSWERS]
    answers, papers = [], []
    names: dict[int, list[str]] = {application.pk: [] for application in applications}
    for line in ApplicationArea.objects.filter(application__round=made).select_related("area"):
        names[line.application_id].append(line.area.name)
    for application in applications:
        sections = []
        for place, question in enumerate(questions):
            text = texts[place % 5][chance.randrange(2)]
            answers.append(
                Answer(
                    alliance_id=made.alliance_id,
                    application=application,
                    question=question,
                    text=text,
                    revision=1,
                    complete=application.state != ApplicationState.DRAFT,
                    saved_at=application.submitted_at,
                )
            )
            sections.append(
                {"key": question.key, "title": question.title, "kind": "answer", "text": text, "document": None}
            )
        papers.append(Paper(application.pk, names[application.pk], sections))
    Answer.objects.bulk_create(answers, batch_size=PIECE)
    return papers
