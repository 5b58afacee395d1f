"""One way to make a name findable, on both databases (SQLite's LIKE folds ASCII letters only)."""

from __future__ import annotations

import re
import unicodedata

_ASCII = {n: " " for n in range(128) if not chr(n).isalnum()} | {ord("'"): None, ord("`"): None}


def search_form(*parts: str) -> str:
    """Words in lower case without accents, apostrophes or punctuation: "St John's, Épping" -> "st johns epping"."""
    text = " ".join(parts).replace("’", "")
    if text.isascii():  # nearly all of 50,000 schools: three times faster than the general way, same answer
        return " ".join(text.lower().translate(_ASCII).split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’`]", "", bare)).split())
