"""Reasons and remarks, kept apart from the append-only events because a person may ask for them to be erased."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from alliance.people.models import Person
from alliance.workflow.models import Note


def write_note(subject: models.Model, about: str, text: str, *, by: Person | None) -> Note:
    """Keep what `by` typed about `subject` (which has an `alliance`); `about` names the move or matter."""
    return Note._base_manager.create(
        alliance_id=subject.alliance_id,  # type: ignore[attr-defined]  # every noted record is an alliance's
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        about=about,
        text=text,
        person=by,
        at=timezone.now(),
    )


def notes_about(subject: models.Model, about: str | None = None) -> models.QuerySet[Note]:
    """The notes on `subject`, oldest first, with who wrote them."""
    notes = Note.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).select_related("person")
    return notes.filter(about=about) if about else notes
