"""The table of legal moves of a record: pure data, from which the Machine works and the diagrams are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """One legal move: from any of `sources` to `target`."""

    name: str
    sources: tuple[str, ...]
    target: str


class Moves(dict[str, Move]):
    """`Moves(open=(DRAFT, OPEN), cancel=((DRAFT, OPEN), CANCELLED))`: by name, from where to where."""

    def __init__(self, **moves: tuple[str | Iterable[str], str]) -> None:
        super().__init__()
        for name, (sources, target) in moves.items():
            from_states = (str(sources),) if isinstance(sources, str) else tuple(str(source) for source in sources)
            self[name] = Move(name, from_states, str(target))
