"""What workers do for SLE rounds."""

from __future__ import annotations

from celery import shared_task

from sle.services import fairness


@shared_task(name="sle.make_fairness_paper")
def make_fairness_paper(pk: int) -> None:
    """Make the PDF of this fairness report."""
    fairness.make_paper(pk)
