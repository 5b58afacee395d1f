"""Finding passages of a text that may say who somebody is. Pure: text and facts in, places out.

Words are compared without case, accents, apostrophes and invisible characters, whole words only. The portal only
suggests: staff read every dossier and decide (blindness cannot be had from a word list alone).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from alliance.panels.facts import CandidateFacts

BLACK = "████"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LETTER = rf"[^\W_][\u0300-\u036f{_INVISIBLE}]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:['’`ʼ](?:{_LETTER})+)*")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
# What gives somebody away in whatever dossier it stands.
_ALWAYS = (
    (re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+"), "an e-mail address"),
    (re.compile(r"(?i)(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:uk|com|org|net)\b"), "a web address"),
    (re.compile(r"(?<!\w)@\w{2,}"), "a name on social media"),
    (re.compile(r"(?<!\d)(?:\+44|0)(?:[ ()-]{0,2}\d){9,10}(?!\d)"), "a telephone number"),
    (re.compile(r"(?i)(?<![\d/])(?:RP)?\d{2}[ /-]?\d{5}(?![\d/])"), "a teacher reference number"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"), "a postcode"),
)
_TITLE_WORDS = """mr mrs ms miss mx dr prof professor sir dame rev reverend revd fr father sister brother canon"""
# Names that are words too: suggested only where the text writes them with a capital.
_ORDINARY_WORDS = """able art baker banks bath bell best bishop black bright brook brown case chance church close
    common cook cross day deal dean drew english field fields firth ford french good grace grant gray green grey hall
    hand head heath high hill holly hope hunt joy king knight lamb lane law lead long low major march mark may mill
    moor north page park parish pearl penny pike poole price pride queen read reading rich rose rugby sale sharp short
    singh small south star stone street summer teacher temple town trust vale victory virtue wade walker ware water
    waters way wells west white will wise wood woods young"""
_GENERIC_WORDS = """school schools primary secondary junior infant infants nursery first middle upper lower academy
    college high grammar community free technology the of and for church england ce cofe rc roman catholic voluntary
    aided controlled c e va vc foundation special sixth form centre trust multi mat learning partnership federation
    education s"""
_FIELD_WORDS = """SLE CPD ITT NQT ECT SEN SEND SATS EYFS DFE NCTL NPQ GCSE ICT PSHE TSA"""
_TITLES = frozenset(_TITLE_WORDS.split())
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
_GENERIC = frozenset(_GENERIC_WORDS.split())
_ACRONYMS_OF_THE_FIELD = frozenset(_FIELD_WORDS.split())


@dataclass(frozen=True, order=True)
class Passage:
    """Characters `start` up to `end` of a text, and why they are suggested."""

    start: int
    end: int
    why: str


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    raw: str
    forms: frozenset[str]


@dataclass(frozen=True)
class _Pattern:
    words: tuple[frozenset[str], ...]
    why: str
    capital: bool = False
    exact: str = ""
    person: bool = False


def folded(word: str) -> str:
    """A word in lower case without accents, apostrophes and invisible characters."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return re.sub(rf"['’`ʼ{_INVISIBLE}]", "", bare.translate(_PLAIN))


def _words(text: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        raw = match.group()
        forms = {folded(raw)}
        if re.search(r"['’`ʼ][sS]\Z", raw):
            forms.add(folded(raw[:-2]))
        found.append(_Word(match.start(), match.end(), raw, frozenset(forms)))
    return found


def find_passages(text: str, facts: CandidateFacts) -> list[Passage]:
    """The passages of `text` that match a name, school, town, trust, e-mail or TRN of `facts`, or that look like an
    address or number of anybody; in order, none overlapping another."""
    found = [Passage(m.start(), m.end(), why) for pattern, why in _ALWAYS for m in pattern.finditer(text)]
    for digits in {re.sub(r"\D", "", trn) for trn in facts.trns} | {str(urn) for urn in facts.school_urns}:
        if digits:
            spaced = r"[ /-]?".join(digits)
            found += [
                Passage(m.start(), m.end(), "a number from the register")
                for m in re.finditer(rf"(?<!\d){spaced}(?!\d)", text)
            ]
    words = _words(text)
    first_names = {form for name in facts.names for word in _name_parts(name)[0] for form in word}
    found += list(_matches(text, words, list(_patterns(facts)), first_names))
    return _merged(found)


def occurrences(text: str, typed: str) -> list[Passage]:
    """Every place where `typed` stands in `text`, compared like names; by characters if it holds no word."""
    sequence = tuple(word.forms for word in _words(typed))
    if not sequence:
        return [Passage(m.start(), m.end(), "typed") for m in re.finditer(re.escape(typed), text)] if typed else []
    return _merged(_matches(text, _words(text), [_Pattern(sequence, "typed")], set()))


def blacked_out(text: str, places: Iterable[tuple[int, int]]) -> str:
    """`text` with each place replaced by a bar of always the same length, so that not even the length tells."""
    out, at = [], 0
    for start, end in sorted(places):
        if end <= at:
            continue
        out += [text[at : max(start, at)], BLACK if start >= at else ""]
        at = end
    return "".join([*out, text[at:]])


def pieces(text: str, places: Iterable[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """`text` cut at its places (start, end, state): (piece, state), the state empty between places."""
    out, at = [], 0
    for start, end, state in sorted(places):
        if end <= at:
            continue
        begin = max(start, at)
        out += [(text[at:begin], ""), (text[begin:end], state)]
        at = end
    return [piece for piece in [*out, (text[at:], "")] if piece[0]]


def _name_parts(name: str) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """First names and surname (a double-barrelled surname has two words)."""
    parts = [part for part in name.split() if folded(part).strip(".") not in _TITLES]
    if not parts:
        return [], []
    return [word.forms for part in parts[:-1] for word in _words(part)], [word.forms for word in _words(parts[-1])]


def _plain_word(word: frozenset[str]) -> bool:
    return any(form in _ORDINARY or len(form) < 3 for form in word)


def _patterns(facts: CandidateFacts) -> Iterator[_Pattern]:
    for name in facts.names:
        first, surname = _name_parts(name)
        if surname:
            yield _Pattern((*first, *surname), "a name", person=True)
            yield _Pattern(tuple(surname), "a surname", capital=all(map(_plain_word, surname)), person=True)
            glued = "".join(min(word, key=len) for word in (*first, *surname))
            yield _Pattern((frozenset([glued]),), "a name")
        for word in surname if len(surname) > 1 else []:
            yield _Pattern((word,), "part of a surname", capital=_plain_word(word), person=True)
        for word in first:
            if all(len(form) > 1 for form in word):
                yield _Pattern((word,), "a first name", capital=_plain_word(word), person=True)
    for name in (*facts.school_names, *facts.trust_names):
        yield from _school_patterns(name)
    for town in facts.towns:
        words = tuple(word.forms for word in _words(town))
        if words:
            yield _Pattern(words, "a town", capital=len(words) == 1 and _plain_word(words[0]))


def _school_patterns(name: str) -> Iterator[_Pattern]:
    words = _words(name)
    if not words:
        return
    yield _Pattern(tuple(word.forms for word in words), "a school")
    for generic, run in groupby(words, key=lambda word: bool(word.forms & _GENERIC)):
        core = [word.forms for word in run]
        if generic:
            continue
        yield _Pattern(tuple(core), "a school", capital=len(core) == 1 and _plain_word(core[0]))
        if len(core) > 1 and all(len(form) > 4 for form in core[0]):
            yield _Pattern((core[0],), "part of a school's name", capital=True)
    letters = "".join(word.raw[0].upper() for word in words if word.forms.isdisjoint({"the"}))
    if len(letters) > 2 and letters not in _ACRONYMS_OF_THE_FIELD:
        yield _Pattern((frozenset([folded(letters)]),), "a school's initials", exact=letters)


def _matches(text: str, words: list[_Word], patterns: list[_Pattern], first_names: set[str]) -> Iterator[Passage]:
    by_first: dict[str, list[_Pattern]] = {}
    for pattern in patterns:
        for form in pattern.words[0]:
            by_first.setdefault(form, []).append(pattern)
    for index, word in enumerate(words):
        for pattern in {p for form in word.forms for p in by_first.get(form, [])}:
            span = words[index : index + len(pattern.words)]
            if len(span) < len(pattern.words):
                continue
            if any(have.forms.isdisjoint(want) for have, want in zip(span, pattern.words, strict=True)):
                continue
            if pattern.exact and word.raw.upper() != word.raw:
                continue
            titled = index > 0 and bool(words[index - 1].forms & _TITLES)
            if pattern.capital and not word.raw[0].isupper() and not titled:
                continue
            last = index + len(pattern.words) - 1
            start, end = word.start, words[last].end
            if pattern.person:
                start = _with_titles(text, words, index, first_names)
            elif "school" in pattern.why:
                end = _with_generic(text, words, last)
            yield Passage(start, end, pattern.why)


def _near(text: str, before: _Word, after: _Word) -> bool:
    return re.fullmatch(r"[ .\u00a0-]{0,3}", text[before.end : after.start]) is not None


def _with_titles(text: str, words: list[_Word], index: int, first_names: set[str]) -> int:
    """Where the passage begins when titles, initials and first names before a surname belong to it."""
    while index and _near(text, words[index - 1], words[index]):
        before = words[index - 1]
        initial = len(before.raw) == 1 and before.raw.isupper()
        if not (initial or before.forms & _TITLES or (before.forms & first_names and before.raw[0].isupper())):
            break
        index -= 1
    return words[index].start


def _with_generic(text: str, words: list[_Word], last: int) -> int:
    """Where the passage ends when "Primary School" after a school's own name belongs to it."""
    end = last
    while end + 1 < len(words) and _near(text, words[end], words[end + 1]) and words[end + 1].forms & _GENERIC:
        end += 1
    joining = {"the", "of", "and", "for"}
    while end > last and words[end].forms & joining:
        end -= 1
    return words[end].end


def _merged(found: Iterable[Passage]) -> list[Passage]:
    merged: list[Passage] = []
    for passage in sorted(found, key=lambda p: (p.start, -p.end, p.why)):
        if merged and passage.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Passage(last.start, max(last.end, passage.end), last.why)
        else:
            merged.append(passage)
    return merged
