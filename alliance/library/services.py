"""Storing and removing documents."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils import timezone

from alliance.library.models import Document
from alliance.library.queries import documents_of
from alliance.library.sniffing import UploadRefused, safe_name, sniff
from alliance.people.models import Person
from alliance.workflow.events import record


def store(*, subject: models.Model, purpose: str, upload: File, by: Person | None) -> Document:
    """Keep an uploaded file as a document of `subject` (a record with an `alliance`) for `purpose`.

    The document takes its alliance from the record. Raises UploadRefused, with the sentence to show beside the field,
    for a file too large, one too many for the same record and purpose, or of a type we do not take.
    """
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1][:80] or "The file"
    most = settings.UPLOAD_MAX_BYTES
    if upload.size > most:
        raise UploadRefused(f"“{name}” is too large. A file can have at most {most // (1024 * 1024)} MB.")
    upload.seek(0)
    content = upload.read(most + 1)
    kind = sniff(content, name)
    with transaction.atomic():
        # The record's row is the lock: of two uploads at once, one is counted before the other.
        type(subject)._base_manager.select_for_update().get(pk=subject.pk)
        if documents_of(subject, purpose).count() >= settings.UPLOAD_MAX_FILES:
            raise UploadRefused(
                f"There are {settings.UPLOAD_MAX_FILES} files already, and more cannot be added. Remove one first."
            )
        document = Document(
            alliance_id=subject.alliance_id,  # type: ignore[attr-defined]  # every record with documents is an alliance's
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            purpose=purpose,
            name=safe_name(upload.name or "", kind),
            content_type=kind.content_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=by,
        )
        document.file.save(f"{secrets.token_hex(16)}{kind.extension}", ContentFile(content), save=False)
        try:
            document.save()
            record(document, "store_document", by=by)
        except BaseException:
            document.file.delete(save=False)
            raise
    return document


@transaction.atomic
def remove(*, document: Document, by: Person | None) -> None:
    """Take a document away from its record. Whoever holds an old link gets "not found"; the row stays for the audit.

    Removing what somebody else has just removed does nothing.
    """
    if Document.objects.filter(pk=document.pk, removed_at=None).update(removed_at=timezone.now()):
        record(document, "remove_document", by=by)


@transaction.atomic
def note_reading(*, document: Document, by: Person) -> None:
    """Write down that `by` has opened a document that somebody else uploaded."""
    if document.uploaded_by_id != by.pk:
        record(document, "read", by=by)
