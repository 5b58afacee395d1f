"""The scope of a request: its person, its alliance, and nothing of any other alliance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django_scopes import scope

from alliance.schools.models import Alliance


class AllianceMiddleware:
    """Opens the django-scopes scope of the alliance named by the first part of the path (`/<alliance>/…`).

    Sets `request.person` (None when nobody is signed in) and `request.alliance` (None outside an alliance); takes the
    `alliance` argument away from the view. An unknown alliance is 404. Outside an alliance no scope is open, and
    asking for anything scoped fails.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.person = request.user if request.user.is_authenticated else None
        first = request.path_info.split("/", 2)[1]
        request.alliance = Alliance.objects.filter(slug=first).first() if first else None
        if request.alliance is None:
            return self.get_response(request)
        with scope(alliance=request.alliance):
            return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Take the alliance's slug from the view's arguments; 404 where it names none."""
        if kwargs.pop("alliance", None) is not None and request.alliance is None:
            raise Http404("There is no such alliance.")
