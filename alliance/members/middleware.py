"""The scope of a request: its person, its alliance, and nothing of any other alliance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_scopes import scope

from alliance.people.models import Person
from alliance.people.second_factor import has_second_factor
from alliance.people.states import SET_UP_HERE
from alliance.portal import portals
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


class SecondFactorMiddleware:
    """Whoever works for an alliance, sits on a panel or runs the installation shows a second factor first.

    Those who have none yet are led to setting one up; a session that began before it was set up signs in again.
    Public pages and the account's own pages stay open.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Leads away where a second factor is missing; None lets pass."""
        if not settings.REQUIRE_SECOND_FACTOR or request.person is None or not getattr(view, "login_required", True):
            return None
        if not _asked_of(request.person, request.alliance, request.path_info) or _shown(request):
            return None
        back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
        if has_second_factor(request.person):
            logout(request)
            messages.info(request, "Sign in again, this time with your authenticator app or passkey as well.")
            return redirect(f"{reverse('account_login')}?{back}")
        messages.info(request, "Your role needs a second step when you sign in. Set one up first.")
        return redirect(f"{reverse('mfa_activate_totp')}?{back}")


def _asked_of(person: Person, alliance: Alliance | None, path: str) -> bool:
    if alliance is None:
        return person.is_operator and path.startswith("/operator/")
    return any(portal.second_factor(person, alliance) for portal in portals() if portal.second_factor)


def _shown(request: Any) -> bool:
    if request.session.get(SET_UP_HERE) == request.person.pk:
        return has_second_factor(request.person)
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.person))
