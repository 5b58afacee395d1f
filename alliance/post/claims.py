"""Who works on a row of post: claimed by one conditional UPDATE, for as long as a lease, by one worker at a time.

The row is the truth. A message of Celery only wakes a worker; a worker that is killed leaves its row claimed, and
when the lease is over the next one takes it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from alliance.post.models import Job
from alliance.workflow.machine import Machine, MoveRefused

log = logging.getLogger(__name__)

MINUTES = [1, 5, 15, 60, 120, 240, 480, 720, 1440]
# Two days of waiting in all: a mail server that breaks on Friday evening is found on Monday morning.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in MINUTES)
# A sign-in code is no use to anybody after a few minutes.
SHORT_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 30, 60, 120))

# A row that stops every worker that touches it is given up after so many attempts.
MOST_ATTEMPTS = 15


def lease() -> timedelta:
    """How long a worker may keep a row: longer than the hard time limit of its task."""
    return timedelta(seconds=settings.POST_LEASE_SECONDS)


def free(now: datetime) -> Q:
    """The condition of rows that are due at `now` and that no living worker has in hand."""
    return Q(due_at__lte=now) & (Q(lease_until=None) | Q(lease_until__lt=now))


def claim(machine: Machine, row: Job) -> bool:
    """Take `row` for this worker; False if it is not due, done, or in another's hand.

    The number of the attempt goes into the condition: of two workers that read the same row one wins.
    """
    now = timezone.now()
    try:
        machine.apply(
            row,
            "claim",
            by=None,
            where=free(now) & Q(attempts=row.attempts),
            lease_until=now + lease(),
            attempts=row.attempts + 1,
        )
    except MoveRefused:
        return False
    return True


def worn_out(machine: Machine, row: Job, **when_given_up: Any) -> bool:
    """Has a claimed row stopped too many workers already? It has failed, then, and is left alone.

    `when_given_up` are changes (field=value) that go with failing.
    """
    if row.attempts <= MOST_ATTEMPTS:
        return False
    words = f"A worker was stopped at it {row.attempts - 1} times before it could finish. {row.problem}".strip()
    settle(machine, row, "fail", problem=words, **when_given_up)
    return True


def settle(machine: Machine, row: Job, move: str, **changes: Any) -> bool:
    """Make the last move on a claimed row and give it back; False if its lease ran out and another has taken it."""
    try:
        machine.apply(
            row,
            move,
            by=None,
            where=Q(attempts=row.attempts, lease_until=row.lease_until),
            **{"lease_until": None, "woken_until": None, **changes},
        )
    except MoveRefused:
        log.warning("%s %s was taken over by another worker.", row._meta.label, row.pk)
        return False
    return True


def put_off(
    machine: Machine,
    row: Job,
    problem: str,
    pauses: tuple[timedelta, ...] = PAUSES,
    **when_given_up: Any,
) -> None:
    """Leave a claimed row for later because of `problem`, each time longer; after the last pause it has failed.

    `when_given_up` are changes (field=value) that go with failing.
    """
    if row.attempts > len(pauses):
        settle(machine, row, "fail", problem=f"Tried {row.attempts} times. {problem}", **when_given_up)
    else:
        settle(machine, row, "wait_again", problem=problem, due_at=timezone.now() + pauses[row.attempts - 1])
