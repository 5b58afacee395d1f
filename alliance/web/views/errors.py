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
# Of no use to whoever reads what they typed: the number of the save that a form stood on.
_NUMBERS = ("revision",)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be read."""
    return render(request, "errors/400.html", status=400)


@requires_csrf_token
def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A rule refused: its own sentence says why, and who can. What was typed is given back."""
    sentence = exception.refusal.sentence if isinstance(exception, Refused) else ""
    return render(request, "errors/403.html", {"sentence": sentence, "given": _given_back(request)}, status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing at this address, or nothing that this person may know of.

    Whoever filled in a form on what another has ended or removed meanwhile is told so and gets back what they typed.
    """
    return render(request, "errors/404.html", {"given": _given_back(request)}, status=404)


def not_by_address(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A page for `answer`, a bare 405: this address is a button's and shows nothing by itself."""
    page = render(request, "errors/405.html", status=405)
    page["Allow"] = answer.get("Allow", "")
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. The page asks nothing of the database, which may be what broke."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or the person signed in meanwhile: nothing typed is lost.

    What was typed comes back with a fresh token, to be sent again by a click; but only to the portal's own pages:
    a form that another site posted is refused without being shown.
    """
    given = _given(request)
    return render(
        request,
        "errors/csrf.html",
        {"given": given, "had_files": bool(given and request.FILES), "address": request.get_full_path()},
        status=403,
    )


def _given(request: HttpRequest) -> list[tuple[str, str]]:
    """What one of the portal's own pages sent, field by field, without secrets."""
    if not _from_here(request):
        return []
    return [(name, value) for name, values in request.POST.lists() if name not in _SECRETS for value in values]


def _given_back(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody typed, to read and to copy."""
    return [(name, value) for name, value in _given(request) if value and name not in _NUMBERS]


def _from_here(request: HttpRequest) -> bool:
    """Did one of the portal's own pages send this request?"""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()
