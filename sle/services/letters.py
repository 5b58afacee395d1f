"""Outcome letters: drafted when an application is decided, edited, approved or held back by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from alliance.panels.queries import Result
from alliance.people.models import Person
from alliance.post.models import Text
from alliance.post.texts import current
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.vocabulary import placeholders
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.kinds.variants import letter_for
from sle.leader_kinds import words_of_kind
from sle.models import OUTCOME_LETTER, Application, OutcomeLetter, Round
from sle.queries.decisions import OutcomeRow
from sle.queries.letters import drafted_feedback
from sle.rules.letters import may_approve_letter, may_change_letter
from sle.states import OPEN_LETTER, Outcome, OutcomeLetterState
from sle.wording import LATE, Block, fill, list_of, listed

PARAGRAPHS = {
    Outcome.DESIGNATED: "sle.outcome_designated",
    Outcome.WITH_SUPPORT: "sle.outcome_with_support",
    Outcome.RESERVE: "sle.outcome_reserve",
    Outcome.NOT_DESIGNATED: "sle.outcome_not_designated",
}


class StaleLetter(Exception):
    """Somebody saved the letter since this page was opened: both texts are shown, nothing is overwritten."""


@transaction.atomic
def prepare_letters(*, applications: Iterable[Application]) -> None:
    """An empty letter for each application that is to be decided, so that it can be held back by name."""
    for application in applications:
        open_letter(application=application)


@transaction.atomic
def open_letter(*, application: Application, from_reserve: bool = False, after_appeal: bool = False) -> OutcomeLetter:
    """The application's letter that is being prepared; an empty one where there is none yet."""
    letter = OutcomeLetter.objects.filter(application=application, state__in=OPEN_LETTER).first()
    return letter or OutcomeLetter.objects.create(
        alliance_id=application.alliance_id,
        application=application,
        from_reserve=from_reserve,
        after_appeal=after_appeal,
    )


@transaction.atomic
def draft_letter(*, row: OutcomeRow, result: Result | None, round: Round, by: Person, now: datetime) -> OutcomeLetter:
    """Word the letter of a decided application from the texts in force; feedback already edited is kept.

    It is the same letter each time: an application never has two. What was approved or edited before is no more so.
    A letter that offers a place from the reserve tells of that alone, and repeats no feedback.
    """
    letter = open_letter(application=row.application)
    body, texts = _worded(row, round, letter.kind)
    feedback = [] if letter.from_reserve else letter.feedback or drafted_feedback(row, result)
    if letter.state == OutcomeLetterState.APPROVED:
        OUTCOME_LETTER.apply(letter, "reopen", by=by, at=now, approved_by=None, approved_at=None)
    OutcomeLetter.objects.filter(pk=letter.pk).update(
        body=body, feedback=feedback, edited=False, revision=letter.revision + 1
    )
    letter.refresh_from_db()
    letter.texts.set(texts)
    record(letter, "draft", by=by, at=now, fields=["body", "feedback"])
    return letter


def _worded(row: OutcomeRow, round: Round, kind: str) -> tuple[str, list[Text]]:
    """The body of a letter of this kind, and the versions of the texts it was put together from."""
    frame = current(letter_for(kind, round.alliance, round.kind), round.alliance)
    texts, paragraphs = [frame], []
    grouped: dict[tuple[str, date | None], list[str]] = defaultdict(list)
    for line in row.open_areas:
        if line.decision is not None:
            until = line.decision.reserve_until if line.outcome == Outcome.RESERVE else None
            grouped[line.outcome, until].append(line.name)
    for outcome, paragraph in PARAGRAPHS.items():
        for (of, reserve_until), names in grouped.items():
            if of != outcome:
                continue
            text = current(letter_for(paragraph, round.alliance, round.kind), round.alliance)
            texts.append(text)
            values = {
                **placeholders(round.alliance),
                **words_of_kind(round.alliance, round.kind),
                "areas": list_of(names),
                "years": str(round.designated_years),
                "reserve_until": in_words(reserve_until),
            }
            paragraphs.append(fill(text.body, values, late=LATE))
    values = {
        **placeholders(round.alliance),
        **words_of_kind(round.alliance, round.kind),
        "name": row.application.name,
        "round": round.title,
        "alliance": round.alliance.name,
        "outcomes": Block("\n\n".join(paragraphs)),
        "appeal_grounds": listed(round.grounds),
    }
    return fill(frame.body, values, late=LATE), texts


