"""What workers do for post. A message only wakes a worker; the rows say what is to be done."""

from __future__ import annotations

import logging

from celery import current_app, shared_task
from django.utils import timezone

from alliance.post import delivery, letters
from alliance.post.sweeping import take_due
from alliance.workflow.asking import ask_every_alliance

log = logging.getLogger(__name__)


@shared_task(name="post.sweep")
def sweep() -> None:
    """Wake workers for everything that is due and that nobody was woken for: a bounded number each time."""
    for call in take_due(now=timezone.now()):
        current_app.send_task(call.task, args=[call.argument], queue=call.queue)


@shared_task(name="post.deliver_mails")
def deliver_mails(ids: list[int]) -> None:
    """Send the mails of these ids."""
    delivery.deliver(ids)


@shared_task(name="post.make_letters")
def make_letters(ids: list[int]) -> None:
    """Make the PDFs of the letters of these ids."""
    letters.make(ids)


@shared_task(name="post.put_together")
def put_together(pk: int) -> None:
    """Put the letters of this print batch together."""
    letters.put_together(pk)


@shared_task(name="post.remind")
def remind() -> None:
    """Ask every app in every alliance to post the reminders that are due."""
    ask_every_alliance("reminders", now=timezone.now())
