"""Word limits of answers and references."""

from __future__ import annotations

from alliance.words import count_words


def over_limit(text: str, limit: int) -> str:
    """The sentence for a text of more than `limit` words, empty if it is within; nothing is ever cut."""
    words = count_words(text)
    if words <= limit:
        return ""
    over = words - limit
    return (
        f"Your text has {words} words and the limit is {limit}: shorten it by {over} word{'s' if over > 1 else ''}. "
        "It is kept as you typed it."
    )
