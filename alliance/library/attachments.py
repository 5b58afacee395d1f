"""A stored file as the answer to a request."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404


def as_attachment(held: Any, name: str = "") -> FileResponse:
    """The file of `held` (a Document, or a cleared copy of one) under `name`, for saving: never shown inside the
    portal's own address, never kept by anybody on the way. Raises Http404 where the file is gone."""
    try:
        content = held.file.open("rb")
    except FileNotFoundError:
        raise Http404("The file is not there any more.") from None
    response = FileResponse(content, as_attachment=True, filename=name or held.name, content_type=held.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
