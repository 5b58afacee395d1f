"""Carrying out a job: what every worker does around the work itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from alliance.post.claims import claim, put_off, settle, worn_out
from alliance.post.models import Job
from alliance.workflow.machine import Machine

log = logging.getLogger(__name__)

# Trouble with a disk passes; trouble with the work itself does not, so there are few.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15))


class NotDone(Exception):
    """A job cannot be done, now or later; the message says why, for whoever waits for it."""


def carry_out(
    machine: Machine, row: Job, work: Callable[[], Mapping[str, Any]], *, failed: str = "The PDF could not be made"
) -> None:
    """Claim `row`, do its `work`, and settle it with the changes that `work` returns.

    NotDone is for good: the row has failed with its sentence. Any other trouble passes: it is tried again later, and
    what people read of it is `failed` and what the system says or its kind, never what the content was.
    """
    if not claim(machine, row) or worn_out(machine, row):
        return
    try:
        changes = work()
    except NotDone as reason:
        settle(machine, row, "fail", problem=str(reason))
    except Exception as error:
        log.exception("The job %s %s was not done.", row._meta.label, row.pk)
        said = (error.strerror if isinstance(error, OSError) else "") or type(error).__name__
        put_off(machine, row, f"{failed}: {said}.", PAUSES)
    else:
        settle(machine, row, "mark_made", **changes, made_at=timezone.now(), problem="")
