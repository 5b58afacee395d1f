"""What workers do for operators."""

from __future__ import annotations

from celery import shared_task

from alliance.members.services.schools_import import bring_schools_in


@shared_task(name="members.bring_schools_in")
def bring_in(pk: int) -> None:
    """Bring an uploaded file of the register in."""
    bring_schools_in(pk)
