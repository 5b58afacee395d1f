"""Addresses of pages, for templates, redirects, mails and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

if TYPE_CHECKING:
    from alliance.schools.models import Alliance


def path_to(name: str, alliance: Alliance, **kwargs: Any) -> str:
    """The path of a page inside an alliance: `path_to("sle:round", alliance, pk=3)` is `/boldmere/sle/rounds/3/`."""
    return reverse(name, kwargs={"alliance": alliance.slug, **kwargs})


def full(path: str) -> str:
    """The whole address of `path`, for mails and letters."""
    return settings.PUBLIC_URL.rstrip("/") + path
