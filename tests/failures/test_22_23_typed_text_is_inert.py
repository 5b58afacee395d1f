"""22, 23. What people type is inert in mails, letters and PDFs; a PDF fetches nothing, and a gap in it is loud."""

import io
import socket

import pytest
from django.db import transaction
from pypdf import PdfReader

from alliance.post import letters, pdf
from alliance.post.models import Letter
from alliance.post.services import write_letter
from alliance.post.texts import MissingValue
from tests.factories.post import post_letter, post_mail, test_kinds  # noqa: F401  # a fixture

pytestmark = pytest.mark.usefixtures("test_kinds")

TYPED = (
    '<img src="http://evil.example/x.png"> [here](http://evil.example) {what} www.evil.example\r\nBcc: all@example.org'
)


def test_22_in_a_mail_it_makes_no_link_no_header_and_fills_no_placeholder(cast):
    mail = post_mail(cast.alliance, cast.head, dedupe="a", what=TYPED)
    assert "\n" not in mail.subject
    assert "://" not in mail.body
    assert "www." not in mail.body
    assert "{what}" in mail.body


@pytest.mark.slow
def test_22_in_a_letter_it_is_plain_words(cast):
    with transaction.atomic():
        letter = write_letter(
            "test.outcome", to=cast.head, alliance=cast.alliance, about=cast.head, values={"what": TYPED}, dedupe="a"
        )
    assert "<img" not in letter.html
    assert "<a" not in letter.html
    letters.make([letter.pk])
    letter.refresh_from_db()
    assert letter.state == "made"
    with letter.pdf.open() as file:
        reader = PdfReader(io.BytesIO(file.read()))
    assert "evil.example/x.png" in reader.pages[0].extract_text()
    assert "/Annots" not in reader.pages[0]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "own:branding/../../secret_key", "own:etc/passwd"]
)
def test_23_a_pdf_fetches_nothing_but_the_portal_s_own_files(cast, monkeypatch, address):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    letter = post_letter(cast.alliance, cast.head, dedupe="a", html=f'<p>Hello <img src="{address}" alt="x"></p>')
    with monkeypatch.context() as patch:  # the database is connected already; what is tidied up afterwards may connect
        patch.setattr(socket.socket, "connect", refuse)
        letters.make([letter.pk])
    letter.refresh_from_db()
    assert (letter.state, letter.problem) == ("failed", f"A letter may not fetch {address}.")


def test_23_a_missing_value_is_loud_when_posting(cast):
    with pytest.raises(MissingValue, match="what"), transaction.atomic():
        write_letter("test.outcome", to=cast.head, alliance=cast.alliance, about=cast.head, values={}, dedupe="a")
    assert Letter.objects.count() == 0


def test_23_a_variable_that_the_page_of_letters_lacks_fails_the_letter(cast, monkeypatch):
    letter = post_letter(cast.alliance, cast.head, dedupe="a")
    engine = pdf._engine()
    monkeypatch.setattr(engine, "get_template", lambda name: engine.from_string("<p>{{ letter.nothing_like_it }}</p>"))
    letters.make([letter.pk])
    letter.refresh_from_db()
    assert letter.state == "failed"
    assert letter.problem == "The letter asks for “letter.nothing_like_it”, which is not known."
