"""A page with one form, in one way everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Crumb = tuple[str, str]


def form_page(
    request: HttpRequest,
    *,
    title: str,
    submit: str,
    form: forms.BaseForm | None = None,
    crumbs: Sequence[Crumb] = (),
    lead: str = "",
    warning: str = "",
    back: str = "",
) -> HttpResponse:
    """A page with one heading, one form and one green button; `warning` says what cannot be undone.

    Without a `form` it is a step that its button alone confirms.
    Answers with the status that `render_form` says.
    """
    form = form or forms.Form()
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
    return render_form(request, "form_page.html", context)


def render_form(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, stale: bool = False
) -> HttpResponse:
    """A page with a form on it: status 422 where what was sent is refused, 409 where it came from a `stale` tab.

    Reads `form`, `formset` and `forms` (a list) of the context, as `_error_summary.html` does, and `uploads`.
    """
    status = 409 if stale else 422 if refused(request, context) else 200
    return render(request, template, dict(context), status=status)


def refused(request: HttpRequest, context: Mapping[str, Any]) -> bool:
    """Was one of the forms on a page sent, or files (`uploads`), and did it have errors?"""
    if request.method != "POST":
        return False
    given = [context.get("form"), context.get("formset"), *context.get("forms", ())]
    uploads = context.get("uploads")
    return bool(uploads and uploads.errors) or any(
        one is not None and one.is_bound and not one.is_valid() for one in given
    )
