"""Numbers of rows as pages send them back: what a browser sends may be anything."""

from __future__ import annotations

LONGEST = 18  # more digits than any key has, and all that fit a database's bigint


def key_in(text: str) -> int | None:
    """The number that `text` writes in plain digits; None for everything else ("²" and "١" are digits to Python)."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
