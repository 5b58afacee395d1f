"""What the clock does: closings, releases at a set time."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from alliance.workflow.asking import ask_every_alliance


@shared_task(name="workflow.do_what_is_due")
def do_what_is_due() -> None:
    """Ask every app in every alliance to do what is due by now (`Portal.due`)."""
    ask_every_alliance("due", now=timezone.now())
