"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The alliance and the person of the request."""
    return {"alliance": getattr(request, "alliance", None), "person": getattr(request, "person", None)}
