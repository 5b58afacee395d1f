"""Numbers and codes on letters, by which whoever holds one can ask the portal whether it is genuine."""

from __future__ import annotations

import re
import secrets

# No vowels, so that no code is a word; nothing that looks like another: 0 and O, 1 and I, 8 and B.
SIGNS = "CDFGHJKLMNPQRSTVWXZ2345679"
LENGTH = 8
_NUMBER = re.compile(r"\s*(\d{4})\s*/\s*(\d{1,9})\s*", re.ASCII)


def new_code() -> str:
    """A random code for one letter, as it is printed: "K7QD-MP3X". 26 to the power of 8 are too many to guess."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return f"{signs[:4]}-{signs[4:]}"


def code_in(text: str) -> str:
    """The code that somebody typed, as it is printed: case, blanks and dashes do not matter."""
    signs = "".join(text.upper().replace("-", "").split())
    return f"{signs[:4]}-{signs[4:]}"


def number_in(text: str) -> tuple[int, int] | None:
    """Year and number of "2027/0012" as somebody typed it; None for what is none."""
    found = _NUMBER.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None
