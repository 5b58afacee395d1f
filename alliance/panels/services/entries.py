"""Candidates come to the panel as entries with frozen dossiers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from alliance.panels import queries
from alliance.panels.facts import CandidateFacts
from alliance.panels.models import ASSIGNMENT, Assignment, ClearedCopy, Dossier, Entry, Exercise, Mark
from alliance.panels.passages import blacked_out, find_passages
from alliance.panels.services.conflicts import find_conflicts
from alliance.panels.services.sharing import share_out
from alliance.panels.services.telling import tell_of_more
from alliance.panels.states import AssignmentState, ExerciseState, MarkState
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused
from alliance.workflow.events import record

KINDS = ("answer", "reference", "document")
Section = Mapping[str, Any]


@transaction.atomic
def add_entry(
    *,
    exercise: Exercise,
    candidate_id: int,
    areas: Iterable[str],
    sections: Sequence[Section],
    by: Person | None,
    now: datetime,
) -> Entry:
    """Bring a candidate to the panel: a random code, the first version of the dossier, marks, conflicts.

    `sections` are {"key", "title", "kind": "answer" | "reference" | "document", "text", "document": id of the upload};
    keys are what criteria name as evidence. Asks `Portal.candidates` who the candidate is and keeps none of it.
    Raises Refused when the exercise is closed, and ValueError for a section that is none.
    """
    locked = Exercise.objects.select_for_update().get(pk=exercise.pk)
    if locked.state not in (ExerciseState.PREPARING, ExerciseState.SCORING):
        raise Refused(Refusal("Scoring is over: no more applications can come to this panel."))
    entry = Entry.objects.create(
        alliance_id=locked.alliance_id,
        exercise=locked,
        candidate_id=candidate_id,
        code=_free_code(locked),
        areas=list(areas),
    )
    record(entry, "added", by=by, at=now)
    _freeze(entry, sections, now)
    find_conflicts(exercise=locked, now=now, entries=[entry])
    if locked.state == ExerciseState.SCORING:
        tell_of_more(exercise=locked, given=share_out(exercise=locked, now=now), now=now)
    return entry


@transaction.atomic
def add_papers(*, entry: Entry, sections: Sequence[Section], by: Person | None, now: datetime) -> Dossier:
    """Add papers that came later: the next version of the dossier holds the earlier sections and `sections`.

    A section whose key is there already takes its place. What staff decided about passages of unchanged sections
    stays decided; the new version is read by the panel once it is cleared.
    """
    Exercise.objects.select_for_update().get(pk=entry.exercise_id)
    latest = entry.dossiers.order_by("-version").first()
    new = {section["key"] for section in sections}
    kept = [section for section in latest.sections if section["key"] not in new] if latest else []
    dossier = _freeze(entry, [*kept, *sections], now)
    record(entry, "papers_added", by=by, at=now)
    return dossier


@transaction.atomic
def hand_on_entry(*, entry: Entry, exercise: Exercise, by: Person | None, now: datetime) -> Entry:
    """Bring the candidate of `entry` to another panel: under a new code, with exactly the papers that the first panel
    had last, blacked out and cleared as they were. None of its scores come along."""
    first = queries.readable_dossier(entry)
    if first is None:
        raise Refused(Refusal("The first panel had no papers that could be handed on."))
    taken = Entry.objects.create(
        alliance_id=exercise.alliance_id,
        exercise=exercise,
        candidate_id=entry.candidate_id,
        code=_free_code(exercise),
        areas=entry.areas,
    )
    record(taken, "handed_on", by=by, at=now)
    dossier = Dossier.objects.create(
        alliance_id=first.alliance_id,
        entry=taken,
        version=1,
        v=first.v,
        sections=first.sections,
        frozen_at=first.frozen_at,
        cleared_at=first.cleared_at,
        cleared_by=first.cleared_by,
    )
    Mark.objects.bulk_create(
        _mark(dossier, m.section, m.start, m.end, m.why, m.state, m.decided_by) for m in first.marks.all()
    )
    ClearedCopy.objects.bulk_create(
        ClearedCopy(
            alliance_id=copy.alliance_id,
            dossier=dossier,
            section=copy.section,
            left_out=copy.left_out,
            name=copy.name,
            content_type=copy.content_type,
            file=copy.file.name,
            cleared_by=copy.cleared_by,
            cleared_at=copy.cleared_at,
        )
        for copy in first.copies.all()
    )
    find_conflicts(exercise=exercise, now=now, entries=[taken])
    return taken


@transaction.atomic
def withdraw_entry(*, exercise: Exercise, candidate_id: int, now: datetime) -> None:
    """The candidate withdraws: the entry leaves every table and desk. Doing it twice, or for nobody, does nothing."""
    entry = exercise.entries.filter(candidate_id=candidate_id, withdrawn_at=None).first()
    if entry is None:
        return
    Entry.objects.filter(pk=entry.pk).update(withdrawn_at=now)
    record(entry, "withdrawn", by=None, at=now)
    drafts = Assignment.objects.select_for_update(of=("self",)).filter(entry=entry, state=AssignmentState.ASSIGNED)
    if open_ones := list(drafts):
        ASSIGNMENT.apply_many(open_ones, "excuse", by=None, at=now)


def _free_code(exercise: Exercise) -> str:
    """A random code: the order of codes must not tell the order in which people applied."""
    taken = set(exercise.entries.values_list("code", flat=True))
    highest = 99 if len(taken) < 60 else 999 if len(taken) < 600 else 99_999
    while True:
        code = f"{exercise.code}-{1 + secrets.randbelow(highest):02}"
        if code not in taken:
            return code


def _freeze(entry: Entry, sections: Sequence[Section], now: datetime) -> Dossier:
    anonymous = entry.exercise.anonymous
    facts = queries.candidate_facts(entry.exercise).get(entry.candidate_id, CandidateFacts()) if anonymous else None
    latest = entry.dossiers.order_by("-version").first()
    dossier = Dossier.objects.create(
        alliance_id=entry.alliance_id,
        entry=entry,
        version=latest.version + 1 if latest else 1,
        sections=[frozen_section(section, facts) for section in sections],
        frozen_at=now,
    )
    if facts is not None:
        _suggest_marks(dossier, facts, latest)
    return dossier


def frozen_section(section: Section, facts: CandidateFacts | None) -> dict[str, Any]:
    """A section as it is frozen. Titles are the portal's own words, so a name in one can go without being decided."""
    if section["kind"] not in KINDS:
        raise ValueError(f"No such kind of section: {section['kind']}")
    title = str(section["title"])
    if facts is not None:
        title = blacked_out(title, [(place.start, place.end) for place in find_passages(title, facts)])
    return {
        "key": str(section["key"]),
        "title": title,
        "kind": section["kind"],
        "text": str(section.get("text") or "").replace("\r\n", "\n"),
        "document": section.get("document"),
    }


def _suggest_marks(dossier: Dossier, facts: CandidateFacts, previous: Dossier | None) -> None:
    """Mark what the portal finds; decisions on sections that did not change are carried over."""
    before = {section["key"]: section["text"] for section in previous.sections} if previous else {}
    decided: dict[str, list[Mark]] = {}
    for mark in previous.marks.all() if previous else []:
        decided.setdefault(mark.section, []).append(mark)
    marks = []
    for section in dossier.sections:
        key, text = section["key"], section["text"]
        if before.get(key) == text:
            marks += [_mark(dossier, key, m.start, m.end, m.why, m.state, m.decided_by) for m in decided.get(key, [])]
        else:
            marks += [
                _mark(dossier, key, place.start, place.end, place.why, MarkState.SUGGESTED, None)
                for place in find_passages(text, facts)
            ]
    Mark.objects.bulk_create(marks)


def _mark(
    dossier: Dossier, section: str, start: int, end: int, why: str, state: str, decided_by: Person | None
) -> Mark:
    return Mark(
        alliance_id=dossier.alliance_id,
        dossier=dossier,
        section=section,
        start=start,
        end=end,
        why=why,
        state=state,
        decided_by=decided_by,
    )
