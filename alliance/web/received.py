"""When the server received a request: what a deadline is judged by, whatever the request then waits for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone


class ReceivedMiddleware:
    """Sets `request.received_at` (aware) before anything else looks at the request. Stands first in the list."""

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.received_at = timezone.now()
        return self.get_response(request)
