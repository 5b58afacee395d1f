"""Panels: whoever has nothing to do with an exercise finds nothing, and its panel finds nothing of its preparation."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils import timezone

from alliance.panels import services
from alliance.panels.models import Assignment, Discussion, Exercise, Seat
from sle.models import Application
from sle.services import panel
from tests.architecture.role_matrix.rows import NOBODY, STAFF, Row
from tests.conftest import Cast
from tests.factories.panels import make_panel
from tests.factories.sle_panel import Stage, make_application, make_round

SCORER = "head"
CHAIR = "coordinator"
PANEL = "coordinator head teacher"


def prepare(cast: Cast) -> Seat:
    """The seat of the head, who has declared interests, on a panel whose exercise is being prepared."""
    prepared = make_panel(cast.alliance, cast.director, {})
    seat = services.seat_person(exercise=prepared.exercise, person=cast.head, role="scorer", by=cast.director)
    services.declare_interests(seat=seat, schools=[], people=[], now=timezone.now())
    return seat


def exercise(cast: Cast) -> dict[str, Any]:
    return {"pk": prepare(cast).exercise_id}


def seat(cast: Cast) -> dict[str, Any]:
    made = prepare(cast)
    return {"pk": made.exercise_id, "seat": made.pk}


def rubric(cast: Cast) -> dict[str, Any]:
    return {"pk": make_panel(cast.alliance, cast.director, {}).rubric.pk}


def unknown_entry(cast: Cast) -> dict[str, Any]:
    """No code tells whether an entry is hidden from somebody or does not exist."""
    return {**exercise(cast), "code": "SLE-99"}


def unknown_paper(cast: Cast) -> dict[str, Any]:
    return {**unknown_entry(cast), "section": "q1"}


def unknown_seat(cast: Cast) -> dict[str, Any]:
    return {**unknown_entry(cast), "seat": 1}


def sit(cast: Cast) -> tuple[Stage, Application]:
    """A round's panel, with two applications handed over: the coordinator chairs, the head and the teacher score."""
    round = make_round(cast.alliance, cast.lead)
    stage = Stage(round, cast.lead, panel.open_panel(round=round, by=cast.lead))
    for person, role in ((cast.coordinator, "chair"), (cast.head, "scorer"), (cast.teacher, "scorer")):
        stage.sit(person.name, role, person=person)
    first, _ = make_application(round), make_application(round, "Bea Obi")
    return stage, first


def one_of(stage: Stage, application: Application) -> dict[str, Any]:
    return {"pk": stage.exercise.pk, "code": stage.entry(application).code}


def handed_over(cast: Cast) -> dict[str, Any]:
    stage, application = sit(cast)
    panel.hand_over(round=stage.round, by=cast.lead, now=timezone.now())
    return one_of(stage, application)


def to_score(cast: Cast) -> dict[str, Any]:
    stage, application = sit(cast)
    stage.start_scoring()
    return one_of(stage, application)


def scored(cast: Cast) -> dict[str, Any]:
    stage, application = sit(cast)
    stage.start_scoring()
    stage.score(application, "Green")
    return one_of(stage, application)


def meeting(cast: Cast) -> dict[str, Any]:
    """Everything scored, scoring over, and a meeting open at which one application was talked about."""
    stage, first = sit(cast)
    stage.start_scoring()
    for application in stage.round.applications.all():
        stage.score(application, "Green")
    stage.start_deciding()
    seats = list(Seat.objects.filter(exercise=stage.exercise))
    given = {"by": cast.coordinator, "now": timezone.now()}
    stage.exercise.refresh_from_db()
    opened = services.open_meeting(
        exercise=stage.exercise, held_on=timezone.localdate(), present=seats, others=["Sam Clerk"], **given
    )
    services.discuss(meeting=opened, entry=stage.entry(first), agreed=(), revision=0, out=(), **given)
    return {"pk": stage.exercise.pk, "meeting": opened.pk}


def talked_about(cast: Cast) -> dict[str, Any]:
    """An application while a meeting is open."""
    exercise = meeting(cast)["pk"]
    return {"pk": exercise, "code": Discussion.objects.get(meeting__exercise=exercise).entry.code}


