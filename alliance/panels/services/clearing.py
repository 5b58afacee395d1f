"""Clearing dossiers: staff decide what is blacked out in the frozen copy. The applicant's own papers stay untouched."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.db import transaction

from alliance.library.models import Document
from alliance.library.queries import documents_of
from alliance.library.services import remove, store
from alliance.panels import rules
from alliance.panels.facts import CandidateFacts
from alliance.panels.models import MARK, ClearedCopy, Dossier, Mark
from alliance.panels.papers import CannotClear, CleanCopy, clean_copy, telling_words
from alliance.panels.passages import occurrences
from alliance.panels.queries import candidate_facts, held_version
from alliance.panels.services.sharing import share_out
from alliance.panels.services.telling import tell_of_more
from alliance.panels.states import ExerciseState, MarkState
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record


@transaction.atomic
def decide_marks(*, dossier: Dossier, marks: Iterable[Mark], black_out: bool, by: Person, now: datetime) -> int:
    """Black out `marks` of the dossier, or leave them readable; how many changed. Each decision is on the record."""
    target = MarkState.BLACKED_OUT if black_out else MarkState.KEPT
    changing = [mark for mark in marks if mark.dossier_id == dossier.pk and mark.state != target]
    if changing:
        MARK.apply_many(changing, "black_out" if black_out else "keep", by=by, at=now, decided_by=by)
    return len(changing)


@transaction.atomic
def black_out_typed(*, dossier: Dossier, typed: str, by: Person, now: datetime) -> int:
    """Black out every place in the dossier where `typed` stands (compared without case and accents); how many.

    Raises Refused when it stands nowhere.
    """
    places = [
        (section["key"], place.start, place.end)
        for section in dossier.sections
        for place in occurrences(section["text"], typed.strip())
    ]
    if not places:
        raise Refused(Refusal(f"“{typed}” stands nowhere in this dossier. Copy the passage as it is written there."))
    there = {(mark.section, mark.start, mark.end): mark for mark in dossier.marks.all()}
    decide_marks(
        dossier=dossier, marks=[there[place] for place in places if place in there], black_out=True, by=by, now=now
    )
    drawn = Mark.objects.bulk_create(
        Mark(
            alliance_id=dossier.alliance_id,
            dossier=dossier,
            section=section,
            start=start,
            end=end,
            why="marked by staff",
            state=MarkState.BLACKED_OUT,
            decided_by=by,
        )
        for section, start, end in places
        if (section, start, end) not in there
    )
    record(dossier, "marks_drawn", by=by, at=now)
    return len(drawn) + sum(place in there for place in places)


def _paper(dossier: Dossier, section: str) -> tuple[int, int | None]:
    """The number of a paper among the dossier's papers (from 1), and the id of its upload."""
    papers = [s for s in dossier.sections if s["kind"] == "document"]
    for number, paper in enumerate(papers, start=1):
        if paper["key"] == section:
            return number, paper["document"]
    raise Refused(Refusal("There is no such paper in this dossier."))


@transaction.atomic
def clear_paper(*, dossier: Dossier, section: str, by: Person, now: datetime, harmless: bool = False) -> ClearedCopy:
    """Let the panel read the upload of `section` as a copy without hidden data, under a name that says nothing.

    Raises Refused when no copy can be made, and when its text holds a known name, school or address, unless staff have
    read it and say that it is `harmless`.
    """
    _, document_id = _paper(dossier, section)
    document = Document.objects.filter(pk=document_id).first() if document_id else None
    if document is None:
        raise Refused(Refusal("The upload is not there any more. Leave the paper out."))
    with document.file.open("rb") as original:
        return _keep_copy(dossier, section, original.read(), by, now, harmless)


