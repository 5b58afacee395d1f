"""Opening a document."""

from __future__ import annotations

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from alliance.library import rules, services
from alliance.library.attachments import as_attachment
from alliance.library.models import Document
from alliance.refusal import allow
from alliance.requests import PortalRequest


@require_safe
def document(request: PortalRequest, pk: int) -> FileResponse:
    """The file as an attachment, never shown inside the portal's own address; only with its record's permission."""
    found: Document = get_object_or_404(Document.objects.filter(removed_at=None), pk=pk)
    allow(rules.may_open_document(request.person, found))
    if request.method == "GET":
        services.note_reading(document=found, by=request.person)
    return as_attachment(found)
