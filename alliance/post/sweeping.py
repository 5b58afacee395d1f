"""Finding what is due, and whom to wake for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from alliance.portal import portals
from alliance.post.claims import free
from alliance.post.models import Job, Letter, Mail, PrintBatch
from alliance.post.states import LetterState, MailState, PrintState

# So many rows of a kind are handed out by one sweep, so many with one message. Mails of one message share a
# connection to the mail server; servers close it after a few dozen.
MOST = 500
TOGETHER = 10


@dataclass(frozen=True)
class Call:
    """One message to a queue: the task, and the id or ids it is about."""

    task: str
    argument: int | list[int]
    queue: str


def take_due(*, now: datetime) -> list[Call]:
    """The messages that wake workers for what is due at `now`, each row in one of them.

    A row that was handed out is left alone for a while (`woken_until`); if the message is lost, it is handed out
    again. Rows in a dead worker's hand come back when their lease is over.
    """
    quick = _taken(Mail, Q(state__in=[MailState.WAITING, MailState.SENDING], secret=True), now)
    mails = _taken(Mail, Q(state__in=[MailState.WAITING, MailState.SENDING], secret=False), now)
    letters = _taken(Letter, Q(state__in=[LetterState.WAITING, LetterState.MAKING]), now)
    papers: list[tuple[type[Job], str]] = [
        (PrintBatch, "post.put_together"),
        *(job for portal in portals() for job in portal.jobs),
    ]
    to_make = [
        (task, _taken(model, Q(state__in=[PrintState.WAITING, PrintState.MAKING]), now)) for model, task in papers
    ]
    return [
        *(Call("post.deliver_mails", [pk], "quick") for pk in quick),
        *(Call("post.deliver_mails", some, "bulk") for some in _bunches(mails)),
        *(Call("post.make_letters", some, "bulk") for some in _bunches(letters)),
        *(Call(task, pk, "bulk") for task, ids in to_make for pk in ids),
    ]


def _taken(model: type[Job], open_rows: Q, now: datetime) -> list[int]:
    due = model._base_manager.filter(open_rows, free(now), Q(woken_until=None) | Q(woken_until__lt=now))
    if not due.exists():  # most sweeps find nothing: then nobody's lock is taken
        return []
    with transaction.atomic():
        rows = due.select_for_update(skip_locked=True).order_by("due_at", "id")
        ids = list(rows.values_list("pk", flat=True)[:MOST])
        until = now + timedelta(seconds=settings.POST_WAKE_SECONDS)
        model._base_manager.filter(pk__in=ids).update(woken_until=until)
    return ids


def _bunches(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while some := list(islice(rest, TOGETHER)):
        yield some