def hold_version(*, dossier: Dossier, section: str, upload: File, by: Person) -> Document:
    """Store what staff made of a paper, with passages blacked out, until they decide that the panel gets it.

    It takes the place of one that was held before, and stays through a refusal. Raises Refused (UploadRefused) for a
    file that the portal does not take or cannot make a clean copy of; the one before is held on then.
    """
    _paper(dossier, section)
    earlier = list(documents_of(dossier.entry, section))
    held = store(subject=dossier.entry, purpose=section, upload=upload, by=by)
    try:
        with held.file.open("rb") as version:
            _clean(version.read())
    except Refused:
        remove(document=held, by=by)
        raise
    for document in earlier:
        remove(document=document, by=by)
    return held


@transaction.atomic
def replace_paper(*, dossier: Dossier, section: str, by: Person, now: datetime, harmless: bool = False) -> ClearedCopy:
    """Let the panel read the version that is held for this paper, instead of the paper. Hidden data goes too.

    Raises Refused as `clear_paper` does: a black box drawn over text leaves the text in the file. The version is held
    on then.
    """
    held = held_version(dossier.entry, section)
    if held is None:
        raise Refused(Refusal("Choose the blacked-out PDF or picture."))
    with held.file.open("rb") as version:
        return _keep_copy(dossier, section, version.read(), by, now, harmless)


def _drop_held(dossier: Dossier, section: str, by: Person) -> None:
    for document in documents_of(dossier.entry, section):
        remove(document=document, by=by)


def _clean(content: bytes) -> CleanCopy:
    try:
        return clean_copy(content)
    except CannotClear as reason:
        raise Refused(Refusal(str(reason))) from None


def _keep_copy(
    dossier: Dossier, section: str, content: bytes, by: Person, now: datetime, harmless: bool
) -> ClearedCopy:
    number, _ = _paper(dossier, section)
    clean = _clean(content)
    facts = candidate_facts(dossier.entry.exercise).get(dossier.entry.candidate_id, CandidateFacts())
    words = telling_words(clean.content, facts)
    if words and not harmless:
        some = ", ".join(f"“{word}”" for word in words[:6])
        raise Refused(
            Refusal(
                f"The text of this paper holds {some}. Upload a version in which that is taken out, leave the paper "
                "out, or confirm that you have read it and it does not say who the paper is about."
            )
        )
    copy = ClearedCopy.objects.filter(dossier=dossier, section=section).first() or ClearedCopy(
        alliance_id=dossier.alliance_id, dossier=dossier, section=section
    )
    copy.left_out, copy.cleared_by, copy.cleared_at = False, by, now
    copy.name, copy.content_type = f"Evidence {number}{clean.extension}", clean.content_type
    copy.file.save(f"{secrets.token_hex(16)}{clean.extension}", ContentFile(clean.content), save=False)
    copy.save()
    _drop_held(dossier, section, by)
    record(copy, "paper_said_harmless" if words else "paper_cleared", by=by, at=now)
    return copy


@transaction.atomic
def leave_paper_out(*, dossier: Dossier, section: str, by: Person, now: datetime) -> None:
    """The panel does not get this paper at all."""
    _paper(dossier, section)
    _drop_held(dossier, section, by)
    copy, _ = ClearedCopy.objects.update_or_create(
        dossier=dossier,
        section=section,
        defaults={
            "alliance_id": dossier.alliance_id,
            "left_out": True,
            "name": "",
            "content_type": "",
            "file": "",
            "cleared_by": by,
            "cleared_at": now,
        },
    )
    record(copy, "paper_left_out", by=by, at=now)


@transaction.atomic
def clear_dossier(*, dossier: Dossier, by: Person, now: datetime) -> None:
    """Declare that nothing in the dossier says who it is about: from now on the panel may read it.

    Raises Refused while a passage or paper is undecided, and when somebody has cleared it before.
    """
    allow(rules.undecided(dossier))
    if not Dossier.objects.filter(pk=dossier.pk, cleared_at=None).update(cleared_at=now, cleared_by=by):
        raise Refused(Refusal("This dossier has been cleared already."))
    dossier.cleared_at, dossier.cleared_by = now, by
    record(dossier, "cleared", by=by, at=now)
    exercise = dossier.entry.exercise
    if exercise.state == ExerciseState.SCORING:
        tell_of_more(exercise=exercise, given=share_out(exercise=exercise, now=now), now=now)
