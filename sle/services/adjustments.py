"""What is arranged for somebody who asked for an adjustment."""

from __future__ import annotations

from django.db import transaction

from alliance.people.models import Person
from alliance.workflow.events import record
from sle.models import AdjustmentRequest


@transaction.atomic
def arrange(*, request: AdjustmentRequest, arrangement: str, by: Person) -> None:
    """Word what has been arranged; panels see only this, never the request."""
    AdjustmentRequest.objects.filter(pk=request.pk).update(arrangement=arrangement, arranged_by=by)
    record(request, "arrange", by=by, fields=["arrangement"])
    request.refresh_from_db()


@transaction.atomic
def note_reading(*, request: AdjustmentRequest, by: Person) -> None:
    """Write down that `by` has read what an applicant asked for privately."""
    record(request, "read", by=by)
