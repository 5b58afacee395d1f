"""A page with one form, in one way everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Crumb = tuple[str, str]


def form_page(
    request: HttpRequest,
    *,
    title: str,
    form: forms.BaseForm,
    submit: str,
    crumbs: Sequence[Crumb] = (),
    lead: str = "",
    warning: str = "",
    back: str = "",
) -> HttpResponse:
    """A page with one heading, one form and one green button; `warning` says what cannot be undone.

    A form that was sent and is refused is shown again with status 422.
    """
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "crumbs_list": crumbs,
        "lead": lead,
        "warning": warning,
        "back": back,
        "multipart": form.is_multipart(),
    }
    return render(request, "form_page.html", context, status=422 if form.errors else 200)
