"""Mails to the people on a panel. None of them names a candidate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.utils import timezone

from alliance.addresses import full, path_to
from alliance.panels import queries
from alliance.panels.models import Assignment, Exercise, Seat
from alliance.panels.states import AssignmentState, ExerciseState, SeatState
from alliance.post.services import send
from alliance.post.texts import Address
from alliance.schools.models import Alliance
from alliance.schools.workdays import add_working_days
from alliance.times import in_words

REMIND_WORKING_DAYS = (3, 1)
REMIND_AT = time(8)


def _tell(kind: str, seat: Seat, count: int, dedupe: str) -> None:
    exercise = seat.exercise
    send(
        kind,
        to=seat.person,
        alliance=exercise.alliance,
        about=seat,
        values={
            "name": seat.person.name,
            "exercise": exercise.title,
            "applications": "1 application" if count == 1 else f"{count} applications",
            "score_by": in_words(exercise.score_by) if exercise.score_by else "a date that you will be told",
            "page": Address(full(path_to("panels:desk", exercise.alliance, pk=exercise.pk))),
        },
        dedupe=dedupe,
    )


def tell_scoring_open(*, exercise: Exercise) -> None:
    """Tell everybody on the panel that scoring has opened, and how much waits for them."""
    for seat in exercise.seats.filter(state=SeatState.SITTING).select_related("person", "exercise__alliance"):
        own = queries.assignments_of(seat).filter(entry__exercise=exercise)
        _tell("panels.scoring_open", seat, own.count(), f"panels.scoring_open:{seat.pk}")


def tell_calibrated(*, exercise: Exercise) -> None:
    """Tell everybody on the panel that the applications are open, now that it has agreed how to read the rubric."""
    for seat in exercise.seats.filter(state=SeatState.SITTING).select_related("person", "exercise__alliance"):
        _tell("panels.calibrated", seat, _left(seat), f"panels.calibrated:{seat.pk}")


def tell_of_more(*, exercise: Exercise, given: Mapping[int, int], now: datetime) -> None:
    """Tell those who were given more to score (`given`: number of entries by id of the seat)."""
    for seat in exercise.seats.filter(pk__in=given).select_related("person", "exercise__alliance"):
        _tell("panels.more_to_score", seat, given[seat.pk], f"panels.more_to_score:{seat.pk}:{now.isoformat()}")


def remind_scorers(alliance: Alliance, now: datetime) -> None:
    """Remind everybody with unfinished scores three working days and one before `score_by`, at 8am, once for each.

    A day when the portal was down or a date that moved changes nothing: the key names the date and the step, and only
    the latest step that is due is sent.
    """
    scoring = Exercise.objects.filter(alliance=alliance, state=ExerciseState.SCORING)
    for exercise in scoring.filter(score_by__gt=now, score_by__lte=now + timedelta(days=31)):
        step = _step(exercise, now)
        if step is None:
            continue
        for seat in exercise.seats.filter(state=SeatState.SITTING).select_related("person", "exercise__alliance"):
            if left := _left(seat):
                _tell("panels.score_reminder", seat, left, f"panels.score_reminder:{seat.pk}:{step}")


def _step(exercise: Exercise, now: datetime) -> str | None:
    """Which reminder is due now, as a text that names the date and the step; None before the first."""
    if exercise.score_by is None:
        return None
    last = timezone.localtime(exercise.score_by)
    due = None
    for days in REMIND_WORKING_DAYS:
        day = add_working_days(exercise.alliance, last.date(), -days)
        if datetime.combine(day, REMIND_AT, tzinfo=last.tzinfo) <= now:
            due = f"{last:%Y-%m-%d}:{days}"
    return due


def _left(seat: Seat) -> int:
    open_ones: int = Assignment.objects.filter(
        pk__in=queries.assignments_of(seat), state=AssignmentState.ASSIGNED
    ).count()
    return open_ones
