"""Letters to leaders of a kind of one's own: the same letters, for which an alliance may write words of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from alliance.post.kinds import Kind, Medium
from alliance.schools.models import Alliance
from sle.kinds import appeals, applying, life, outcomes, training
from sle.leader_kinds import SLE, designated_here, kind_of
from sle.models import DesignationKind

_ALL = (*applying.KINDS, *outcomes.KINDS, *appeals.LETTERS, *life.KINDS, *training.KINDS)
LETTERS = {kind.name: kind for kind in _ALL if kind.medium is Medium.LETTER}


def variants(alliance: Alliance) -> Iterator[Kind]:
    """Every letter, once more for each kind of leader that the alliance has added."""
    for kind in designated_here(alliance):
        if kind.code != SLE:
            yield from (_variant(letter, kind) for letter in LETTERS.values())


def letter_for(name: str, alliance: Alliance, code: str) -> Kind:
    """The letter `name` ("sle.outcome") as leaders of this kind get it. Raises KeyError."""
    letter = LETTERS[name]
    return letter if code == SLE else _variant(letter, kind_of(alliance, code))


def _variant(letter: Kind, kind: DesignationKind) -> Kind:
    return replace(
        letter, name=f"{letter.name}_{kind.code.lower()}", title=f"{letter.title} ({kind.plural})", base=letter.name
    )
