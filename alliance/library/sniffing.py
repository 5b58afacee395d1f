"""What a file really is: its beginning must say so, and its structure must hold. Its name and what the browser says
of it count for nothing."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile

import pikepdf
import puremagic
from PIL import Image, UnidentifiedImageError

from alliance.library.states import DOCX, FILE_TYPES, JPEG, PDF, PNG, FileType
from alliance.refusal import Refusal, Refused

# A picture of a page at 600 dots per inch has 35 million points, a good telephone's camera makes 50 million.
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 20_000
SHORTEST_SIDE = 8
MOST_PAGES = 500
# A Word document unpacks to at most this much; more is a bomb, or not meant for a panel to read.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5_000
WORD_MAIN_PART = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


class UploadRefused(Refused):
    """A file that the portal does not take; the refusal says why and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Refusal(sentence))


def sniff(content: bytes, name: str) -> FileType:
    """The type of a file with this content, called `name` (for the sentence only).

    Raises UploadRefused for an empty file, for one of another type, and for one that is damaged, locked by a
    password, or made to overwhelm whoever opens it.
    """
    if not content:
        raise UploadRefused(f"“{name}” is empty. Choose the file again.")
    try:
        begins_like = {match.extension for match in puremagic.magic_string(content[:1_000_000])}
    except (puremagic.PureError, ValueError):
        begins_like = set()
    for kind, check in ((PDF, _check_pdf), (DOCX, _check_docx), (JPEG, _check_picture), (PNG, _check_picture)):
        if kind.extension in begins_like:
            check(content, name, kind)
            return kind
    kinds = ", ".join(kind.title for kind in FILE_TYPES[:-1]) + f" or {FILE_TYPES[-1].title}"
    raise UploadRefused(f"“{name}” is not a file we can take. Save it as {kinds} and choose it again.")


def safe_name(name: str, kind: FileType, *, longest: int = 100) -> str:
    """The name of an uploaded file without folders, control characters and signs that turn writing round; with the
    extension of what it really is. At most `longest` characters."""
    flat = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    flat = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in flat)
    flat = re.sub(r'[<>:"|?*%;]', " ", flat)
    stem, dot, extension = flat.rpartition(".")
    stem = stem if dot and len(extension) <= 5 else flat
    stem = " ".join(stem.split()).strip(". ")[: longest - len(kind.extension)].strip(". ")
    return (stem or "document") + kind.extension


def _check_pdf(content: bytes, name: str, kind: FileType) -> None:
    if b"%PDF-" not in content[:1024]:
        raise _damaged(name, kind)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise UploadRefused(f"“{name}” is locked with a password. Save it without one and choose it again.") from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise _damaged(name, kind) from None
    if not pages:
        raise _damaged(name, kind)
    if pages > MOST_PAGES:
        raise UploadRefused(f"“{name}” has {pages} pages. Send at most {MOST_PAGES} pages in one file.")


def _check_docx(content: bytes, name: str, kind: FileType) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UploadRefused(f"“{name}” unpacks to far more than a document holds, so we do not take it.")
            if not {"[Content_Types].xml", "word/document.xml"} <= names:
                raise UploadRefused(f"“{name}” is not a Word document. Save it as PDF or .docx and choose it again.")
            if any(part.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for part in names):
                raise UploadRefused(f"“{name}” contains macros. Save it as PDF or as .docx without macros.")
            with package.open("[Content_Types].xml") as types:
                declared = types.read(1024 * 1024)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise _damaged(name, kind) from None
    if WORD_MAIN_PART not in declared:
        raise UploadRefused(f"“{name}” is not a Word document. Save it as PDF or .docx and choose it again.")


def _check_picture(content: bytes, name: str, kind: FileType) -> None:
    """The header is read first, so that a picture too large is refused before any of it is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[kind.content_type.split("/")[1].upper()]) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
                    raise _too_large(name)
                if min(width, height) < SHORTEST_SIDE:
                    raise UploadRefused(f"“{name}” is {width} by {height} points, which is too small to show anything.")
                if kind is JPEG:
                    picture.draft("RGB", (width // 8, height // 8))
                    picture.load()
                else:
                    picture.verify()
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise _damaged(name, kind) from None


def _damaged(name: str, kind: FileType) -> UploadRefused:
    return UploadRefused(f"“{name}” is damaged: it begins like a {kind.title} but cannot be read. Save it again.")


def _too_large(name: str) -> UploadRefused:
    return UploadRefused(f"“{name}” has more points than a picture needs. Make it smaller and choose it again.")
