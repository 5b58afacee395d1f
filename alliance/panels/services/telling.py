"""Mails to the people on a panel. None of them names a candidate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from alliance.addresses import full, path_to
from alliance.panels import queries
from alliance.panels.models import Assignment, Exercise, Seat
from alliance.panels.states import AssignmentState, ExerciseState, SeatState
from alliance.times import in_words
from alliance.post.services import send
from alliance.post.texts import Address
from alliance.schools.models import Alliance

REMIND_BEFORE = (timedelta(days=5), timedelta(days=1))


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
        _tell("panels.scoring_open", seat, queries.assignments_of(seat).count(), f"panels.scoring_open:{seat.pk}")


def tell_of_more(*, exercise: Exercise, given: Mapping[int, int], now: datetime) -> None:
    """Tell those who were given more to score (`given`: number of entries by id of the seat)."""
    for seat in exercise.seats.filter(pk__in=given).select_related("person", "exercise__alliance"):
        _tell("panels.more_to_score", seat, given[seat.pk], f"panels.more_to_score:{seat.pk}:{now.isoformat()}")


def remind_scorers(alliance: Alliance, now: datetime) -> None:
    """Remind everybody with unfinished scores five days and one day before `score_by`, once for each.

    A day when the portal was down or a date that moved changes nothing: the key names the date and the step, and only
    the latest step that is due is sent.
    """
    for exercise in Exercise.objects.filter(
        alliance=alliance, state=ExerciseState.SCORING, score_by__gt=now, score_by__lte=now + max(REMIND_BEFORE)
    ):
        assert exercise.score_by is not None
        step = min(step for step in REMIND_BEFORE if exercise.score_by - step <= now)
        for seat in exercise.seats.filter(state=SeatState.SITTING).select_related("person", "exercise__alliance"):
            left = _left(seat)
            if left:
                key = f"panels.score_reminder:{seat.pk}:{exercise.score_by.isoformat()}:{step.days}"
                _tell("panels.score_reminder", seat, left, key)


def _left(seat: Seat) -> int:
    open_ones: int = Assignment.objects.filter(
        pk__in=queries.assignments_of(seat), state=AssignmentState.ASSIGNED
    ).count()
    return open_ones
