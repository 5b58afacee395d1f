"""4. After an invalid post, an expired session or a preview, every uploaded file is still attached.

An upload is a step of its own, stored at once.
"""

from __future__ import annotations

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.library.queries import documents_of
from alliance.panels import services
from alliance.panels.models import ClearedCopy
from alliance.workflow.models import Event
from tests.factories import sle as made
from tests.factories.files import docx, pdf, pdf_saying, upload
from tests.factories.panels import make_panel
from tests.panels.conftest import candidates

__all__ = ["candidates"]


@pytest.mark.slow
def test_a_file_stays_through_a_refused_post_a_preview_and_an_expired_session(cast, sign_in):
    application = made.start(made.make_round(cast.lead, cast.alliance), cast.outsider)
    client = sign_in(cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/files/"
    assert client.post(path, {"uploads": "evidence", "file": upload(pdf(), "results.pdf")}).status_code == 302
    refused = client.post(path, {"uploads": "evidence", "file": upload(b"MZ\x90\x00", "virus.exe")})
    assert refused.status_code == 422
    assert "results.pdf" in refused.content.decode()
    client.post(f"/boldmere/sle/applications/{application.code}/part/trn/", {"revision": "0", "trn": "12"})
    check = f"/boldmere/sle/applications/{application.code}/hand-over/"
    assert "results.pdf" in client.get(check).content.decode()
    client.post(check, {})  # the preview, and the declaration is missing
    client.session.flush()
    expired = client.post(path, {"file": upload(pdf(), "more.pdf")})
    assert expired["Location"].startswith("/account/login/")
    again = sign_in(cast.outsider)
    for page in (path, check):
        assert "results.pdf" in again.get(page).content.decode()
    assert [document.name for document in documents_of(application)] == ["results.pdf"]


@pytest.fixture
def clearing(cast, candidates, settings, tmp_path):
    """A dossier with one paper, the page where staff clear it, and the address that decides about the paper."""
    settings.MEDIA_ROOT = tmp_path
    panel = make_panel(cast.alliance, cast.lead, candidates)
    entry = panel.enter(1, cleared=False, names=("Ada Okafor",))
    section = {"key": "e1", "title": "Evidence", "kind": "document", "document": None}
    services.add_papers(entry=entry, sections=[section], by=panel.staff, now=timezone.now())
    page = path_to("panels:dossier_clear", cast.alliance, pk=panel.exercise.pk, code=entry.code)
    return entry, page, f"{page}papers/e1/"


@pytest.mark.slow
def test_a_blacked_out_version_that_still_holds_a_name_is_kept_for_staff_to_confirm(clearing, cast, sign_in):
    entry, page, decide = clearing
    client = sign_in(cast.lead)
    version = upload(pdf_saying("Okafor Road Hall"), "black.pdf")
    refused = client.post(decide, {"e1-what": "replace", "e1-upload": version}).content.decode()
    assert "The text of this paper holds “Okafor”." in refused
    assert "“black.pdf” is kept from before." in refused
    assert not ClearedCopy.objects.exists()
    held = documents_of(entry).get()
    link = path_to("library:document", cast.alliance, pk=held.pk)
    assert link in client.get(page).content.decode()
    assert b"".join(client.get(link).streaming_content).startswith(b"%PDF")
    assert sign_in(cast.head).get(link).status_code == 403
    again = sign_in(cast.lead).post(decide, {"e1-what": "replace", "e1-harmless": "on"}, follow=True).content.decode()
    assert "The panel gets your version as “Evidence 1.pdf”." in again
    assert "is kept" not in again
    assert not documents_of(entry).exists()
    assert Event.objects.filter(move="paper_said_harmless", person=cast.lead).count() == 1


@pytest.mark.slow
def test_a_version_is_kept_whatever_else_is_wrong_with_the_form_and_another_takes_its_place(clearing, cast, sign_in):
    entry, page, decide = clearing
    client = sign_in(cast.lead)
    answer = client.post(decide, {"e1-upload": upload(pdf_saying("Ada"), "first.pdf")}).content.decode()
    assert "Choose what the panel gets of this paper." in answer
    assert "first.pdf" in client.get(page).content.decode()
    for wrong in (upload(b"MZ", "virus.exe"), upload(docx(), "plan.docx")):
        answer = client.post(decide, {"e1-what": "replace", "e1-upload": wrong}).content.decode()
        assert 'href="#id_e1-upload"' in answer
        assert [document.name for document in documents_of(entry)] == ["first.pdf"]
    client.post(decide, {"e1-what": "replace", "e1-upload": upload(pdf_saying("Ada"), "second.pdf")})
    assert [document.name for document in documents_of(entry)] == ["second.pdf"]
    client.post(decide, {"e1-what": "leave_out"})
    assert not documents_of(entry).exists()
    assert ClearedCopy.objects.get().left_out
    assert "Choose the blacked-out PDF or picture." in client.post(decide, {"e1-what": "replace"}).content.decode()