def proposed(cast: Cast) -> dict[str, Any]:
    """A proposal of who scores what, which nobody has accepted yet."""
    stage, first = sit(cast)
    panel.hand_over(round=stage.round, by=cast.lead, now=timezone.now())
    stage.exercise.scores_per_entry = 2
    stage.exercise.save(update_fields=["scores_per_entry"])
    made = services.ask_for_proposal(exercise=stage.exercise, caps={}, by=cast.lead, now=timezone.now())
    services.make_proposal(made.pk)
    return one_of(stage, first)


def calibrating(cast: Cast) -> dict[str, Any]:
    """Scoring has begun, and the panel scores one dossier together first; two of three have."""
    stage, _ = sit(cast)
    section = {"key": "answer", "title": "What they wrote", "kind": "answer", "text": "I led phonics."}
    entry = services.write_calibration(exercise=stage.exercise, sections=[section], by=cast.lead, now=timezone.now())
    stage.start_scoring()
    levels = list(stage.exercise.rubric.levels.all())
    criteria = list(stage.exercise.rubric.criteria.all())
    owed = Assignment.objects.filter(entry=entry.pk).exclude(seat__person=cast.head)
    for number, held in enumerate(owed.select_related("entry__exercise", "seat__person").order_by("pk")):
        services.submit_scores(
            assignment=held,
            given={one.pk: services.Given(level=levels[number].pk) for one in criteria},
            comment="",
            revision=0,
            dossier=entry.dossiers.get(),
            by=held.seat.person,
            now=timezone.now(),
        )
    return {"pk": stage.exercise.pk, "code": entry.code}


def calibration_shown(cast: Cast) -> dict[str, Any]:
    """The panel sees how it read the dossier, and has agreed on nothing yet."""
    made = calibrating(cast)
    calibrated = Exercise.objects.get(pk=made["pk"])
    services.show_spread(exercise=calibrated, reason="She is ill.", by=cast.coordinator, now=timezone.now())
    return made


@cache
def whole(make: Callable[[Cast], dict[str, Any]]) -> Callable[[Cast], dict[str, Any]]:
    """The same, for a page about the whole exercise."""
    return lambda cast: {"pk": make(cast)["pk"]}


ON_TO_THEIR_DESK = (("head", 302), ("teacher", 302))
NOT_WHILE_SCORING = NOT_BY_STAFF = tuple((role, 403) for role in STAFF.split())
NOT_BY_OTHERS = (*NOT_BY_STAFF, ("head", 403), ("teacher", 403))
NOT_FOUND = Row(NOBODY, unknown_entry, refused=404)
NOT_FOUND_BY_POST = Row(NOBODY, unknown_entry, refused=404, post=True)

