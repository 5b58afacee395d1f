"""One way to make a name findable, on both databases (SQLite's LIKE folds ASCII letters only)."""

from __future__ import annotations

import re
import unicodedata


def search_form(*parts: str) -> str:
    """Words in lower case without accents, apostrophes or punctuation: "St John's, Épping" -> "st johns epping"."""
    text = " ".join(part for part in parts if part)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’`]", "", bare)).split())
