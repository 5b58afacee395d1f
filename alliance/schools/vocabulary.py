"""The alliance's own words: the portal's standard word for a thing, and what an alliance calls it instead."""

from __future__ import annotations

from dataclasses import dataclass

from alliance.schools.models import Alliance, Term


@dataclass(frozen=True)
class Word:
    """A word and its plural, as shown in the middle of a sentence."""

    word: str
    plural: str


# The portal's own words (domain facts: "Words change"). A word stands here once a page shows it by `{% term %}`.
STANDARD: dict[str, Word] = {
    "alliance": Word("alliance", "alliances"),
    "headteacher": Word("headteacher or principal", "headteachers or principals"),
    "agency": Word("NCTL", "NCTL"),
    "sle": Word("specialist leader of education", "specialist leaders of education"),
    "partner": Word("partner", "partners"),
}


def words_of(alliance: Alliance | None) -> dict[str, Word]:
    """Every word by key: the standard ones, with the alliance's own in their place. One query, kept on the object.

    The agency's name is a fact of the alliance (`Alliance.agency`) unless its vocabulary says otherwise.
    """
    if alliance is None:
        return STANDARD
    kept: dict[str, Word] | None = alliance.__dict__.get("_words")
    if kept is None:
        kept = dict(STANDARD)
        if alliance.agency:
            kept["agency"] = Word(alliance.agency, alliance.agency)
        for term in Term.objects.filter(alliance=alliance):
            kept[term.key] = Word(term.word, term.plural or term.word)
        alliance.__dict__["_words"] = kept
    return kept


def word_for(alliance: Alliance | None, key: str, *, plural: bool = False) -> str:
    """What the alliance calls `key` ("Headteacher" with a capital where `key` has one). Raises KeyError if unknown."""
    found = words_of(alliance)[key.lower()]
    text = found.plural if plural else found.word
    return text[0].upper() + text[1:] if key[:1].isupper() else text
