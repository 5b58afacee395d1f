"""What workers do for panels."""

from __future__ import annotations

from celery import shared_task

from alliance.panels import services


@shared_task(name="panels.make_pack")
def make_pack(pk: int) -> None:
    """Make the PDF of this panel pack."""
    services.make_pack(pk)


@shared_task(name="panels.make_proposal")
def make_proposal(pk: int) -> None:
    """Work out this proposal of who scores what."""
    services.make_proposal(pk)
