"""SLE rounds at every stage, built through the services wherever a stage is more than rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from alliance.expertise.models import Area, AreaList
from alliance.panels import services as panels
from alliance.panels.models import Assignment, ClearedCopy, Criterion, Entry, Exercise, Level, Rubric, Seat
from alliance.panels.standard import RED_AMBER_GREEN
from alliance.people.models import Person
from alliance.schools.models import Alliance, School
from sle.models import (
    Answer,
    Application,
    ApplicationArea,
    AreaDecision,
    EligibilityFinding,
    EligibilityRule,
    OutcomeLetter,
    Question,
    Reference,
    Round,
    RoundArea,
)
from sle.services import decisions, letters, panel
from sle.states import DecidedBy, EligibilityCheck, Outcome, ReferenceKind, ReferenceState
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory

AREAS = ("Maths", "Phonics", "Early years", "Behaviour and discipline")


def make_areas(*names: str) -> list[Area]:
    """Areas of the current national list."""
    area_list, _ = AreaList.objects.get_or_create(version="2012", defaults={"name": "Areas of 2012", "current": True})
    return [
        Area.objects.get_or_create(
            area_list=area_list, name=name, defaults={"position": n, "focus": "Pupil achievement"}
        )[0]
        for n, name in enumerate(names or AREAS, start=1)
    ]


def make_rubric(alliance: Alliance, by: Person) -> Rubric:
    """The national matrix."""
    return panels.new_rubric(alliance=alliance, spec=RED_AMBER_GREEN, by=by)


def make_round(alliance: Alliance, staff: Person, *, state: str = "closed", **more: Any) -> Round:
    """A round with two questions, one rule and four areas; its times fit its state."""
    now = timezone.now()
    ago = timedelta(days=-10) if state in ("draft", "open") else timedelta(days=10)
    round = Round.objects.create(
        **{
            "alliance": alliance,
            "title": "SLE round Spring 2027",
            "about": "For leaders who want to help others.",
            "state": state,
            "opens_at": now - timedelta(days=30),
            "hand_over_by": now - ago - timedelta(days=2),
            "references_by": now - ago,
            "opened_at": now - timedelta(days=30),
            "rubric": make_rubric(alliance, staff),
            "privacy_notice": "Who sees it, and how long it is kept.",
            "appeal_grounds": "You can appeal if the published process was not followed.",
            "reply_by": timezone.localdate() + timedelta(days=20),
            "training_on": date(timezone.localdate().year + 1, 3, 23),
            **more,
        }
    )
    for n in (1, 2):
        Question.objects.create(
            alliance=alliance, round=round, position=n, key=f"q{n}", title=f"Question {n}", text="What did you do?"
        )
    EligibilityRule.objects.create(
        alliance=alliance,
        round=round,
        position=1,
        text="At least one area",
        decided_by=DecidedBy.ANSWERS,
        automatic=EligibilityCheck.HAS_AREA,
    )
    for area in make_areas():
        RoundArea.objects.create(alliance=alliance, round=round, area=area)
    return round


def make_application(
    round: Round,
    name: str = "Alex Okafor",
    *,
    areas: tuple[str, ...] = ("Maths",),
    school: School | None = None,
    person: Person | None = None,
    state: str = "submitted",
    **more: Any,
) -> Application:
    """A submitted application with answers, both references returned and its rule met."""
    first, _, surname = name.partition(" ")
    address = f"{first}.{surname}@school.example".lower().replace(" ", "")
    person = person or PersonFactory(first_name=first, surname=surname, email=address)
    school = school or SchoolFactory()
    now, alliance = timezone.now(), round.alliance
    application = Application.objects.create(
        **{
            "alliance": alliance,
            "round": round,
            "applicant": person,
            "state": state,
            "first_name": first,
            "surname": surname,
            "post": "Head of maths",
            "school": school,
            "trn": "1234567",
            "leadership_years": 3,
            "is_head": False,
            "is_hlta": False,
            "handed_over_at": now,
            "submitted_at": now if state not in ("draft", "handed_over") else None,
            **more,
        }
    )
    for area in make_areas(*areas):
        ApplicationArea.objects.create(alliance=alliance, application=application, area=area)
    for question in round.questions.all():
        Answer.objects.create(
            alliance=alliance, application=application, question=question, text=f"I led {question.key}.", complete=True
        )
    for kind, role in ((ReferenceKind.HEAD, "head"), (ReferenceKind.SECOND, "colleague")):
        Reference.objects.create(
            alliance=alliance,
            application=application,
            kind=kind,
            state=ReferenceState.RETURNED,
            name=f"Robin {role.capitalize()}",
            email=f"{role}.of.{application.pk}@school.example",
            school=school,
            asked_at=now,
            returned_at=now,
            statement="Very good work.",
            confirms_role=True,
            confirms_years=3,
            agrees_release=True,
            support="strongly",
            signer_name=f"Robin {role.capitalize()}",
        )
    for rule in round.eligibility_rules.all():
        EligibilityFinding.objects.create(alliance=alliance, application=application, rule=rule, met=True, found_at=now)
    return application


@dataclass
class Stage:
    """A round with its panel at work. `staff` runs it; chair, deputy and two scorers sit."""

    round: Round
    staff: Person
    exercise: Exercise
    seats: dict[str, Seat] = field(default_factory=dict)

    @property
    def chair(self) -> Person:
        return self.seats["chair"].person

    @property
    def deputy(self) -> Person:
        return self.seats["deputy"].person

    def sit(self, name: str, role: str, person: Person | None = None) -> Seat:
        """Seat somebody who has declared that they have no interests."""
        first, _, surname = name.partition(" ")
        address = f"{first}.{surname}.{self.round.pk}@panel.example".lower()
        person = person or PersonFactory(first_name=first, surname=surname, email=address)
        seat = panels.seat_person(exercise=self.exercise, person=person, role=role, by=self.staff)
        panels.declare_interests(seat=seat, schools=[], people=[], now=timezone.now())
        return seat

    def entry(self, application: Application) -> Entry:
        """The entry of an application."""
        return Entry.objects.get(exercise=self.exercise, candidate_id=application.pk)

    def clear(self) -> None:
        """Black out what is marked, leave out uploads that nobody has decided on, and clear every dossier."""
        for entry in Entry.objects.filter(exercise=self.exercise):
            dossier = entry.dossiers.order_by("-version").first()
            panels.decide_marks(
                dossier=dossier, marks=list(dossier.marks.all()), black_out=True, by=self.staff, now=timezone.now()
            )
            decided = set(ClearedCopy.objects.filter(dossier=dossier).values_list("section", flat=True))
            for section in dossier.sections:
                if section["kind"] == "document" and section["key"] not in decided:
                    panels.leave_paper_out(dossier=dossier, section=section["key"], by=self.staff, now=timezone.now())
            panels.clear_dossier(dossier=dossier, by=self.staff, now=timezone.now())

    def score(self, application: Application, level: str, comment: str = "Clear evidence.") -> None:
        """Everybody who has to scores the application at one level throughout."""
        entry = self.entry(application)
        levels = {one.name: one.pk for one in Level.objects.filter(rubric=self.exercise.rubric)}
        given = {
            criterion.pk: panels.Given(level=levels[level], cannot_judge=False, comment=comment)
            for criterion in Criterion.objects.filter(rubric=self.exercise.rubric)
        }
        owed = Assignment.objects.filter(entry=entry, state="assigned").select_related(
            "entry__exercise", "seat__person"
        )
        for assignment in owed:
            panels.submit_scores(
                assignment=assignment,
                given=given,
                comment="",
                revision=assignment.revision,
                dossier=entry.dossiers.order_by("-version").first(),
                by=assignment.seat.person,
                now=timezone.now(),
            )

    def start_scoring(self, now: datetime | None = None) -> None:
        """Freeze, clear, start."""
        panel.hand_over(round=self.round, by=self.staff, now=now or timezone.now())
        self.clear()
        panel.start_scoring(round=self.round, by=self.staff, now=now or timezone.now())
        self.round.refresh_from_db()

    def start_deciding(self) -> None:
        """End scoring."""
        panel.start_deciding(round=self.round, by=self.staff, now=timezone.now())
        self.round.refresh_from_db()

    def propose(self, application: Application, outcome: str, *, by: Person | None = None, **more: Any) -> None:
        """The chair proposes one outcome for every area of the application."""
        choices = [
            decisions.Choice(line, outcome, more.get("reserve_until"))
            for line in application.areas.select_related("application__round")
        ]
        decisions.propose_outcomes(
            round=self.round,
            choices=choices,
            reason=more.get("reason", "As the panel agreed."),
            by=by or self.chair,
            now=timezone.now(),
        )

    def approve(self, by: Person, *applications: Application) -> None:
        """Approve what is proposed for these applications (for all, if none is named)."""
        waiting = AreaDecision.objects.filter(application_area__application__round=self.round, state="proposed")
        if applications:
            waiting = waiting.filter(application_area__application__in=applications)
        decisions.approve_outcomes(
            round=self.round,
            decisions=list(waiting.select_related("application_area__application__round")),
            by=by,
            now=timezone.now(),
        )

    def letter(self, application: Application) -> OutcomeLetter:
        """The application's latest outcome letter as stored now."""
        related = OutcomeLetter.objects.select_related("application__round__alliance", "application__applicant")
        return related.filter(application=application).latest("pk")

    def approve_letters(self, *applications: Application) -> None:
        """Staff approve the letters of these applications."""
        letters.approve_letters(
            letters=[self.letter(application) for application in applications], by=self.staff, now=timezone.now()
        )


def make_stage(alliance: Alliance, staff: Person, *, round: Round | None = None, **more: Any) -> Stage:
    """A closed round (or `round`) with a panel of chair, deputy and two scorers, nothing handed over yet."""
    round = round or make_round(alliance, staff, **more)
    stage = Stage(round, staff, panel.open_panel(round=round, by=staff))
    for name, role in (
        ("Carol Chair", "chair"),
        ("Denis Deputy", "deputy"),
        ("Ann Scorer", "scorer"),
        ("Bob Marker", "scorer2"),
    ):
        stage.seats[role] = stage.sit(name, role.rstrip("2"))
    return stage


def make_decided(alliance: Alliance, staff: Person, director: Person, *names: str, **more: Any) -> tuple[Stage, list]:
    """A round in which everybody named is designated in maths, approved, and every letter is approved."""
    stage = make_stage(alliance, staff, **more)
    applications = [make_application(stage.round, name) for name in names]
    stage.start_scoring()
    for application in applications:
        stage.score(application, "Green")
    stage.start_deciding()
    for application in applications:
        stage.propose(application, Outcome.DESIGNATED)
    stage.approve(director)
    stage.approve_letters(*applications)
    return stage, applications
