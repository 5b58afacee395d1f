"""Reading documents."""

from __future__ import annotations

from django.db import models

from alliance.library.models import Document


def documents_of(subject: models.Model, purpose: str | None = None) -> models.QuerySet[Document]:
    """The documents of a record that were not removed, oldest first; only those for `purpose`, if one is named."""
    documents = Document.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk, removed_at=None
    ).order_by("id")
    return documents if purpose is None else documents.filter(purpose=purpose)
