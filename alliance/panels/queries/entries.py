"""Entries, their dossiers as the panel may read them, and who owes scores on them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Q, QuerySet

from alliance.library.models import Document
from alliance.library.queries import documents_of
from alliance.panels.models import Assignment, ClearedCopy, Dossier, Entry, Exercise, Rubric, Seat
from alliance.panels.passages import blacked_out
from alliance.panels.queries.calibration import calibrating
from alliance.panels.rules import View
from alliance.panels.standard import CriterionSpec, LevelSpec, RubricSpec
from alliance.panels.states import AssignmentState, ExerciseState, MarkState
from alliance.workflow.models import Event


def active(*exercises: Exercise) -> QuerySet[Entry]:
    """Entries of these exercises that are scored: not withdrawn."""
    return Entry.objects.filter(exercise__in=exercises, withdrawn_at=None)


def readable_dossier(entry: Entry) -> Dossier | None:
    """The version that the panel reads: the latest, in an anonymous exercise the latest that is cleared."""
    dossiers = Dossier.objects.filter(entry=entry).order_by("-version")
    return (dossiers.exclude(cleared_at=None) if entry.exercise.anonymous else dossiers).first()


def times_agreed(entry: Entry) -> int:
    """How many things have been agreed on the entry so far; grows with each, also where one took another's place."""
    label = entry._meta.label_lower
    return Event.objects.filter(subject_type=label, subject_id=entry.pk, move="agreed").count()


def open_to_score(exercise: Exercise) -> QuerySet[Entry]:
    """Entries that may be given to scorers: with a dossier that the panel may read."""
    readable = Q(dossiers__cleared_at__isnull=False) if exercise.anonymous else Q(dossiers__isnull=False)
    return active(exercise).filter(readable).distinct()


def assignments_of(seat: Seat) -> QuerySet[Assignment]:
    """What this seat has to score or has scored, in its own random order; never what a conflict hides."""
    return (
        Assignment.objects.filter(seat=seat, entry__withdrawn_at=None)
        .exclude(state__in=[AssignmentState.RECUSED, AssignmentState.EXCUSED])
        .exclude(entry__conflicts__seat=seat)
        .select_related("entry__exercise", "seat")
        .order_by("position", "id")
    )


def desk_of(seat: Seat) -> QuerySet[Assignment]:
    """What this seat can open now: while the panel calibrates, nothing but the dossier that it scores together."""
    held = assignments_of(seat)
    return held.exclude(entry__exercise=seat.exercise_id) if calibrating([seat.exercise]) else held


def readable_of(seat: Seat) -> list[tuple[Assignment, Dossier]]:
    """What this seat has on its desk with the dossiers to read, in its own order. Five queries for any number."""
    held = list(desk_of(seat))
    dossiers: dict[int, Dossier] = {}
    found = Dossier.objects.filter(entry__in=[one.entry_id for one in held]).prefetch_related("marks", "copies")
    for dossier in (found.exclude(cleared_at=None) if seat.exercise.anonymous else found).order_by("version"):
        dossiers[dossier.entry_id] = dossier
    pairs = []
    for one in held:
        if one.entry_id in dossiers:
            dossiers[one.entry_id].entry = one.entry
            pairs.append((one, dossiers[one.entry_id]))
    return pairs


def is_open(entry: Entry) -> bool:
    """Have all its scorers submitted or been excused? Only then do scores on it open to one another."""
    assignments = Assignment.objects.filter(entry=entry)
    return (
        assignments.filter(state=AssignmentState.SUBMITTED).exists()
        and not assignments.filter(state=AssignmentState.ASSIGNED).exists()
    )


def open_entries(view: View) -> frozenset[int]:
    """Ids of the entries whose scores are open to this person. One or two queries.

    All its scorers must have submitted or been excused. A scorer sees those they have scored themselves; drafts and
    abstentions (nothing judged) open nothing. Chair and deputy also see what they were not given to score, or were
    excused from, and once scoring is over everything; so do the staff who run the exercise.
    """
    if view.exercise.state == ExerciseState.PREPARING:
        return frozenset()
    over = view.exercise.state != ExerciseState.SCORING
    entries = active(view.exercise).exclude(pk__in=view.hidden)
    if view.seat is None:
        return frozenset(entries.values_list("pk", flat=True)) if over and view.runs else frozenset()
    given = Assignment.objects.filter(seat=view.seat).exclude(state=AssignmentState.EXCUSED)
    own = dict(given.values_list("entry_id", "mean"))
    mine = {entry_id for entry_id, mean in own.items() if mean is not None}
    if over:
        every = frozenset(entries.values_list("pk", flat=True))
        return every if view.leads else every & mine
    waiting = Assignment.objects.filter(entry=models.OuterRef("pk"), state=AssignmentState.ASSIGNED)
    finished = entries.filter(score_count__gt=0).exclude(models.Exists(waiting)).values_list("pk", flat=True)
    return frozenset(pk for pk in finished if pk in mine or (view.leads and pk not in own))


def latest_version(rubric: Rubric) -> Rubric:
    """The newest version of a rubric, itself if there is no newer one."""
    newer = Rubric.objects.filter(previous=rubric).first()
    return latest_version(newer) if newer else rubric


def spec_of(rubric: Rubric) -> RubricSpec:
    """What a stored rubric says, as data."""
    return RubricSpec(
        name=rubric.name,
        minimum_mean=rubric.minimum_mean,
        levels=tuple(LevelSpec(one.name, one.meaning, one.value, one.effect) for one in rubric.levels.all()),
        criteria=tuple(
            CriterionSpec(one.name, one.text, one.weight, tuple(one.evidence)) for one in rubric.criteria.all()
        ),
    )


@dataclass(frozen=True)
class Paper:
    """An uploaded paper as the panel gets it: a cleared copy, or the upload itself where names are shown."""

    name: str
    copy: ClearedCopy | None
    document: int | None


def held_version(entry: Entry, section: str) -> Document | None:
    """The version of a paper that staff uploaded and that the panel does not get, because it was refused."""
    return documents_of(entry, section).last()


@dataclass(frozen=True)
class ReadSection:
    """A section of a dossier as the panel reads it: what is marked is a bar, papers bear a number for a name."""

    key: str
    title: str
    kind: str
    text: str
    paper: Paper | None = None


def read_dossier(dossier: Dossier) -> list[ReadSection]:
    """The sections of a dossier as the panel reads them. Two queries.

    A passage that staff have not decided is a bar too. A paper without a cleared copy does not exist for the panel.
    """
    anonymous = dossier.entry.exercise.anonymous
    bars: dict[str, list[tuple[int, int]]] = {}
    for mark in dossier.marks.all():
        if mark.state != MarkState.KEPT:
            bars.setdefault(mark.section, []).append((mark.start, mark.end))
    copies = {copy.section: copy for copy in dossier.copies.all()}
    sections, number = [], 0
    for section in dossier.sections:
        key, text = section["key"], blacked_out(section["text"], bars.get(section["key"], []))
        paper = None
        if section["kind"] == "document":
            number += 1
            copy = copies.get(key)
            if (copy is None and anonymous) or (copy is not None and copy.left_out):
                continue
            paper = Paper(copy.name if copy else f"Evidence {number}", copy, section["document"])
        sections.append(
            ReadSection(
                key, f"Evidence {number}" if paper and anonymous else section["title"], section["kind"], text, paper
            )
        )
    return sections
