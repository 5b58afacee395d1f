"""What the portal takes as a file, and the sentence for what it does not."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest

from alliance.library.sniffing import UploadRefused, safe_name, sniff
from alliance.library.states import DOCX, JPEG, PDF, PNG
from tests.factories import files


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.pdf(), PDF),
        (files.picture("PNG"), PNG),
        (files.picture("JPEG"), JPEG),
        (files.docx(), DOCX),
    ],
)
def test_the_type_is_read_from_the_content_and_not_from_the_name(content, kind):
    assert sniff(content, "holiday.exe") == kind


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ" + b"\0" * 100,
        files.picture("GIF"),
        b"plain words",
        b"\x1f\x8b" + b"\0" * 40,
    ],
    ids=["html", "svg", "program", "gif", "text", "gzip"],
)
def test_other_files_are_refused_with_what_to_do(content):
    with pytest.raises(UploadRefused) as refused:
        sniff(content, "plan.pdf")
    assert refused.value.refusal.sentence == (
        "“plan.pdf” is not a file we can take. Save it as PDF, Word document (.docx), JPEG picture or PNG picture "
        "and choose it again."
    )


def test_an_empty_file_is_refused():
    with pytest.raises(UploadRefused, match="is empty"):
        sniff(b"", "a.pdf")


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"nothing that a reader could open" * 20,
        files.picture("PNG")[:60],
        files.picture("JPEG")[:200],
        files.docx()[:-40],
    ],
)
def test_a_file_that_only_begins_like_one_we_take_is_refused(content):
    with pytest.raises(UploadRefused):
        sniff(content, "x")


def test_a_pdf_with_a_password_is_refused():
    locked = files.pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(UploadRefused, match="locked with a password"):
        sniff(locked, "x.pdf")


def test_a_pdf_of_too_many_pages_is_refused():
    with pytest.raises(UploadRefused, match="has 501 pages"):
        sniff(files.pdf(pages=501), "x.pdf")


def test_a_picture_that_would_unpack_to_gigabytes_is_refused_from_its_header():
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(UploadRefused, match="more points than a picture needs"):
        sniff(bomb, "x.png")


@pytest.mark.parametrize(
    ("size", "words"), [((21_000, 8), "more points than a picture needs"), ((3, 400), "too small")]
)
def test_a_picture_of_odd_dimensions_is_refused(size, words):
    with pytest.raises(UploadRefused, match=words):
        sniff(files.picture("PNG", size), "x.png")


def test_a_word_document_with_macros_is_refused():
    with pytest.raises(UploadRefused, match="contains macros"):
        sniff(files.docx(**{"word/vbaProject.bin": "x"}), "x.docx")


@pytest.mark.slow
def test_a_word_document_that_unpacks_to_a_bomb_is_refused():
    with pytest.raises(UploadRefused, match="unpacks to far more"):
        sniff(files.docx(**{"word/media/a.bin": "0" * (201 * 1024 * 1024)}), "x.docx")


def test_another_package_than_a_word_document_is_refused():
    sheet = files.docx(**{"[Content_Types].xml": "<Types/>"})
    with pytest.raises(UploadRefused, match="not a Word document"):
        sniff(sheet, "x.docx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("evil.exe", "MZ")
    with pytest.raises(UploadRefused):
        sniff(out.getvalue(), "x.docx")


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("evidence.PDF", "evidence.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\Jane\Plan of work.doc", "Plan of work.pdf"),
        ("bill\u202egpj.exe", "bill gpj.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ('"quoted".pdf', "quoted.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "document.pdf"),
        ("Été à l’école.pdf", "Été à l’école.pdf"),
    ],
)
def test_names_are_made_safe(typed, safe):
    assert safe_name(typed, PDF) == safe


def test_a_long_name_keeps_its_extension():
    assert len(safe_name("a" * 300 + ".pdf", PDF)) == 100
    assert safe_name("a" * 300 + ".pdf", PDF).endswith("a.pdf")
