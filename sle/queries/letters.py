"""Outcome letters while they are prepared: as they will be read, what is special about each, how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from alliance.panels.queries import Result
from alliance.post.models import Letter
from alliance.post.texts import as_html
from alliance.schools.workdays import Calendar
from alliance.times import in_words
from sle.models import Application, OutcomeLetter, Round
from sle.queries.decisions import OutcomeRow
from sle.rules.deadlines import appeal_until
from sle.states import DESIGNATING, Outcome, OutcomeLetterState, RoundState
from sle.wording import feedback_block, fill, unknown_placeholders

# An offer without a date of its own is open for this long (working days).
REPLY_WORKING_DAYS = 10


@dataclass(frozen=True)
class LetterLine:
    """One letter of the release page: the application, how it will read, what is special, and why it is closed."""

    row: OutcomeRow
    letter: OutcomeLetter | None
    html: str
    special: Sequence[str]
    closed: str = ""

    @property
    def is_ready(self) -> bool:
        """Will it go out at release?"""
        return self.row.is_decided and self.letter is not None and self.letter.state == OutcomeLetterState.APPROVED

    @property
    def is_waiting(self) -> bool:
        """Does it still wait for a decision or an approval?"""
        gone = self.letter is not None and self.letter.state == OutcomeLetterState.RELEASED
        return not (gone or self.is_ready or self.is_held)

    @property
    def can_be_ticked(self) -> bool:
        """Does it wait for somebody to read and approve it, and may the reader of the page do that?"""
        waits = self.letter is not None and self.letter.state == OutcomeLetterState.DRAFT
        return waits and self.row.is_decided and not self.closed

    @property
    def is_held(self) -> bool:
        """Is it held back by name?"""
        return self.letter is not None and self.letter.state == OutcomeLetterState.HELD


def reply_by(round: Round, released: date, calendar: Calendar | None = None, *, on_its_own: bool = False) -> date:
    """The day by which an offer is to be answered: the round's, else ten working days after release.

    A day of the round that would leave no working day is moved on likewise; a letter that goes out on its own (a place
    from the reserve, a decision after an appeal), which comes at any time, always leaves ten.
    """
    calendar = calendar or Calendar(round.alliance)
    if round.reply_by and round.reply_by > released and not on_its_own:
        return round.reply_by
    return calendar.add(released, REPLY_WORKING_DAYS)


def training_sentence(round: Round) -> str:
    """What a letter or mail says about core training."""
    if round.training_on:
        return f"Core training is on {in_words(round.training_on)}."
    return "We shall write to you about core training."


def planned_release(round: Round, now: datetime) -> date:
    """The day a letter read now would be dated: that of the set time, of the release itself, or today."""
    set_for = round.release_at if round.state == RoundState.DECIDING else None
    return timezone.localdate(max(set_for or now, now))


def late_values(
    round: Round, released: date, calendar: Calendar | None = None, *, on_its_own: bool = False
) -> dict[str, str]:
    """What a letter says that depends on the day of release."""
    calendar = calendar or Calendar(round.alliance)
    return {
        "reply_by": in_words(reply_by(round, released, calendar, on_its_own=on_its_own)),
        "training": training_sentence(round),
        "appeal_until": in_words(appeal_until(round, released, calendar)),
    }


def letter_html(letter: OutcomeLetter, values: dict[str, str]) -> str:
    """The letter as it will be read, as safe HTML, with `values` of the day of release (see `late_values`).

    Raises KeyError where its text asks for something that nobody fills.
    """
    return as_html(fill(letter.body, {**values, "feedback": feedback_block(letter.feedback)}))


def letter_lines(
    round: Round, rows: Sequence[OutcomeRow], now: datetime, *, closed: dict[int, str] | None = None
) -> list[LetterLine]:
    """Every letter of the round with what is special about it: as it went out, or as it would if it went as planned.

    `closed` says by application why the reader may not see a letter; its words are left out.
    """
    released, calendar = planned_release(round, now), Calendar(round.alliance)
    values = {kind: late_values(round, released, calendar, on_its_own=kind) for kind in (False, True)}
    lines = []
    for row in rows:
        why = (closed or {}).get(row.application.pk, "")
        shown = "" if why or row.letter is None else _as_read(row.letter, values[row.letter.on_its_own])
        lines.append(LetterLine(row, row.letter, shown, [] if why else special(row, round), why))
    return lines


def _as_read(letter: OutcomeLetter, values: dict[str, str]) -> str:
    return letter.letter.html if letter.letter is not None else preview(letter, values)


def preview(letter: OutcomeLetter, values: dict[str, str]) -> str:
    """As `letter_html`, but what nobody fills stays in its braces: approval refuses such a letter."""
    open_ends = {name: f"{{{name}}}" for name in unknown_placeholders(letter.body)}
    return letter_html(letter, {**values, **open_ends}) if letter.body else ""


def special(row: OutcomeRow, round: Round) -> list[str]:
    """What is special about a letter, so that it is read with care before it is approved."""
    letter = row.letter
    told = row.open_areas or row.areas
    outcomes = [line.outcome for line in told]
    marks = ["From the reserve"] if letter is not None and letter.from_reserve else []
    marks += ["After an appeal"] if letter is not None and letter.after_appeal else []
    if not row.is_decided:
        waiting = [line.name for line in row.areas if not line.is_approved]
        marks.append(f"Not decided yet: {', '.join(waiting)}")
    if len(told) > 1:
        marks.append("Two areas" if len(told) == 2 else f"{len(told)} areas")
    if len({outcome in DESIGNATING for outcome in outcomes}) > 1:
        marks.append("Good and bad news in one letter")
    if Outcome.WITH_SUPPORT in outcomes:
        marks.append("Condition: support plan")
    if Outcome.RESERVE in outcomes:
        marks.append("Reserve")
    if row.interview is not None and row.interview.is_open:
        marks.append("Interview not scored yet")
    if not row.application.first_name or not row.application.surname:
        marks.append("Missing name")
    if any(outcome in DESIGNATING for outcome in outcomes):
        if not row.application.trn:
            marks.append("No teacher reference number")
        if not round.training_on:
            marks.append("No training date")
    if letter is not None and letter.body:
        if not letter.from_reserve and not any(entry["text"].strip() for entry in letter.feedback):
            marks.append("No feedback")
        marks += [f"Open placeholder: {{{name}}}" for name in unknown_placeholders(letter.body)]
        if letter.edited:
            marks.append("Edited")
    return marks


def drafted_feedback(row: OutcomeRow, result: Result | None) -> list[dict[str, str]]:
    """Feedback per criterion, drafted from the panel's comments and the interview's, for staff to edit."""
    feedback = [
        {"criterion": criterion.criterion.name, "text": "\n".join(dict.fromkeys(criterion.comments))}
        for criterion in (result.criteria if result else ())
    ]
    if row.interview is not None and row.interview.result is not None:
        feedback += [
            {"criterion": f"Interview: {one.criterion.name}", "text": "\n".join(dict.fromkeys(one.comments))}
            for one in row.interview.result.criteria
        ]
    return feedback


def missing_before_release(round: Round, rows: Sequence[OutcomeRow]) -> list[str]:
    """Why the round cannot be released, by name; empty when it can. What is held back by name is left out."""
    lacks = []
    for row in rows:
        if row.letter is not None and row.letter.state == OutcomeLetterState.HELD:
            continue
        name = row.application.name
        if not row.is_decided:
            lacks.append(f"{name}: the outcome is not approved by the director yet.")
        elif row.letter is None or row.letter.state != OutcomeLetterState.APPROVED:
            lacks.append(f"{name}: the letter is not approved yet.")
    return lacks


def letters_of(application: Application) -> list[Letter]:
    """The letters that an applicant has got about the outcome, the latest first; none before release, whoever asks."""
    released = OutcomeLetter.objects.filter(application=application, state=OutcomeLetterState.RELEASED)
    return [found.letter for found in released.select_related("letter").order_by("-pk") if found.letter]
