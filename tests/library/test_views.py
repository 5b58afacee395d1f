"""Opening a document, and the upload form that pages include."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django_scopes import scope

from alliance.addresses import path_to
from alliance.library import services
from alliance.library.queries import documents_of
from alliance.library.uploads import Uploads
from tests.factories import files
from tests.factories.people import SchoolContactFactory


@pytest.fixture
def document(cast, subject):
    return services.store(
        subject=subject, purpose="scan", upload=files.upload(files.pdf(), "Été.pdf"), by=cast.administrator
    )


def test_a_document_is_served_as_an_attachment_that_no_browser_runs(cast, document, staff_may_open, sign_in):
    response = sign_in(cast.administrator).get(path_to("library:document", cast.alliance, pk=document.pk))
    assert response.getvalue() == files_bytes(document)
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%89t%C3%A9.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"


def files_bytes(document):
    with document.file.open("rb") as stored:
        return stored.read()


def test_whoever_the_record_is_closed_to_reads_why(cast, document, staff_may_open, sign_in):
    response = sign_in(cast.teacher).get(path_to("library:document", cast.alliance, pk=document.pk))
    assert response.status_code == 403


def test_where_no_app_answers_nobody_may_open(cast, document, sign_in):
    response = sign_in(cast.director).get(path_to("library:document", cast.alliance, pk=document.pk))
    assert response.status_code == 403


def test_removed_unknown_and_other_alliances_documents_are_not_found(cast, document, staff_may_open, sign_in):
    with scope(alliance=cast.other):
        elsewhere = SchoolContactFactory(alliance=cast.other, school=cast.school, name="B", email="b@example.org")
        foreign = services.store(
            subject=elsewhere, purpose="", upload=files.upload(files.pdf()), by=cast.other_director
        )
    client = sign_in(cast.administrator)
    assert client.get(path_to("library:document", cast.alliance, pk=foreign.pk)).status_code == 404
    assert client.get(path_to("library:document", cast.alliance, pk=0)).status_code == 404
    services.remove(document=document, by=cast.administrator)
    assert client.get(path_to("library:document", cast.alliance, pk=document.pk)).status_code == 404


def test_nobody_signed_in_is_asked_to_sign_in(cast, document, sign_in):
    response = sign_in(None).get(path_to("library:document", cast.alliance, pk=document.pk))
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


@pytest.fixture
def post_to(cast, rf, subject):
    """A function that posts to a page with the upload form and gives the form as the view sees it."""

    requests = []

    def posted(data, **more):
        request = rf.post("/page/", data)
        request.person, request.alliance, request.session = cast.teacher, cast.alliance, {}
        request._messages = FallbackStorage(request)
        requests.append(request)
        return Uploads(request, subject=subject, purpose="evidence", to="/page/", **more)

    yield posted
    for request in requests:
        request.close()


def test_several_files_are_stored_at_once_and_the_good_ones_stay_when_one_is_refused(post_to, subject):
    uploads = post_to(
        {"uploads": "evidence", "file": [files.upload(files.pdf(), "a.pdf"), files.upload(b"x", "b.pdf")]}
    )
    assert uploads.answer is None
    assert [document.name for document in documents_of(subject, "evidence")] == ["a.pdf"]
    page = render_to_string("library/_uploads.html", {"uploads": uploads}, request=uploads.request)
    assert page.count("“b.pdf” is not a file we can take.") == 2
    assert 'href="#upload-evidence"' in page
    assert 'aria-describedby="upload-evidence-hint upload-evidence-error-1"' in page
    assert "a.pdf</a>" in page


def test_after_storing_the_page_is_shown_again_with_a_banner(post_to):
    uploads = post_to({"uploads": "evidence", "file": files.upload(files.picture("JPEG"), "board.png")})
    assert (uploads.answer.status_code, uploads.answer["Location"]) == (302, "/page/")
    assert [str(message) for message in get_messages(uploads.request)] == ["“board.jpg” is stored."]


def test_no_file_chosen_is_said_beside_the_field(post_to):
    assert post_to({"uploads": "evidence"}).errors == ["Choose a file first."]


def test_removing_takes_only_what_belongs_to_this_record_and_purpose(post_to, subject, document):
    mine = services.store(subject=subject, purpose="evidence", upload=files.upload(files.pdf()), by=None)
    post_to({"uploads": "evidence", "remove": str(document.pk)})
    post_to({"uploads": "evidence", "remove": str(mine.pk)}, may_change=False)
    assert documents_of(subject).count() == 2
    uploads = post_to({"uploads": "evidence", "remove": str(mine.pk)})
    assert [str(message) for message in get_messages(uploads.request)] == ["“file.pdf” has been removed."]
    assert list(documents_of(subject)) == [document]


def test_a_post_of_another_form_on_the_page_is_left_alone(post_to, subject):
    uploads = post_to({"answer": "typed", "file": files.upload(files.pdf())})
    assert not uploads.posted
    assert not documents_of(subject).exists()


def test_of_a_file_far_too_large_only_enough_is_kept_to_refuse_it(post_to, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    huge = SimpleUploadedFile("huge.pdf", files.pdf() + b"\0" * 5_000_000)
    uploads = post_to({"uploads": "evidence", "file": huge})
    assert uploads.errors == ["“huge.pdf” is too large. A file can have at most 1 MB."]
    assert uploads.request.FILES["file"].size < 1_200_000
