"""Which encoding a file of the national register is in, and characters that went through a wrong one on their way.

The daily bulk file and the links are windows-1252, downloads from the search page UTF-8 with or without a mark at
the start, and some UTF-8 files carry single windows-1252 bytes as C1 control characters. Nothing is guessed
silently: the report names the encoding, every repaired line and every line that cannot be decoded.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

PIECE = 1 << 20
ESCAPED = re.compile("[\udc80-\udcff]")  # what Python's "surrogateescape" makes of an undecodable byte
C1 = re.compile("[\x80-\x9f]")
STRANGE = re.compile("[\0\x80-\x9f\udc80-\udcff]")
BEYOND_ASCII = re.compile("[^\0-\x7f]")
ENOUGH = 1_000  # lines beyond ASCII that settle which of two encodings a file is in


@dataclass(frozen=True)
class Encoding:
    """`codec` for Python, `name` for people, and why it was taken."""

    codec: str
    name: str
    because: str


def detect(path: Path) -> Encoding:
    """The encoding of a file, from all of its bytes (read in pieces of 1 MB). Raises OSError."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", "UTF-16", "it begins with a UTF-16 mark")
    if start.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig", "UTF-8", "it begins with a UTF-8 mark")
    if _all_utf8(path):
        return Encoding("utf-8", "UTF-8", "all of it reads as UTF-8")
    good, bad = _non_ascii(path)
    if good > bad:
        return Encoding("utf-8", "UTF-8", f"{good:,} characters read as UTF-8 and only {bad:,} bytes do not")
    return Encoding("cp1252", "windows-1252", f"{bad:,} bytes do not read as UTF-8")


def _all_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _non_ascii(path: Path) -> tuple[int, int]:
    """How many characters beyond ASCII the file has as UTF-8, and how many bytes that are not UTF-8, in the first
    ENOUGH lines that have any."""
    good = bad = lines = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                text = line.decode("utf-8", "surrogateescape")
                broken = len(ESCAPED.findall(text))
                bad += broken
                good += len(BEYOND_ASCII.findall(text)) - broken
                lines += 1
                if lines == ENOUGH:
                    break
    return good, bad


def repair_c1(text: str) -> tuple[str, list[str]]:
    """`text` with C1 control characters read as the windows-1252 bytes they once were, and what was repaired
    ("U+0092 as ’"). The five bytes that windows-1252 leaves undefined stay as they are."""
    repaired: list[str] = []

    def read_as_windows(match: re.Match[str]) -> str:
        try:
            char = bytes([ord(match[0])]).decode("cp1252")
        except UnicodeDecodeError:
            return match[0]
        repaired.append(f"U+{ord(match[0]):04X} as {char}")
        return char

    return C1.sub(read_as_windows, text), repaired


def undecodable(text: str) -> str:
    """The first byte of `text` that could not be decoded, as "0x81"; nothing if all of it could. No database keeps
    a NUL in a text, so it counts too."""
    if "\0" in text:
        return "0x00"
    if found := ESCAPED.search(text):
        return f"0x{ord(found[0]) - 0xDC00:02X}"
    if found := C1.search(text):
        return f"0x{ord(found[0]):02X}"
    return ""
