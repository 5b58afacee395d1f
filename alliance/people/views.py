"""A person's own page, outside any alliance: what is known of them everywhere is their name and how to reach them."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import EmailView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alliance.answers import done
from alliance.form_pages import render_form
from alliance.people import services, typed
from alliance.people.forms import ProfileForm
from alliance.people.second_factor import has_second_factor
from alliance.people.states import SET_UP_HERE


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Any) -> HttpResponse:
    """Name and telephone number; ways to the e-mail addresses, the password and the second factor."""
    person = request.user
    known = {"first_name": person.first_name, "surname": person.surname, "telephone": person.telephone}
    form = ProfileForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        services.change_name(person=person, **form.cleaned_data)
        return done(request, "Your details have been changed.", to=reverse("people:profile"))
    return render_form(
        request,
        "people/profile.html",
        {
            "form": form,
            "addresses": EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "email"),
            "has_password": person.has_usable_password(),
            "second_factor": has_second_factor(person),
        },
    )


class AddressesView(EmailView):
    """Allauth's page of e-mail addresses; afterwards the person is found by the address that counts now."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Add, remove, confirm, or make an address the one that mails go to."""
        response = super().post(request, *args, **kwargs)
        services.keep_findable(person=request.user)
        return response


class SetUpHere:
    """What both pages have in common that set up a second factor: this session has shown it from now on."""

    request: Any

    def form_valid(self, form: Any) -> Any:
        """It was right. The session gets a new key, and no other session counts as having shown it."""
        response = super().form_valid(form)  # type: ignore[misc]  # of the page beside which this class stands
        self.request.session.cycle_key()
        self.request.session[SET_UP_HERE] = self.request.user.pk
        return response

    def get_success_url(self) -> str:
        """The recovery codes come next, and then the page that the person was on the way to."""
        onward = get_next_redirect_url(self.request)
        address: str = super().get_success_url()  # type: ignore[misc]  # as above
        return address + (f"?{urlencode({'next': onward})}" if onward else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the address of the other page, which leads on to the same place."""
        onward = get_next_redirect_url(self.request)
        back = f"?{urlencode({'next': onward})}" if onward else ""
        return {**super().get_context_data(**kwargs), "back": back}  # type: ignore[misc]  # as above


class AppView(SetUpHere, ActivateTOTPView):
    """Allauth's page that sets up an authenticator app."""


class PasskeyView(SetUpHere, AddWebAuthnView):
    """Allauth's page that makes a passkey."""


class RecoveryCodesView(ViewRecoveryCodesView):
    """Allauth's page of the recovery codes, with the way on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "onward": get_next_redirect_url(self.request)}


@never_cache
@require_safe
def typed_again(request: Any, key: str) -> HttpResponse:
    """What somebody typed before they had to sign in, to be sent again by a click."""
    kept = typed.kept(request, key)
    if kept is None:
        raise Http404("There is nothing to send again.")
    return render(
        request, "errors/csrf.html", {"given": kept.fields, "had_files": kept.had_files, "address": kept.address}
    )
