"""Small real files of every kind that the portal takes, and some that it does not."""

from __future__ import annotations

import io
import zipfile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

WORD_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def pdf(pages: int = 1, **save: object) -> bytes:
    """A PDF of blank pages; `save` goes to pikepdf's save (encryption=…)."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.save(out, **save)
    return out.getvalue()


def pdf_saying(words: str) -> bytes:
    """A PDF of one page with `words` as text (without brackets)."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        made.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        made.pages[0].obj.Contents = made.make_stream(f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode())
        made.save(out)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture of one colour ("PNG", "JPEG", "GIF")."""
    out = io.BytesIO()
    Image.new("L", size, 200).save(out, kind)
    return out.getvalue()


def docx(**parts: str) -> bytes:
    """A package with the parts that make a Word document, and `parts` besides (name of the part=content)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        everything = {"[Content_Types].xml": WORD_TYPES, "word/document.xml": "<document/>", **parts}
        for name, content in everything.items():
            package.writestr(name, content)
    return out.getvalue()


def upload(
    content: bytes, name: str = "file.pdf", content_type: str = "application/octet-stream"
) -> SimpleUploadedFile:
    """`content` as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type)