@transaction.atomic
def unsettle_letter(*, application: Application, by: Person, now: datetime) -> None:
    """The outcome has changed: what was worded and approved is no longer true. The same letter is worded anew later.

    Words that staff had edited are kept as a note.
    """
    letter = OutcomeLetter.objects.filter(application=application, state__in=OPEN_LETTER).first()
    if letter is None or not letter.body:
        return
    if letter.edited:
        write_note(letter, "earlier_wording", letter.body, by=by)
    if letter.state == OutcomeLetterState.APPROVED:
        OUTCOME_LETTER.apply(letter, "reopen", by=by, at=now, approved_by=None, approved_at=None)
    OutcomeLetter.objects.filter(pk=letter.pk).update(body="", edited=False, revision=letter.revision + 1)
    record(letter, "unsettle", by=by, at=now, fields=["body"])


@transaction.atomic
def edit_letter(
    *, letter: OutcomeLetter, body: str, feedback: Sequence[Mapping[str, str]], revision: int, by: Person, now: datetime
) -> None:
    """Save the letter's words as edited from `revision`; an approved letter has to be approved again.

    Raises Refused, and StaleLetter where somebody saved it since.
    """
    allow(may_change_letter(by, letter))
    if letter.state == OutcomeLetterState.APPROVED:
        OUTCOME_LETTER.apply(letter, "reopen", by=by, at=now, approved_by=None, approved_at=None)
    saved = OutcomeLetter.objects.filter(pk=letter.pk, revision=revision).update(
        body=body, feedback=[dict(entry) for entry in feedback], edited=True, revision=revision + 1
    )
    if not saved:
        transaction.set_rollback(True)
        raise StaleLetter
    record(letter, "edit", by=by, at=now, fields=["body", "feedback"])


@transaction.atomic
def approve_letters(*, letters: Sequence[OutcomeLetter], by: Person, now: datetime) -> int:
    """Approve letters as they read now (each at the revision that was looked at), all or nothing.

    Raises Refused, also where somebody has edited one meanwhile.
    """
    for letter in letters:
        allow(may_approve_letter(by, letter))
        if not OutcomeLetter.objects.filter(pk=letter.pk, revision=letter.revision).exists():
            raise Refused(Refusal(f"The letter to {letter.application.name} has been changed: read it again first."))
        OUTCOME_LETTER.apply(letter, "approve", by=by, at=now, approved_by=by, approved_at=now)
    return len(letters)


@transaction.atomic
def hold_letter(*, letter: OutcomeLetter, reason: str, by: Person, now: datetime) -> None:
    """Hold one letter back by name, with a reason: the others can be released without it. Raises Refused."""
    allow(may_change_letter(by, letter))
    OUTCOME_LETTER.apply(letter, "hold", by=by, at=now, approved_by=None, approved_at=None)
    write_note(letter, "hold", reason.strip(), by=by)


@transaction.atomic
def let_go(*, letter: OutcomeLetter, by: Person, now: datetime) -> None:
    """No longer hold the letter back: it is to be approved again. Raises Refused."""
    allow(may_change_letter(by, letter))
    OUTCOME_LETTER.apply(letter, "reopen", by=by, at=now, approved_by=None, approved_at=None)


@transaction.atomic
def void_letter(*, application: Application, by: Person | None, now: datetime) -> None:
    """The application is withdrawn, the round cancelled or a place taken back: its letter will never be sent."""
    letter = OutcomeLetter.objects.filter(application=application, state__in=OPEN_LETTER).first()
    if letter is not None:
        OUTCOME_LETTER.apply(letter, "void", by=by, at=now)
