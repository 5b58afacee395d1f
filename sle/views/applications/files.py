"""The files of an application: each is stored the moment it is uploaded."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from alliance.form_pages import render_form
from alliance.library.uploads import Uploads
from alliance.refusal import allow
from alliance.requests import PortalRequest
from sle.models import Application
from sle.queries.applications import EVIDENCE, SCAN
from sle.rules import applications as rules
from sle.views.applications.way import page_of, url_of_next
from sle.views.pages import application_crumbs, find_application


@never_cache
def application_files(request: PortalRequest, code: str) -> HttpResponse:
    """The evidence files. The scan of a paper application is not among them: that is for staff."""
    found = find_application(request, code)
    allow(rules.may_change_application(request.person, found))
    hint = "Files are optional. Leave names of pupils out."
    return _page(request, found, EVIDENCE, "Evidence files", hint, url_of_next(found, ("files", "")))


@never_cache
def application_scan(request: PortalRequest, code: str) -> HttpResponse:
    """The scan of the paper that staff type in."""
    found = find_application(request, code)
    allow(rules.may_type_in(request.person, found))
    hint = "All pages, with the signatures."
    return _page(request, found, SCAN, f"Scan of the paper of {found.name}", hint, page_of(found))


def _page(
    request: PortalRequest, found: Application, purpose: str, title: str, hint: str, next_url: str
) -> HttpResponse:
    uploads = Uploads(request, subject=found, purpose=purpose, to=request.path, title="Stored", hint=hint)
    if uploads.answer:
        return uploads.answer
    crumbs = application_crumbs(found, staff=found.applicant_id != request.person.pk)
    context = {"title": title, "round": found.round, "uploads": uploads, "next_url": next_url, "crumbs_list": crumbs}
    return render_form(request, "sle/application_files.html", context)
