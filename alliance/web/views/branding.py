"""The look of an alliance: its colours as a stylesheet, its logo."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from alliance.web import branding
from alliance.web.views.pictures import answer_with


@login_not_required
@require_safe
@cache_control(public=True, max_age=60 * 60 * 24 * 365, immutable=True)
def brand(request: Any, version: str) -> HttpResponse:
    """The alliance's colours. The version in the address changes with them, so browsers may keep it."""
    return HttpResponse(branding.stylesheet(request.alliance), content_type="text/css; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=60 * 60 * 24)
def logo(request: Any) -> FileResponse:
    """The alliance's logo: a PNG or JPEG that the portal itself wrote."""
    return answer_with(request.alliance.logo)
