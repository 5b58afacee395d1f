"""A panel at work, without any responsibility: the candidates are made up here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alliance.panels import services
from alliance.panels.facts import CandidateFacts
from alliance.panels.models import (
    EXERCISE,
    Assignment,
    Criterion,
    Dossier,
    Entry,
    Exercise,
    Level,
    Rubric,
    Score,
    Seat,
)
from alliance.panels.services.totals import recount
from alliance.panels.standard import RED_AMBER_GREEN
from alliance.panels.states import AssignmentState, SeatRole
from alliance.people.models import Person
from alliance.schools.models import Alliance
from tests.factories.people import PersonFactory


@dataclass
class Panel:
    """An exercise about the alliance itself, its rubric, and the facts of candidates by id."""

    alliance: Alliance
    exercise: Exercise
    rubric: Rubric
    facts: dict[int, CandidateFacts]
    staff: Person
    seats: dict[str, Seat] = field(default_factory=dict)

    def sit(self, name: str, role: str = SeatRole.SCORER, *, declared: bool = True, **more: Any) -> Seat:
        """Seat a new person called `name`."""
        first, _, surname = name.partition(" ")
        person = PersonFactory(first_name=first, surname=surname, email=f"{first}.{surname}@panel.example".lower())
        seat = services.seat_person(exercise=self.exercise, person=person, role=role, by=self.staff, **more)
        if declared:
            services.declare_interests(seat=seat, schools=[], people=[], now=timezone.now())
        self.seats[name] = seat
        return seat

    def enter(self, candidate_id: int, *, text: str = "I led phonics.", cleared: bool = True, **facts: Any) -> Entry:
        """Bring a candidate to the panel, with one answer and a head's reference."""
        self.facts[candidate_id] = CandidateFacts(**facts)
        now = timezone.now()
        entry = services.add_entry(
            exercise=self.exercise,
            candidate_id=candidate_id,
            areas=["Maths"],
            sections=[
                {"key": "q1", "title": "Question 1", "kind": "answer", "text": text, "document": None},
                {
                    "key": "head",
                    "title": "Headteacher’s reference",
                    "kind": "reference",
                    "text": "Good.",
                    "document": None,
                },
            ],
            by=self.staff,
            now=now,
        )
        if cleared:
            self.clear(entry)
        return entry

    def clear(self, entry: Entry) -> None:
        """Black out all that is marked and declare the dossier clear."""
        dossier = entry.dossiers.order_by("-version").first()
        services.decide_marks(
            dossier=dossier, marks=list(dossier.marks.all()), black_out=True, by=self.staff, now=timezone.now()
        )
        services.clear_dossier(dossier=dossier, by=self.staff, now=timezone.now())

    def start(self) -> None:
        """Open scoring."""
        self.exercise.refresh_from_db()
        services.start_scoring(exercise=self.exercise, by=self.staff, now=timezone.now())

    def desk(self, seat: Seat, entry: Entry) -> Assignment:
        """What the seat owes on the entry, as stored now."""
        return Assignment.objects.select_related("entry__exercise", "seat").get(entry=entry, seat=seat)

    def given(self, *levels: str | None, comment: str = "") -> dict[int, services.Given]:
        """Levels by name for the criteria in order; None means that they cannot judge."""
        by_name = {level.name: level.pk for level in Level.objects.filter(rubric=self.rubric)}
        criteria = Criterion.objects.filter(rubric=self.rubric)
        wanted = levels if len(levels) > 1 else levels * len(criteria)
        return {
            criterion.pk: services.Given(
                level=by_name[level] if level else None, cannot_judge=level is None, comment=comment
            )
            for criterion, level in zip(criteria, wanted, strict=True)
        }

    def score(self, seat: Seat, entry: Entry, *levels: str | None, comment: str = "") -> None:
        """Submit the levels (one for all criteria, or one for each) as the holder of the seat."""
        held = self.desk(seat, entry)
        services.submit_scores(
            assignment=held,
            given=self.given(*levels, comment=comment),
            comment=comment,
            revision=held.revision,
            dossier=entry.dossiers.order_by("-version").first(),
            by=seat.person,
            now=timezone.now(),
        )

    def scored(self, seats: list[Seat], given: dict[int, str]) -> dict[int, Entry]:
        """Entries by candidate id, scored by bulk inserts, and scoring ended. `given` has a letter for each of `seats`:
        R, A or G on every criterion, ? for somebody who could judge none, a blank for somebody who was not asked."""
        now, alliance_id = timezone.now(), self.alliance.pk
        levels = {level.name[0]: level for level in Level.objects.filter(rubric=self.rubric)}
        criteria = list(Criterion.objects.filter(rubric=self.rubric))
        entries = {}
        for candidate, letters in given.items():
            entry = Entry.objects.create(
                alliance_id=alliance_id, exercise=self.exercise, candidate_id=candidate, code=f"SLE-{candidate:02}"
            )
            Dossier.objects.create(
                alliance_id=alliance_id, entry=entry, version=1, sections=[], frozen_at=now, cleared_at=now
            )
            asked = [(seat, letter) for seat, letter in zip(seats, letters, strict=True) if letter != " "]
            held = Assignment.objects.bulk_create(
                Assignment(
                    alliance_id=alliance_id,
                    entry=entry,
                    seat=seat,
                    position=candidate,
                    state=AssignmentState.SUBMITTED,
                    submitted_at=now,
                    mean=levels[letter].value if letter != "?" else None,
                )
                for seat, letter in asked
            )
            Score.objects.bulk_create(
                Score(
                    alliance_id=alliance_id,
                    assignment=one,
                    criterion=criterion,
                    level=levels.get(letter),
                    cannot_judge=letter == "?",
                )
                for one, (_, letter) in zip(held, asked, strict=True)
                for criterion in criteria
            )
            recount(entry)
            entries[candidate] = entry
        EXERCISE.apply(self.exercise, "start", by=None)
        EXERCISE.apply(self.exercise, "end_scoring", by=None)
        return entries


def make_panel(alliance: Alliance, staff: Person, facts: dict[int, CandidateFacts], **more: Any) -> Panel:
    """An anonymous exercise with the national matrix, and nobody on it yet."""
    rubric = services.new_rubric(alliance=alliance, spec=RED_AMBER_GREEN, by=staff)
    score_by: datetime = timezone.now() + timedelta(days=10)
    exercise = services.open_exercise(
        **{
            "alliance": alliance,
            "responsibility": "sle",
            "about": alliance,
            "title": "SLE round Spring",
            "code": "SLE",
            "rubric": rubric,
            "anonymous": True,
            "scores_per_entry": None,
            "score_by": score_by,
            "by": staff,
            **more,
        }
    )
    return Panel(alliance=alliance, exercise=exercise, rubric=rubric, facts=facts, staff=staff)
