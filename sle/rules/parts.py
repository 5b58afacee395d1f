"""The parts of an application: its task list, and what is missing before it can be handed over."""

from __future__ import annotations

from dataclasses import dataclass

from alliance.schools.vocabulary import said
from sle.models import Application, Reference
from sle.rules.words import over_limit
from sle.states import ReferenceKind, ReferenceState

NOT_STARTED, IN_PROGRESS, COMPLETED, OPTIONAL = "Not yet started", "In progress", "Completed", "Optional"


@dataclass(frozen=True)
class Part:
    """One task of the task list. `lacks` says what is missing, empty when the part is complete or optional."""

    slug: str
    title: str
    group: str
    status: str
    lacks: str = ""
    question_key: str = ""

    @property
    def is_done(self) -> bool:
        return not self.lacks


def living_reference(application: Application, kind: str) -> Reference | None:
    """The reference of this kind that has not been replaced."""
    return next(
        (r for r in application.references.all() if r.kind == kind and r.state != ReferenceState.REPLACED), None
    )


def parts_of(application: Application) -> list[Part]:
    """Every part of the task list in order, each with its status. Reads related rows as they were prefetched."""
    a = application
    parts = [
        _part("you", "Your name and post", "About you", [a.first_name, a.surname, a.post, a.telephone]),
        _part("school", "Your school", "About you", [a.school_id]),
        _part("trn", "Teacher reference number", "About you", [a.trn or a.no_trn_reason]),
        _part(
            "leadership",
            "Your leadership role",
            "About you",
            [a.leadership_role, a.leadership_years is not None, a.is_head is not None, a.is_hlta is not None],
        ),
        _part("areas", "Areas you apply for", "Your application", [len(a.areas.all())]),
    ]
    answers = {answer.question_id: answer for answer in a.answers.all()}
    for question in a.round.questions.all():
        answer = answers.get(question.pk)
        text = answer.text if answer else ""
        lacks = ""
        if over_limit(text, question.word_limit):
            lacks = f"“{question.title}” is over its limit of {question.word_limit} words"
        elif not text.strip():
            lacks = f"“{question.title}” has no answer"
        elif answer is not None and not answer.complete:
            lacks = f"“{question.title}” is not marked as finished"
        status = COMPLETED if not lacks else IN_PROGRESS if text.strip() else NOT_STARTED
        parts.append(Part("question", question.title, "Your application", status, lacks, question.key))
    parts.append(Part("files", "Evidence files", "Your application", OPTIONAL))
    parts.append(Part("adjustments", "Adjustments you need", "Your application", OPTIONAL))
    head = living_reference(a, ReferenceKind.HEAD)
    parts.append(_part("head", said("Your {headteacher}"), "Who supports you", [head]))
    if a.round.second_reference:
        second = living_reference(a, ReferenceKind.SECOND)
        parts.append(_part("referee", "Your second referee", "Who supports you", [second]))
    return parts


def missing_parts(application: Application) -> list[str]:
    """What the application still lacks, in words; empty when it can be handed over."""
    return [part.lacks for part in parts_of(application) if part.lacks]


def _part(slug: str, title: str, group: str, needed: list[object]) -> Part:
    """A part that is complete when everything needed is there."""
    have = [bool(value) for value in needed]
    if all(have):
        return Part(slug, title, group, COMPLETED)
    return Part(slug, title, group, IN_PROGRESS if any(have) else NOT_STARTED, f"“{title}” is not complete")
