"""Scoring: drafts, submission, and what the panel agrees beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from alliance.panels import figures, queries, rules
from alliance.panels.models import ASSIGNMENT, AgreedScore, Assignment, Criterion, Dossier, Entry, Level, Score
from alliance.panels.queries.entries import times_agreed
from alliance.panels.services.totals import recount
from alliance.panels.states import AssignmentState
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from alliance.workflow.machine import MoveRefused
from alliance.workflow.notes import write_note


@dataclass(frozen=True)
class Given:
    """What a scorer gave on one criterion: a level (its id), or that they cannot judge it, or nothing yet."""

    level: int | None = None
    cannot_judge: bool = False
    comment: str = ""


class StaleDraft(Exception):
    """The draft was saved from another tab since this one was opened: nothing was written."""


class StaleAgreement(Refused):
    """Something else was agreed since the page was opened: nothing was written."""


class AlreadySubmitted(Refused):
    """These scores were submitted before: the second post changes nothing."""


@transaction.atomic
def save_draft(
    *, assignment: Assignment, given: Mapping[int, Given], comment: str, revision: int, now: datetime
) -> int:
    """Keep a draft (`given` by id of the criterion); the new revision. It counts for nothing until it is submitted.

    Raises StaleDraft when `revision` is not the latest, and Refused when the assignment is not to be scored.
    """
    _allow_scoring(assignment)
    written = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.ASSIGNED, revision=revision).update(
        revision=revision + 1, comment=comment, saved_at=now
    )
    if not written:
        raise _lost(assignment, revision)
    _write_scores(assignment, given)
    assignment.revision, assignment.comment, assignment.saved_at = revision + 1, comment, now
    return revision + 1


@transaction.atomic
def submit_scores(
    *,
    assignment: Assignment,
    given: Mapping[int, Given],
    comment: str,
    revision: int,
    dossier: Dossier,
    by: Person,
    now: datetime,
) -> None:
    """Submit scores on every criterion, having read `dossier`; the entry's figures change in the same transaction.

    Final: others' scores may open afterwards. Two posts of one form make one submission: the second raises
    AlreadySubmitted. Raises Refused for a criterion without a level or "cannot judge", StaleDraft as `save_draft`.
    """
    _allow_scoring(assignment)
    allow(rules.may_submit(assignment, now))
    levels = {level.pk: level for level in Level.objects.filter(rubric=assignment.entry.exercise.rubric_id)}
    criteria = list(Criterion.objects.filter(rubric=assignment.entry.exercise.rubric_id))
    values = []
    for criterion in criteria:
        answer = given.get(criterion.pk, Given())
        if answer.level is None and not answer.cannot_judge:
            raise Refused(Refusal(f"Choose a level for “{criterion.name}”, or say that you cannot judge it."))
        if answer.level is not None and not answer.cannot_judge:
            values.append((levels[answer.level].value, criterion.weight))
    try:
        ASSIGNMENT.apply(
            assignment,
            "submit",
            by=by,
            at=now,
            where=Q(revision=revision),
            revision=revision + 1,
            comment=comment,
            saved_at=now,
            submitted_at=now,
            dossier=dossier,
            mean=figures.weighted_mean(values),
        )
    except MoveRefused:
        raise _lost(assignment, revision) from None
    _write_scores(assignment, given)
    recount(assignment.entry)


def _allow_scoring(assignment: Assignment) -> None:
    if assignment.state == AssignmentState.SUBMITTED:
        raise AlreadySubmitted(Refusal(f"Your scores for {assignment.entry.code} are submitted."))
    allow(rules.may_score(assignment) or queries.why_closed(assignment))


def _lost(assignment: Assignment, revision: int) -> Exception:
    """Why the row was not where this write expected it."""
    now = Assignment.objects.select_related("entry__exercise", "seat").get(pk=assignment.pk)
    if now.state == AssignmentState.SUBMITTED:
        return AlreadySubmitted(Refusal(f"Your scores for {assignment.entry.code} are submitted."))
    refusal = rules.may_score(now)
    return Refused(refusal) if refusal else StaleDraft(f"{now.revision} is newer than {revision}")


def _write_scores(assignment: Assignment, given: Mapping[int, Given]) -> None:
    """Write each criterion once: the unique pair of assignment and criterion makes a second post an update."""
    known = set(Criterion.objects.filter(rubric=assignment.entry.exercise.rubric_id).values_list("pk", flat=True))
    levels = set(Level.objects.filter(rubric=assignment.entry.exercise.rubric_id).values_list("pk", flat=True))
    rows = [
        Score(
            alliance_id=assignment.alliance_id,
            assignment=assignment,
            criterion_id=criterion_id,
            level_id=None if answer.cannot_judge or answer.level not in levels else answer.level,
            cannot_judge=answer.cannot_judge,
            comment=answer.comment,
        )
        for criterion_id, answer in given.items()
        if criterion_id in known
    ]
    Score.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["assignment", "criterion"],
        update_fields=["level", "cannot_judge", "comment"],
    )


@transaction.atomic
def agree(
    *, entry: Entry, agreed: Sequence[tuple[Criterion, Level, str]], revision: int, by: Person, now: datetime
) -> None:
    """Write down what the panel agreed, (criterion, level, reason); the scorers' own scores stay beside it.

    Agreeing again replaces the agreed level; every reason stays on the record. `revision` is the number of things that
    were agreed on the entry when the page was opened (`queries.times_agreed`). Raises StaleAgreement where more has
    been agreed since, and Refused without a reason, and for a level or criterion of another rubric.
    """
    rubric = entry.exercise.rubric_id
    Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if agreed and times_agreed(entry) != revision:
        raise StaleAgreement(Refusal("More has been agreed on this application since you opened it."))
    for criterion, level, reason in agreed:
        if not reason.strip():
            raise Refused(Refusal("Say in a sentence why the panel agreed on this level."))
        if criterion.rubric_id != rubric or level.rubric_id != rubric:
            raise Refused(Refusal("That level does not belong to this panel’s rubric."))
        AgreedScore.objects.update_or_create(
            entry=entry,
            criterion=criterion,
            defaults={"alliance_id": entry.alliance_id, "level": level, "reason": reason.strip(), "by": by, "at": now},
        )
        record(entry, "agreed", by=by, at=now, fields=["level"])
        write_note(entry, f"agreed:{criterion.pk}", reason.strip(), by=by)
    recount(entry)
