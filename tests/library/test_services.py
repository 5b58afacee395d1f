"""Storing and removing documents: rows, files, limits, events."""

import hashlib

import pytest

from alliance.library import services
from alliance.library.models import Document
from alliance.library.queries import documents_of
from alliance.library.sniffing import UploadRefused
from alliance.workflow.models import Event
from tests.factories import files


def store(subject, by, content=None, name="plan.doc", purpose="evidence"):
    return services.store(subject=subject, purpose=purpose, upload=files.upload(content or files.pdf(), name), by=by)


def test_a_document_is_kept_with_its_checksum_under_a_name_nobody_can_guess(cast, subject):
    content = files.pdf()
    document = store(subject, cast.teacher, content, "Plan of Hana.exe")
    document.refresh_from_db()
    assert (document.name, document.content_type, document.size) == (
        "Plan of Hana.pdf",
        "application/pdf",
        len(content),
    )
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    with document.file.open() as stored:
        assert stored.read() == content
    assert "Hana" not in document.file.name
    assert (document.alliance, document.uploaded_by) == (subject.alliance, cast.teacher)
    event = Event.objects.get(move="store_document")
    assert (event.subject_type, event.subject_id, event.person) == ("library.document", document.pk, cast.teacher)


def test_a_file_too_large_is_refused_with_the_limit(cast, subject, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(UploadRefused) as refused:
        store(subject, cast.teacher, files.pdf() + b"\0" * 1024 * 1024)
    assert refused.value.refusal.sentence == "“plan.doc” is too large. A file can have at most 1 MB."
    assert not Document.objects.exists()


def test_one_file_too_many_is_refused_and_removing_one_makes_room(cast, subject, settings):
    settings.UPLOAD_MAX_FILES = 2
    first = store(subject, cast.teacher)
    store(subject, cast.teacher)
    store(subject, cast.teacher, purpose="scan")
    with pytest.raises(UploadRefused) as refused:
        store(subject, cast.teacher)
    assert refused.value.refusal.sentence == "There are 2 files already, and more cannot be added. Remove one first."
    services.remove(document=first, by=cast.teacher)
    store(subject, cast.teacher)
    assert documents_of(subject, "evidence").count() == 2
    assert documents_of(subject).count() == 3


def test_removing_keeps_the_row_and_says_who_did_it_once(cast, subject):
    document = store(subject, cast.teacher)
    services.remove(document=document, by=cast.teacher)
    services.remove(document=document, by=cast.head)
    document.refresh_from_db()
    assert document.removed_at is not None
    assert list(Event.objects.filter(move="remove_document").values_list("person", flat=True)) == [cast.teacher.pk]
    assert not documents_of(subject).exists()
