"""Letters become PDFs once; several become one PDF for printing."""

import hashlib
import io

import pikepdf
import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from alliance.post import letters, services
from alliance.post.models import Letter
from tests.factories.post import post_letter

pytestmark = pytest.mark.usefixtures("test_kinds")


@pytest.fixture
def letter(cast):
    return post_letter(cast.alliance, cast.head, dedupe="a", address="Boldmere Junior School\nCofield Road")


def pdf_of(row) -> bytes:
    with default_storage.open(row.pdf.name) as file:
        return file.read()


def test_a_letter_is_made_with_its_checksum_and_holds_what_it_must(cast, letter):
    letters.make([letter.pk])
    letter.refresh_from_db()
    pdf = pdf_of(letter)
    assert (letter.state, letter.sha256) == ("made", hashlib.sha256(pdf).hexdigest())
    words = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    for expected in (
        "Boldmere Teaching School Alliance",
        "Hana Head",
        "Cofield Road",
        letter.reference,
        "Your outcome",
        "The panel says: designated.",
        "Dr Jane Carter",
        "Page 1 of 1",
    ):
        assert expected in words
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en-GB"


@pytest.mark.slow
def test_letters_chosen_for_paper_become_one_pdf(cast):
    rows = [post_letter(cast.alliance, cast.head, dedupe=key) for key in "abc"]
    letters.make([row.pk for row in rows])
    batch = services.print_letters(letters=rows, double_sided=True, by=cast.director)
    letters.put_together(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.pages) == ("made", 3, 6)
    printed = PdfReader(io.BytesIO(pdf_of(batch)))
    assert [bool(page.extract_text().strip()) for page in printed.pages] == [True, False] * 3


def test_a_batch_with_an_unmade_letter_fails_and_says_which(cast, letter):
    batch = services.print_letters(letters=[letter], double_sided=False, by=cast.director)
    letters.put_together(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert batch.problem.startswith(f"Letter {letter.reference} has no PDF.")


def test_a_missing_logo_stops_the_letter_and_trying_again_makes_it(cast, letter):
    cast.alliance.logo = "branding/gone.png"
    cast.alliance.save()
    letters.make([letter.pk])
    letter.refresh_from_db()
    assert (letter.state, letter.problem) == ("failed", "The file branding/gone.png is missing.")
    cast.alliance.logo = ""
    cast.alliance.save()
    services.try_letter_again(letter=letter, by=cast.director)
    letters.make([letter.pk])
    assert Letter.objects.get(pk=letter.pk).state == "made"