ROWS = {
    "panels:exercise_list": Row(STAFF, refused=404),
    "panels:rubric_list": Row(STAFF),
    "panels:rubric_new": Row(STAFF),
    "panels:rubric": Row(STAFF, rubric),
    "panels:exercise": Row(STAFF, exercise, refused=404, but=((SCORER, 302),)),  # on to their desk
    "panels:exercise_start": Row(STAFF, exercise, ok=302, refused=404, post=True),
    "panels:exercise_end": Row(STAFF, exercise, ok=302, refused=404, post=True),
    "panels:exercise_setup": Row(STAFF, exercise, refused=404),
    "panels:seat_list": Row(STAFF, exercise, refused=404),
    "panels:seat_leave": Row(STAFF, seat, refused=404),
    "panels:sharing": NOT_FOUND,
    "panels:calibration": Row(STAFF, exercise, refused=404),
    "panels:calibration being scored": Row(f"{STAFF} {PANEL}", whole(calibrating), refused=404),
    "panels:calibration shown": Row(f"{STAFF} {PANEL}", whole(calibration_shown), refused=404),
    "panels:calibration_drop": Row(STAFF, exercise, ok=302, refused=404, post=True),
    "panels:calibration_show": Row(CHAIR, whole(calibrating), ok=422, refused=404, post=True, but=NOT_BY_OTHERS),
    "panels:calibration_end": Row(CHAIR, whole(calibration_shown), ok=302, refused=404, post=True, but=NOT_BY_OTHERS),
    "panels:score together first": Row(PANEL, calibrating, refused=404),
    "panels:proposal": Row(STAFF, exercise, refused=404),
    "panels:proposal made": Row(STAFF, whole(proposed), refused=404),
    "panels:proposal_change": Row(STAFF, proposed, refused=404),
    "panels:proposal_accept": Row(STAFF, whole(proposed), ok=302, refused=404, post=True),
    "panels:excuse": Row(NOBODY, unknown_seat, refused=404),
    "panels:fewer": NOT_FOUND,
    "panels:dossier_clear": NOT_FOUND,
    "panels:mark_decide": NOT_FOUND_BY_POST,
    "panels:passage_black_out": NOT_FOUND_BY_POST,
    "panels:paper_decide": Row(NOBODY, unknown_paper, refused=404, post=True),
    "panels:paper_original": Row(NOBODY, unknown_paper, refused=404),
    "panels:declaration": Row(SCORER, exercise, refused=404),
    "panels:desk": Row(SCORER, exercise, refused=404),
    "panels:next_unscored": Row(SCORER, exercise, refused=404, ok=302),
    "panels:pack": Row(NOBODY, exercise, refused=404),  # nothing is open to score yet
    "panels:pack_pdf": Row(NOBODY, exercise, refused=404),
    "panels:score": NOT_FOUND,
    "panels:draft": NOT_FOUND_BY_POST,
    "panels:recuse": NOT_FOUND,
    "panels:paper": Row(NOBODY, unknown_paper, refused=404),
    "panels:table": Row(NOBODY, exercise, refused=404, but=NOT_WHILE_SCORING),
    "panels:meeting_list": Row(f"{STAFF} {CHAIR}", whole(meeting), refused=404),
    "panels:meeting_open": Row(CHAIR, whole(meeting), refused=404, but=NOT_BY_STAFF),
    "panels:meeting": Row(f"{STAFF} {CHAIR}", meeting, refused=404),
    "panels:meeting_change": Row(CHAIR, meeting, refused=404, but=NOT_BY_STAFF),
    "panels:meeting_close": Row(CHAIR, meeting, refused=404, but=NOT_BY_STAFF),
    "panels:comparison at a meeting": Row(f"{STAFF} {PANEL}", talked_about, refused=404),
    "panels:scorer_list over": Row(f"{STAFF} {CHAIR}", whole(meeting), refused=404),
    "panels:table over": Row(f"{STAFF} {CHAIR}", whole(meeting), refused=404),
    "panels:scorer_list": Row(NOBODY, exercise, refused=404, but=NOT_WHILE_SCORING),
    "panels:comparison": NOT_FOUND,
    "panels:comparison_paper": Row(NOBODY, unknown_paper, refused=404),
    "panels:dossier_clear at work": Row(STAFF, handed_over, refused=404),
    "panels:sharing at work": Row(STAFF, handed_over, refused=404),
    "panels:exercise at work": Row(f"{STAFF} {CHAIR}", whole(to_score), refused=404, but=ON_TO_THEIR_DESK),
    "panels:exercise_list at work": Row(f"{STAFF} {PANEL}", lambda cast: to_score(cast) and {}, refused=404),
    "panels:seat_list at work": Row(STAFF, whole(to_score), refused=404),
    "panels:desk at work": Row(PANEL, whole(to_score), refused=404),
    "panels:score at work": Row(PANEL, to_score, refused=404),
    "panels:score submitted": Row(PANEL, scored, refused=404),
    "panels:recuse at work": Row(PANEL, to_score, refused=404),
    "panels:fewer at work": Row(CHAIR, to_score, refused=404),
    "panels:table at work": Row(CHAIR, whole(scored), refused=404, but=NOT_WHILE_SCORING),
    "panels:scorer_list at work": Row(CHAIR, whole(scored), refused=404, but=NOT_WHILE_SCORING),
    "panels:comparison at work": Row(PANEL, scored, refused=404, but=NOT_WHILE_SCORING),
}
