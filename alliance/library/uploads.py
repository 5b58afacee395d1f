"""The upload form that other apps' pages include: files are their own step and are stored at once.

In a view, after the check that the person may change the record:

    uploads = Uploads(request, subject=application, purpose="evidence", to=path)
    if uploads.answer:
        return uploads.answer
    ...
    return render_form(request, "sle/evidence.html", {"uploads": uploads})

and in its template `{% include "library/_uploads.html" %}`. The form posts to the page's own address; a view with a
form of its own on the same page treats a request with `uploads.posted` as a visit, not as that form's post.
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import HttpResponse

from alliance.answers import done
from alliance.keys import key_in
from alliance.library import services
from alliance.library.models import Document
from alliance.library.queries import documents_of
from alliance.library.sniffing import UploadRefused
from alliance.requests import PortalRequest, VisitorRequest


class Uploads:
    """The documents of one record for one purpose, and the answer to a post that adds or removes some.

    `to` is the path to lead on to after something was done. `title` and `hint` stand above the field. With
    `may_change` false the documents are listed and nothing can be added or removed. Somebody without an account reads
    the names of files only. `main`: to upload is what the page is for.
    """

    def __init__(
        self,
        request: PortalRequest | VisitorRequest,
        *,
        subject: models.Model,
        purpose: str,
        to: str,
        title: str = "Files",
        hint: str = "",
        may_change: bool = True,
        main: bool = False,
    ) -> None:
        self.request, self.subject, self.purpose, self.to = request, subject, purpose, to
        self.title, self.hint, self.may_change = title, hint, may_change
        self.main = main
        self.field_id = f"upload-{purpose or 'file'}"
        self.errors: list[str] = []
        self.posted = request.method == "POST" and request.POST.get("uploads") == purpose and may_change
        self.answer: HttpResponse | None = self._answer() if self.posted else None

    @property
    def documents(self) -> list[Document]:
        """What is stored now."""
        return list(documents_of(self.subject, self.purpose))

    @property
    def limits(self) -> str:
        """The sentence that says what can be uploaded."""
        size = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        return f"PDF, Word (.docx), JPEG or PNG, up to {size} MB each and {settings.UPLOAD_MAX_FILES} files in all."

    def _answer(self) -> HttpResponse | None:
        removed = key_in(self.request.POST.get("remove", ""))
        if removed is not None:
            document = documents_of(self.subject, self.purpose).filter(pk=removed).first()
            if document is None:
                return done(self.request, "That file had been removed already.", to=self.to)
            services.remove(document=document, by=self.request.person)
            return done(self.request, f"“{document.name}” has been removed.", to=self.to)
        stored = [document.name for upload in self._chosen() if (document := self._store(upload))]
        if self.errors:
            return None
        names = " and ".join(f"“{name}”" for name in stored)
        return done(self.request, f"{names} {'is' if len(stored) == 1 else 'are'} stored.", to=self.to)

    def _chosen(self) -> list[UploadedFile]:
        chosen = self.request.FILES.getlist("file")
        if not chosen:
            self.errors.append("Choose a file first.")
        field = forms.FileField(allow_empty_file=True, max_length=400)
        kept = []
        for upload in chosen:
            try:
                kept.append(field.clean(upload))
            except ValidationError:
                self.errors.append("The name of a file is too long. Give it a shorter name and choose it again.")
        return kept

    def _store(self, upload: UploadedFile) -> Document | None:
        try:
            return services.store(
                subject=self.subject,
                purpose=self.purpose,
                upload=upload,
                by=self.request.person,
            )
        except UploadRefused as refused:
            self.errors.append(refused.refusal.sentence)
            return None
