"""What a responsibility says about a record that comes with equality questions, and what it hands in to be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Asked:
    """A record (an application) with which equality questions are asked, as its responsibility knows it.

    `kind` and `pk` name the record, `round_kind` and `round_pk` what it is counted with; `person_id` is who may
    answer, the only one. `about` is what stands above the page's heading, `back` where its person came from.
    `kept_until` says in words when answers are deleted that were never counted.
    """

    kind: str
    pk: int
    round_kind: str
    round_pk: int
    person_id: int
    about: str
    back: str
    kept_until: str


@dataclass(frozen=True)
class SchoolFact:
    """Something known of every applicant's school: the title of its table, and all groups that there can be.

    The groups are fixed, so that a group's line does not tell that somebody is in it.
    """

    key: str
    title: str
    groups: Sequence[str]


@dataclass(frozen=True)
class Selection:
    """One application that was decided: was it chosen? `facts` are of its school: key of a SchoolFact -> group."""

    pk: int
    chosen: bool
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RoundToCount:
    """A round that is over: its decided applications, one of each person in all rounds that are counted together, and
    the others, whose answers are deleted uncounted."""

    pk: int
    selections: Sequence[Selection]
    others: Sequence[int] = ()
