"""Pages for what went wrong: what happened, what was kept, what to do."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from alliance.refusal import Refused

# Never given back: passwords and codes are typed again.
_SECRETS = ("password", "password1", "password2", "oldpassword", "code", "csrfmiddlewaretoken")


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be read."""
    return render(request, "errors/400.html", status=400)


@requires_csrf_token
def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A rule refused: its own sentence says why, and who can."""
    sentence = exception.refusal.sentence if isinstance(exception, Refused) else ""
    return render(request, "errors/403.html", {"sentence": sentence}, status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing at this address, or nothing that this person may know of."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. The page asks nothing of the database, which may be what broke."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or the person signed in meanwhile: nothing typed is lost.

    What was typed comes back with a fresh token, to be sent again by a click; but only to the portal's own pages:
    a form that another site posted is refused without being shown.
    """
    given = []
    if _from_here(request):
        given = [(name, value) for name, values in request.POST.lists() if name not in _SECRETS for value in values]
    return render(
        request,
        "errors/csrf.html",
        {"given": given, "had_files": bool(given and request.FILES), "address": request.get_full_path()},
        status=403,
    )


def _from_here(request: HttpRequest) -> bool:
    """Did one of the portal's own pages send this request?"""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()
