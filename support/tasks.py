"""What workers do for support."""

from __future__ import annotations

from celery import shared_task

from support.services import plans


@shared_task(name="support.make_plan")
def make_plan(pk: int) -> None:
    """Work out this plan for all open requests."""
    plans.make_plan(pk)
