"""Opening a document."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from alliance.library import rules
from alliance.library.models import Document
from alliance.refusal import allow
from alliance.requests import PortalRequest


@require_safe
def document(request: PortalRequest, pk: int) -> FileResponse:
    """The file as an attachment, never shown inside the portal's own address; only with its record's permission."""
    found: Document = get_object_or_404(Document.objects.filter(removed_at=None), pk=pk)
    allow(rules.may_open_document(request.person, found))
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404("The file is not there any more.") from None
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
