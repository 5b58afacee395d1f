"""Panels: whoever has nothing to do with an exercise finds nothing, and its panel finds nothing of its preparation."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from alliance.panels import services
from alliance.panels.models import Seat
from tests.architecture.role_matrix.rows import NOBODY, STAFF, Row
from tests.conftest import Cast
from tests.factories.panels import make_panel

SCORER = "head"


def prepare(cast: Cast) -> Seat:
    """The seat of the head, who has declared interests, on a panel whose exercise is being prepared."""
    panel = make_panel(cast.alliance, cast.director, {})
    seat = services.seat_person(exercise=panel.exercise, person=cast.head, role="scorer", by=cast.director)
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
    "panels:table": Row(NOBODY, exercise, refused=404, but=tuple((role, 403) for role in STAFF.split())),
    "panels:comparison": NOT_FOUND,
}
