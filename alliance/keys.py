"""Numbers and codes of rows in addresses, and as pages send them back: what a browser sends may be anything."""

from __future__ import annotations

from django.utils.crypto import get_random_string

LONGEST = 18  # more digits than any key has, and all that fit a database's bigint


def key_in(text: str) -> int | None:
    """The number that `text` writes in plain digits; None for everything else ("²" and "١" are digits to Python)."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None


def random_code() -> str:
    """Twelve random letters and digits that cannot be misread for each other, for addresses that outsiders see."""
    return get_random_string(12, "abcdefghjkmnpqrstuvwxyz23456789")
