"""Anybody who holds a letter or certificate asks whether this alliance wrote it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alliance.form_pages import render_form
from alliance.outbox.forms import LetterCheckForm
from alliance.outbox.queries import letter_with
from alliance.requests import PortalRequest


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_check(request: PortalRequest) -> HttpResponse:
    """Confirms number, date and alliance of a letter, and nothing of what it says or to whom."""
    form = LetterCheckForm(request.POST or None)
    if not form.is_valid():
        return render_form(request, "post/letter_check.html", {"form": form})
    year, number = form.cleaned_data["number"]
    letter = letter_with(request.alliance, year, number, form.cleaned_data["code"])
    return render(request, "post/letter_check.html", {"form": form, "asked": True, "letter": letter})
