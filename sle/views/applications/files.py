"""Evidence files: each is stored the moment it is uploaded."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from alliance.addresses import path_to
from alliance.answers import done
from alliance.library.models import Document
from alliance.library.queries import documents_of
from alliance.library.services import remove, store
from alliance.library.sniffing import UploadRefused
from alliance.refusal import allow
from alliance.requests import PortalRequest
from sle.forms.applications import UploadForm
from sle.rules import applications as rules
from sle.views.applications.way import EVIDENCE, url_of_next
from sle.views.pages import application_crumbs, find_application


@never_cache
def application_files(request: PortalRequest, code: str) -> HttpResponse:
    """Evidence files: each is stored the moment it is uploaded."""
    found = find_application(request, code)
    allow(rules.may_change_application(request.person, found))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            document = store(subject=found, purpose=EVIDENCE, upload=form.cleaned_data["file"], by=request.person)
        except UploadRefused as refused:
            form.add_error("file", str(refused))
        else:
            return done(request, f"“{document.name}” is attached.", to=request.path)
    context = {
        "application": found,
        "form": form,
        "documents": documents_of(found, EVIDENCE),
        "crumbs_list": application_crumbs(found, staff=False),
        "next_url": url_of_next(found, ("files", "")),
    }
    return render(request, "sle/application_files.html", context)


@require_POST
def application_file_remove(request: PortalRequest, code: str, document: int) -> HttpResponse:
    """Take an evidence file away."""
    found = find_application(request, code)
    allow(rules.may_change_application(request.person, found))
    # Only evidence: the scan of a paper application stays as it came.
    file: Document = get_object_or_404(documents_of(found, EVIDENCE), pk=document)
    remove(document=file, by=request.person)
    to = path_to("sle:application_files", request.alliance, code=code)
    return done(request, f"“{file.name}” is removed.", to=to)
