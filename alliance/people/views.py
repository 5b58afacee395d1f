"""A person's own page, outside any alliance: what is known of them everywhere is their name and how to reach them."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from alliance.answers import done
from alliance.people import services
from alliance.people.forms import ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Any) -> HttpResponse:
    """Name and telephone number; ways to the e-mail addresses, the password and the second factor."""
    person = request.user
    known = {"first_name": person.first_name, "surname": person.surname, "telephone": person.telephone}
    form = ProfileForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        services.change_name(person=person, **form.cleaned_data)
        return done(request, "Your details have been changed.", to=reverse("people:profile"))
    return render(
        request,
        "people/profile.html",
        {
            "form": form,
            "addresses": EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "email"),
            "has_password": person.has_usable_password(),
            "second_factor": Authenticator.objects.filter(user=person, type="totp").exists(),
        },
    )
