"""What a panel pack holds, and whether one that was made still is what its reader may read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from alliance.panels.models import Entry, Pack, Seat
from alliance.panels.queries.entries import ReadSection, read_dossier, readable_of
from alliance.panels.states import ExerciseState, SeatState


@dataclass(frozen=True)
class PackEntry:
    """An entry with the sections of its dossier as the panel reads them."""

    entry: Entry
    sections: tuple[ReadSection, ...]


def pack_entries(seat: Seat) -> list[PackEntry]:
    """What this seat has to score or has scored, in its own order; nothing before scoring opens, after leaving, and
    before interests are declared. Four queries."""
    if seat.exercise.state == ExerciseState.PREPARING or seat.state != SeatState.SITTING or seat.declared_at is None:
        return []
    return [PackEntry(one.entry, tuple(read_dossier(dossier))) for one, dossier in readable_of(seat)]


def fingerprint(entries: Iterable[PackEntry]) -> str:
    """Stands for every word and paper of these dossiers: it differs as soon as one is taken away, comes, or is blacked
    out further."""
    papers = [
        [
            one.entry.code,
            one.entry.areas,
            [
                [
                    s.key,
                    s.title,
                    s.text,
                    s.paper.name if s.paper else "",
                    s.paper.copy.file.name if s.paper and s.paper.copy else "",
                ]
                for s in one.sections
            ],
        ]
        for one in entries
    ]
    return hashlib.sha256(json.dumps(papers).encode()).hexdigest()


def latest_pack(seat: Seat) -> Pack | None:
    """The pack that this seat asked for last."""
    return Pack.objects.filter(seat=seat).order_by("-id").first()
