"""The alliance's own words: the portal's standard word for a thing, and what an alliance calls it instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import lazy
from django_scopes import get_scope

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


# The letters whose names begin with a vowel: an S, a T.
_SPELLED_WITH_A_VOWEL = frozenset("AEFHILMNORSX")


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


def placeholders(alliance: Alliance | None) -> dict[str, str]:
    """The words that sentences, labels and texts of the post name in braces, by what stands in the braces.

    `{alliance}` is none of them: in texts that is the alliance's name.
    """
    words = words_of(alliance)
    return {
        "headteacher": words["headteacher"].word,
        "headteachers": words["headteacher"].plural,
        "sle": words["sle"].word,
        "sles": words["sle"].plural,
    }


def with_article(word: str) -> str:
    """A word with "a" or "an" as it is spoken: "a specialist leader", "an expert", "an SLE", "a university tutor".

    A first word in capitals is taken to be spelled out.
    """
    first = word.split(maxsplit=1)[0] if word.strip() else ""
    if len(first) > 1 and first.isupper():
        return f"{'an' if first[0] in _SPELLED_WITH_A_VOWEL else 'a'} {word}"
    vowel = first[:1].lower() in "aeiou" and not first.lower().startswith(("uni", "eu", "one", "use"))
    return f"{'an' if first and vowel else 'a'} {word}"


def said(sentence: str) -> str:
    """`sentence` in the words of the alliance in scope, the portal's own outside one.

    "The {headteacher} sends it back"; "{Headteacher}" begins with a capital; "a {sle}" becomes "an" where the word asks
    for it. Other braces stay as they are.
    """
    known = placeholders(get_scope().get("alliance"))

    def word(match: re.Match[str]) -> str:
        article, name = match[1] or "", match[2]
        found = known.get(name.lower())
        if found is None:
            return match[0]
        shown = found[0].upper() + found[1:] if name[0].isupper() else found
        return article[0] + with_article(shown)[1:] if article else shown

    return re.sub(r"(\b[Aa] )?\{([A-Za-z]+)\}", word, sentence)


# For labels, which are written once and shown in every alliance.
said_later = lazy(said, str)
