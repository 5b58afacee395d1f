"""Copies of uploaded papers that say nothing but what their pages show. Pure: bytes in, bytes out."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pikepdf
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from alliance.panels.facts import CandidateFacts
from alliance.panels.passages import find_passages


class CannotClear(Exception):
    """No clean copy can be made of this file; the sentence says what staff can do instead."""


@dataclass(frozen=True)
class CleanCopy:
    """A copy without hidden data."""

    content: bytes
    content_type: str
    extension: str


def clean_copy(content: bytes) -> CleanCopy:
    """A copy of a PDF or picture without metadata, attachments, comments, links, bookmarks, scripts and older versions.

    Raises CannotClear for any other kind of file, and for one that cannot be opened.
    """
    if content.startswith(b"%PDF"):
        return CleanCopy(_clean_pdf(content), "application/pdf", ".pdf")
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.load()
            bare = picture.convert("RGBA" if picture.mode in ("RGBA", "LA", "P") else "RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise CannotClear(
            "The portal can make clean copies of PDFs and pictures only. Save this file as a PDF, black out in it what "
            "says who it is about, and upload that instead; or leave the paper out."
        ) from None
    # A new picture from the points alone: whatever else the file held (camera, place, author) stays behind.
    fresh = Image.new(bare.mode, bare.size)
    fresh.paste(bare)
    out = BytesIO()
    fresh.save(out, "PNG")
    return CleanCopy(out.getvalue(), "image/png", ".png")


_ROOT_KEYS = (
    "/Metadata", "/Names", "/AF", "/Outlines", "/OpenAction", "/AA", "/PieceInfo", "/PageLabels", "/StructTreeRoot",
    "/MarkInfo", "/AcroForm", "/Collection", "/Threads", "/Dests", "/URI", "/SpiderInfo", "/Legal", "/Perms", "/DSS",
)  # fmt: skip


def _clean_pdf(content: bytes) -> bytes:
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            # What was filled into a form is kept as part of the page; what was remarked or linked is not.
            pdf.generate_appearance_streams()
            pdf.flatten_annotations("print")
            for key in _ROOT_KEYS:
                if key in pdf.Root:
                    del pdf.Root[key]
            for page in pdf.pages:
                for key in ("/Annots", "/AA", "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/B"):
                    if key in page.obj:
                        del page.obj[key]
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    _bare_stream(thing)
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            out = BytesIO()
            pdf.save(out, deterministic_id=True, linearize=False)
    except pikepdf.PasswordError:
        raise CannotClear("This PDF has a password. Ask for one without, or leave the paper out.") from None
    except pikepdf.PdfError:
        raise CannotClear("This PDF is damaged and cannot be copied. Leave the paper out, or upload another.") from None
    return out.getvalue()


def _bare_stream(stream: pikepdf.Stream) -> None:
    for key in ("/Metadata", "/PieceInfo", "/LastModified"):
        if key in stream:
            del stream[key]
    if stream.get("/Subtype") == "/Image" and stream.get("/Filter") == "/DCTDecode":
        stream.write(_bare_jpeg(stream.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _bare_jpeg(content: bytes) -> bytes:
    """A JPEG without the segments that hold text and camera data (APP1 to APP13, APP15, comments)."""
    out, at = bytearray(content[:2]), 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if not (0xE1 <= marker <= 0xEF and marker != 0xEE) and marker != 0xFE:
            out += content[at : at + 2 + length]
        at += 2 + length
    return bytes(out + content[at:])


def telling_words(content: bytes, facts: CandidateFacts) -> list[str]:
    """What the text of a PDF holds of names, schools, e-mails, for the staff who clear it; sorted, each once.

    Nothing is found in a scan: it has no text, only a picture, and staff read it themselves.
    """
    if not content.startswith(b"%PDF"):
        return []
    try:
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError):
        return []
    return sorted({" ".join(text[place.start : place.end].split()) for place in find_passages(text, facts)})
