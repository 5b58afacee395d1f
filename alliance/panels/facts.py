"""Who a candidate is, as far as a panel's machinery must know it for a moment and never keeps it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CandidateFacts:
    """Facts that identify a candidate, handed over by the responsibility that knows them.

    Used for two things: to find conflicts with the seats of a panel, and to mark passages of a dossier. School facts
    include predecessors and successors of the candidate's school.
    """

    person_ids: frozenset[int] = frozenset()
    emails: frozenset[str] = frozenset()
    referee_person_ids: frozenset[int] = frozenset()
    referee_emails: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    school_urns: frozenset[int] = frozenset()
    school_names: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    trust_codes: frozenset[str] = frozenset()
    trns: tuple[str, ...] = ()
    # Who cannot judge this candidate whatever their standing: they did so before, or know who it is.
    barred_person_ids: frozenset[int] = frozenset()
    trust_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class AreaTarget:
    """How many are hoped for in an area, and which candidates are proposed for it so far. A guide, no quota.

    Candidates are named, not counted, so that whoever must not know of one gets totals without them.
    """

    area: str
    wanted: int | None
    proposed: frozenset[int] = frozenset()
