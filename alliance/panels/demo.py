"""A scored panel by bulk inserts, for measuring (`manage.py demo --scale`, bench/). Never for real candidates: it goes
around conflicts, clearing and the events of single scores."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from alliance.panels import figures
from alliance.panels.models import (
    EXERCISE,
    Assignment,
    Criterion,
    Dossier,
    Entry,
    Exercise,
    Level,
    Rubric,
    Score,
    Seat,
)
from alliance.panels.states import AssignmentState, SeatRole
from alliance.people.models import Person

PIECE = 2_000


@dataclass(frozen=True)
class Paper:
    """A candidate of the crowd: the id that the responsibility knows, areas, and the dossier's sections."""

    candidate_id: int
    areas: list[str]
    sections: list[dict[str, Any]]


@transaction.atomic
def score_in_bulk(
    *,
    exercise: Exercise,
    panel: Sequence[Person],
    papers: Sequence[Paper],
    scores: int,
    now: datetime,
    finished: bool = True,
    seed: int = 1,
) -> None:
    """Seat `panel` (its first chairs, its second is the deputy), add `papers` as entries with cleared dossiers, and
    let `scores` of the panel score each; the same figures come out for the same `seed`.

    `finished` ends scoring; otherwise the last scorer of every third entry has not submitted yet.
    """
    chance = random.Random(seed)  # noqa: S311  # for the same figures each time, not for secrets
    seats = Seat.objects.bulk_create(
        Seat(
            alliance_id=exercise.alliance_id,
            exercise=exercise,
            person=person,
            role=(SeatRole.CHAIR, SeatRole.DEPUTY)[place] if place < 2 else SeatRole.SCORER,
            declared_at=now,
        )
        for place, person in enumerate(panel)
    )
    codes = list(range(1, len(papers) + 1))
    chance.shuffle(codes)
    entries = Entry.objects.bulk_create(
        (
            Entry(
                alliance_id=exercise.alliance_id,
                exercise=exercise,
                candidate_id=paper.candidate_id,
                code=f"{exercise.code}-{code:04}",
                areas=paper.areas,
            )
            for paper, code in zip(papers, codes, strict=True)
        ),
        batch_size=PIECE,
    )
    dossiers = Dossier.objects.bulk_create(
        (
            Dossier(
                alliance_id=exercise.alliance_id,
                entry=entry,
                version=1,
                sections=paper.sections,
                frozen_at=now,
                cleared_at=now,
            )
            for entry, paper in zip(entries, papers, strict=True)
        ),
        batch_size=PIECE,
    )
    Rubric.objects.filter(pk=exercise.rubric_id, frozen_at=None).update(frozen_at=now)
    EXERCISE.apply(exercise, "start", by=None, at=now)
    _score(exercise, list(zip(entries, dossiers, strict=True)), seats, scores, now, finished, chance)
    if finished:
        EXERCISE.apply(exercise, "end_scoring", by=None, at=now)


def _score(
    exercise: Exercise,
    entries: list[tuple[Entry, Dossier]],
    seats: Sequence[Seat],
    scores: int,
    now: datetime,
    finished: bool,
    chance: random.Random,
) -> None:
    """Assignments, scores and the entries' figures, as `services.totals.recount` would make them."""
    criteria = list(Criterion.objects.filter(rubric=exercise.rubric_id))
    levels = list(Level.objects.filter(rubric=exercise.rubric_id))
    minimum = exercise.rubric.minimum_mean
    assignments, given = [], []
    for number, (entry, dossier) in enumerate(entries):
        quality = chance.random()
        means, chosen = [], []
        for place in range(scores):
            seat = seats[(number + place) % len(seats)]
            done = finished or place < scores - 1 or number % 3 > 0
            row = [levels[_place(quality, len(levels), chance)] for _ in criteria]
            mean = figures.weighted_mean((level.value, c.weight) for level, c in zip(row, criteria, strict=True))
            assignments.append(
                Assignment(
                    alliance_id=exercise.alliance_id,
                    entry=entry,
                    seat=seat,
                    position=chance.randrange(2**31),
                    state=AssignmentState.SUBMITTED if done else AssignmentState.ASSIGNED,
                    dossier=dossier if done else None,
                    submitted_at=now if done else None,
                    mean=mean if done else None,
                    revision=int(done),
                )
            )
            if done:
                means.append(mean or 0)
                chosen.append(row)
                given.append((len(assignments) - 1, row))
        columns = list(zip(*chosen, strict=True))
        same = [column[0] if len({level.pk for level in column}) == 1 else None for column in columns]
        entry.score_count, entry.mean = len(means), figures.mean(means)
        entry.median, entry.spread = figures.median(means), figures.spread(means)
        entry.disagreements = sum(figures.far_apart([level.position for level in column]) for column in columns)
        entry.moderated = figures.moderated(
            [(level.value, c.weight) if level else None for level, c in zip(same, criteria, strict=True)]
        )
        effects = [level.effect if level else None for level in same]
        entry.recommendation = figures.recommend(effects, entry.mean, minimum)
    stored = Assignment.objects.bulk_create(assignments, batch_size=PIECE)
    Score.objects.bulk_create(
        (
            Score(alliance_id=exercise.alliance_id, assignment=stored[place], criterion=criterion, level=level)
            for place, row in given
            for criterion, level in zip(criteria, row, strict=True)
        ),
        batch_size=PIECE,
    )
    Entry.objects.bulk_update(
        [entry for entry, _ in entries],
        ["score_count", "mean", "median", "spread", "disagreements", "moderated", "recommendation"],
        batch_size=500,
    )


def _place(quality: float, levels: int, chance: random.Random) -> int:
    """A level's place for a candidate of this quality, as a scorer sees it."""
    return min(levels - 1, max(0, round(quality * (levels - 1) + chance.gauss(0, 0.35))))
