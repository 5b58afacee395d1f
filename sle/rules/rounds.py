"""Who may do what with a round, and what a round still lacks before it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from alliance.members.queries import is_staff
from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from sle.leader_kinds import kinds_of
from sle.models import ROUND, Round
from sle.states import ApplicationState, ReferenceKind, RoundState

STAFF_ONLY = Refusal("Only the alliance’s director, an administrator or its SLE lead can do this.")

# What is planned after closing, in order: the field, how a sentence about it begins, and what the next waits for.
LATER_DATES = (
    ("score_by", "Scoring", "the panel has scored"),
    ("outcomes_on", "The outcome", "applicants hear the outcome"),
    ("reply_by", "The last day to reply", ""),
    ("training_on", "The training", ""),
)


@dataclass(frozen=True)
class Missing:
    """Something that a round lacks: the sentence, and the set-up page where it is mended."""

    sentence: str
    step: str


def may_manage_rounds(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Rounds are run by the alliance's staff and its SLE lead."""
    return None if is_staff(person, alliance, Responsibility.SLE) else STAFF_ONLY


def may_set_up_round(person: Person | None, round: Round) -> Refusal | None:
    """What applicants rely on can be changed only until the round opens."""
    refusal = may_manage_rounds(person, round.alliance)
    if refusal is None and round.state != RoundState.DRAFT:
        return Refusal(
            "This round has opened, so its questions, rules and times stand as they were published. "
            "Give more time with an extension, or cancel the round and copy it."
        )
    return refusal


def may_change_later_dates(person: Person | None, round: Round) -> Refusal | None:
    """What happens after closing can be planned until outcomes are released."""
    refusal = may_manage_rounds(person, round.alliance)
    if refusal is None and round.state in (RoundState.RELEASED, RoundState.FINISHED, RoundState.CANCELLED):
        return Refusal(f"This round is {round.get_state_display().lower()}, so its dates no longer change.")
    return refusal


def later_dates_problems(round: Round, values: Mapping[str, Any], now: datetime) -> dict[str, str]:
    """Why the later dates `values` cannot be, sentence by field: each comes after what it waits for, and none that is
    new has passed already."""
    found = {}
    waits_for: list[tuple[date, str]] = []
    closes = round.references_by or round.hand_over_by
    if closes:
        waits_for.append((localdate(closes), "references close"))
    for name, sentence, so_far in LATER_DATES:
        value = values.get(name)
        if value is None:
            continue
        day = localdate(value) if isinstance(value, datetime) else value
        last = max(waits_for, default=(day, ""))
        too_early = day < last[0] or (name == "score_by" and closes is not None and value < closes)
        if too_early:
            found[name] = f"{sentence} cannot be before {last[1]}."
        elif day < localdate(now) and (value != getattr(round, name) or round.state == RoundState.DRAFT):
            found[name] = f"{sentence} cannot be on a day that has passed."
        if so_far:
            waits_for.append((day, so_far))
    return found


def missing_before_opening(round: Round, now: datetime) -> list[Missing]:
    """The check list: everything that the round lacks before it can open; empty when it can."""
    lacks = []
    if not round.about.strip():
        lacks.append(Missing("Say who should apply, for the public page.", "about"))
    if not (round.opens_at and round.hand_over_by and round.references_by):
        lacks.append(Missing("Set when the round opens, when applicants hand over and when references close.", "times"))
    elif round.hand_over_by <= now:
        lacks.append(Missing("The hand-over time has passed already: set a later one.", "times"))
    planned = {name: getattr(round, name) for name, _, _ in LATER_DATES}
    lacks += [Missing(sentence, "later") for sentence in later_dates_problems(round, planned, now).values()]
    if not round.areas.exists():
        lacks.append(Missing("Choose at least one area that you are looking for.", "areas"))
    if not round.questions.exists():
        lacks.append(Missing("Add at least one question for applicants.", "questions"))
    if not round.eligibility_rules.exists():
        lacks.append(Missing("Add at least one eligibility rule.", "eligibility"))
    if round.rubric is None:
        lacks.append(Missing("Choose the criteria that the panel will score against.", "scoring"))
    else:
        given = {*round.questions.values_list("key", flat=True), ReferenceKind.HEAD.value}
        given |= {ReferenceKind.SECOND.value} if round.second_reference else set()
        for criterion in round.rubric.criteria.all():
            if not given & set(criterion.evidence):
                lacks.append(
                    Missing(
                        f"Nothing that is asked speaks to “{criterion.name}”: ask it, or change the criteria.",
                        "questions",
                    )
                )
    if round.interviews and round.interview_rubric_id is None:
        lacks.append(Missing("Choose the criteria for interviews, or turn interviews off.", "scoring"))
    if not round.privacy_notice.strip():
        lacks.append(Missing("Write the privacy notice that applicants agree to.", "privacy"))
    if not round.appeal_grounds.strip():
        lacks.append(Missing("Say on which grounds an applicant can appeal.", "appeal"))
    return lacks


def may_open_round(person: Person | None, round: Round, now: datetime) -> Refusal | None:
    """A round opens when its check list is empty."""
    refusal = first_refusal(may_manage_rounds(person, round.alliance), _legal(round, "open"))
    if refusal is None and missing_before_opening(round, now):
        return Refusal("The round cannot open yet: the check list says what is missing.")
    return refusal


def may_close_round(person: Person | None, round: Round) -> Refusal | None:
    """Staff can close a round before its time."""
    return first_refusal(may_manage_rounds(person, round.alliance), _legal(round, "close"))


def may_cancel_round(person: Person | None, round: Round) -> Refusal | None:
    """A round can be cancelled until its outcomes are released."""
    return first_refusal(may_manage_rounds(person, round.alliance), _legal(round, "cancel"))


def may_finish_round(person: Person | None, round: Round) -> Refusal | None:
    """A round is finished when nobody waits for an outcome any more; it may end with none designated."""
    refusal = first_refusal(may_manage_rounds(person, round.alliance), _legal(round, "finish"))
    if refusal is None:
        waiting = round.applications.filter(
            state__in=(ApplicationState.DRAFT, ApplicationState.HANDED_OVER, ApplicationState.SUBMITTED)
        ).count()
        if waiting:
            return Refusal(
                f"{waiting} application{'s have' if waiting > 1 else ' has'} no outcome yet. "
                "Release the outcomes first; then the round can be finished."
            )
    return refusal


def may_extend_round(person: Person | None, round: Round) -> Refusal | None:
    """More time for everyone is given while the round is open."""
    refusal = may_manage_rounds(person, round.alliance)
    if refusal is None and round.state != RoundState.OPEN:
        return Refusal("More time for everyone can be given only while the round is open.")
    return refusal


def _legal(round: Round, move: str) -> Refusal | None:
    """Is the move legal from where the round stands?"""
    if move in ROUND.available(round):
        return None
    return Refusal(f"This round is {round.get_state_display().lower()}, so that cannot be done.")


def may_recruit(alliance: Alliance, code: str) -> Refusal | None:
    """A round is for a kind of leader that the alliance designates itself."""
    kind = kinds_of(alliance).get(code)
    if kind is None or kind.is_national:
        return Refusal("The alliance does not designate leaders of this kind itself, so it has no rounds for them.")
    return None
