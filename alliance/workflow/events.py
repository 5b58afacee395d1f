"""The audit trail: what happened to which record, by whom, when. Ids, states and names of fields, never typed text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.utils import timezone

from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.workflow.models import Event


def event_for(
    subject: models.Model,
    move: str,
    *,
    by: Person | None,
    at: datetime | None = None,
    before: str = "",
    after: str = "",
    fields: Iterable[str] = (),
) -> Event:
    """An unsaved event about `subject`.

    The root is the record whose life story the event belongs to: the model's `root` property if it has one (an
    application for its references), else the subject itself.
    """
    root = getattr(subject, "root", subject)
    return Event(
        alliance_id=subject.pk if isinstance(subject, Alliance) else getattr(subject, "alliance_id", None),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        root_type=root._meta.label_lower,
        root_id=root.pk,
        move=move,
        before=before,
        after=after,
        fields=list(fields),
        person=by,
        at=at or timezone.now(),
    )


def write_events(events: list[Event]) -> None:
    """Store events, in the transaction of what they tell of."""
    Event._base_manager.bulk_create(events)


def record(
    subject: models.Model, what: str, *, by: Person | None, at: datetime | None = None, fields: Iterable[str] = ()
) -> None:
    """Write down something that is not a move: `record(application, "viewed_adjustments", by=person)`."""
    write_events([event_for(subject, what, by=by, at=at, fields=fields)])
