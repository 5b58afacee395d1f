"""Every page needs signing in; what was typed when a session had expired comes back afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from alliance.people import typed


class SignInRequired(LoginRequiredMiddleware):
    """As Django's own, but a post is not lost: it waits in the session and is offered again after signing in.

    A script that saves in the background is told plainly that nothing was saved, not led to a page.
    """

    def handle_no_permission(self, request: Any, view_func: Any) -> Any:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            sentence = "You have been signed out, so this was not saved. Sign in again in another tab."
            return JsonResponse({"problem": sentence}, status=401)
        if typed.is_never_kept(view_func):
            return redirect_to_sign_in(request.get_full_path())
        key = typed.keep(request)
        if key is None:
            return redirect_to_sign_in("/")
        return redirect_to_sign_in(reverse("people:typed_again", kwargs={"key": key}))


def redirect_to_sign_in(path: str) -> HttpResponse:
    """To the sign-in page, and from there to `path`."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': path})}")
