"""Pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or the person signed in elsewhere meanwhile: nothing typed is lost."""
    return render(request, "web/csrf_failure.html", status=403)
