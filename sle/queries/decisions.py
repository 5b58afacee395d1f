"""Outcomes while they are decided: what the panel found, what is proposed, where a tie stands at a target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from alliance.panels.models import Entry, Exercise
from alliance.panels.queries import Result, exercise_about, exercises_about, results
from alliance.panels.states import Recommendation
from alliance.workflow.models import Note
from sle.models import (
    Appeal,
    Application,
    ApplicationArea,
    AreaDecision,
    OutcomeLetter,
    Round,
)
from sle.queries.interviews import Stand, combined, stands_of
from sle.states import DESIGNATING, OPEN_LETTER, UNDECIDED, ApplicationState, DecisionState, Outcome

# What the rule for a recommendation, of papers and interview together, means as an outcome.
RECOMMENDED = {
    Recommendation.FOR: Outcome.DESIGNATED,
    Recommendation.SUPPORT: Outcome.WITH_SUPPORT,
    Recommendation.AGAINST: Outcome.NOT_DESIGNATED,
}


@dataclass(frozen=True)
class AreaLine:
    """One area applied for, with its decision if there is one. `recommended` is empty while the rule says nothing;
    `reasons` are those given for the decision as it stands, where they were asked for."""

    pk: int
    area_id: int
    name: str
    recommended: str
    decision: AreaDecision | None
    reasons: Sequence[str] = ()

    @property
    def outcome(self) -> str:
        """The outcome proposed or approved so far; empty if none."""
        return self.decision.outcome if self.decision else ""

    @property
    def outcome_word(self) -> str:
        """The outcome in words."""
        return Outcome(self.outcome).label if self.outcome else ""

    @property
    def recommended_word(self) -> str:
        """What the rule recommends, in words."""
        return Outcome(self.recommended).label if self.recommended else "Not agreed yet"

    @property
    def is_to_propose(self) -> bool:
        """Does it wait for a proposal?"""
        return self.decision is None or self.decision.state == DecisionState.REOPENED

    @property
    def shown_reasons(self) -> Sequence[str]:
        """The reasons, but for those of a decision that an appeal has opened again: it is decided without them."""
        return () if self.is_to_propose else self.reasons

    @property
    def is_approved(self) -> bool:
        """Has it been approved (or released)?"""
        return self.decision is not None and self.decision.state not in UNDECIDED


@dataclass(frozen=True)
class OutcomeRow:
    """One application that the panel scored, with everything that deciding it needs."""

    application: Application
    entry: Entry
    areas: Sequence[AreaLine]
    interview: Stand | None
    letter: OutcomeLetter | None  # the latest

    @property
    def code(self) -> str:
        """How the panel knows it."""
        return self.entry.code

    @property
    def is_open(self) -> bool:
        """Is its outcome, or a place offered from the reserve, still on its way to the applicant?"""
        return self.letter is None or self.letter.state in OPEN_LETTER

    @property
    def open_areas(self) -> Sequence[AreaLine]:
        """The areas whose outcome the applicant has not been told yet."""
        return [line for line in self.areas if not line.decision or line.decision.state != DecisionState.RELEASED]

    @property
    def is_reopened(self) -> bool:
        """Is it to be decided again after an appeal?"""
        return self.letter is not None and self.letter.after_appeal and self.letter.state in OPEN_LETTER

    @property
    def is_decided(self) -> bool:
        """Is every area approved?"""
        return bool(self.areas) and all(line.is_approved for line in self.areas)

    @property
    def interview_in_short(self) -> str:
        """The interview's levels, or how it stands; empty where there is none."""
        return self.interview.in_short if self.interview else ""


@dataclass(frozen=True)
class Target:
    """How an area stands against the number hoped for, which guides and never decides."""

    area_id: int
    name: str
    target: int | None
    designated: int
    reserve: int


@dataclass(frozen=True)
class Tie:
    """Entries with the same mean on both sides of a target that is full: which of them is designated needs a reason."""

    area_id: int
    area: str
    mean: int
    lines: Sequence[AreaLine]
    codes: Sequence[str]

    @property
    def sentence(self) -> str:
        """What stands at the target, in words."""
        return (
            f"{self.area}: {' and '.join(self.codes)} have the same mean, the target is reached, and not all of them "
            "are designated."
        )


def outcome_rows(round: Round, *, without: Collection[int] = (), reasons: bool = False) -> list[OutcomeRow]:
    """Every application that is (or was) to be decided, in the order of its code; `without` leaves applications out,
    `reasons` reads why each is decided as it is.

    The same number of queries for one application and for three hundred.
    """
    return outcome_rows_of([round], without=without, reasons=reasons)[round.pk]


def outcome_rows_of(
    rounds: Sequence[Round], *, without: Collection[int] = (), reasons: bool = False
) -> dict[int, list[OutcomeRow]]:
    """As `outcome_rows`, for several rounds, by round: in as many queries as for one."""
    found: dict[int, list[OutcomeRow]] = {round.pk: [] for round in rounds}
    exercises = exercises_about(rounds)
    if not exercises:
        return found
    # What a new panel scores again after an appeal is decided on its scores: they come last, and stand.
    again = Exercise.objects.filter(about_type="sle.appeal", about_id__in=appeals_in(rounds))
    known = Entry.objects.filter(Q(exercise__in=exercises.values()) | Q(exercise__in=again), withdrawn_at=None)
    entries = {
        entry.candidate_id: entry for entry in known.exclude(candidate_id__in=without).order_by("exercise_id", "pk")
    }
    areas = ApplicationArea.objects.select_related("area", "decision").order_by("area__position", "area__name", "id")
    applications = (
        Application.objects.filter(
            pk__in=list(entries), state__in=(ApplicationState.SUBMITTED, ApplicationState.DECIDED)
        )
        .select_related("applicant", "school", "round")
        .prefetch_related(
            Prefetch("areas", areas),
            Prefetch("outcome_letters", OutcomeLetter.objects.select_related("letter")),
        )
    )
    given = _reasons(rounds) if reasons else {}
    stands = stands_of(rounds)
    for application in applications:
        found[application.round_id].append(
            _row(application, entries[application.pk], given, stands.get(application.pk))
        )
    return {pk: sorted(rows, key=lambda row: row.code) for pk, rows in found.items()}


def appeals_in(rounds: Sequence[Round]) -> QuerySet[Any]:
    """Primary keys of the appeals against outcomes of these rounds."""
    return Appeal.objects.filter(application__round__in=rounds).values("pk")


def panel_results(round: Round) -> dict[int, Result]:
    """What the round's panel made of every candidate, and where a new panel scored again, what that one made of it."""
    found: dict[int, Result] = {}
    again = Exercise.objects.filter(about_type="sle.appeal", about_id__in=appeals_in([round])).order_by("pk")
    first = exercise_about(round)
    for exercise in [*([first] if first else []), *again]:
        found |= {result.candidate_id: result for result in results(exercise)}
    return found


def _row(
    application: Application, entry: Entry, reasons: Mapping[int, Sequence[str]], interview: Stand | None
) -> OutcomeRow:
    recommended = RECOMMENDED.get(combined(entry.recommendation, interview), "")
    lines = []
    for line in application.areas.all():
        decision = getattr(line, "decision", None)
        why = reasons.get(decision.pk, ()) if decision else ()
        lines.append(AreaLine(line.pk, line.area_id, line.area.name, recommended, decision, why))
    return OutcomeRow(
        application,
        entry,
        lines,
        interview,
        next(reversed(application.outcome_letters.all()), None),
    )


def _reasons(rounds: Sequence[Round]) -> dict[int, list[str]]:
    """By decision, what was written for it since it was last proposed: the reason itself, and that of a tie."""
    decisions = AreaDecision.objects.filter(application_area__application__round__in=rounds)
    proposed = dict(decisions.values_list("pk", "proposed_at"))
    notes = Note.objects.filter(subject_type="sle.areadecision", subject_id__in=decisions.values("pk"))
    given: dict[int, list[str]] = defaultdict(list)
    for note in notes.order_by("at", "pk"):
        if note.at >= proposed[note.subject_id]:
            given[note.subject_id].append(note.text)
    return given


def targets(round: Round, rows: Iterable[OutcomeRow]) -> list[Target]:
    """Each area sought in the round, with how many of `rows` are designated in it so far."""
    designated: dict[int, int] = defaultdict(int)
    reserve: dict[int, int] = defaultdict(int)
    for row in rows:
        for line in row.areas:
            designated[line.area_id] += line.outcome in DESIGNATING
            reserve[line.area_id] += line.outcome == Outcome.RESERVE
    return [
        Target(sought.area_id, sought.area.name, sought.target, designated[sought.area_id], reserve[sought.area_id])
        for sought in round.areas.select_related("area")
    ]


def ties_at_targets(round: Round, rows: Sequence[OutcomeRow]) -> list[Tie]:
    """Where a target is reached and applications with the same mean were decided differently.

    Means order and flag; they never decide. Only those count whose outcome has been proposed.
    """
    full = {t.area_id: t for t in targets(round, rows) if t.target is not None and t.designated >= t.target}
    groups: dict[tuple[int, int], list[tuple[AreaLine, str]]] = defaultdict(list)
    for row in rows:
        for line in row.areas:
            # Why somebody in reserve was offered a place is asked when it is done.
            offered = line.decision is not None and line.decision.from_reserve
            if line.area_id in full and line.outcome and not offered and row.entry.mean is not None:
                groups[line.area_id, row.entry.mean].append((line, row.code))
    ties = []
    for (area_id, mean), members in groups.items():
        if {line.outcome in DESIGNATING for line, _ in members} == {True, False}:
            lines, codes = tuple(line for line, _ in members), tuple(code for _, code in members)
            ties.append(Tie(area_id, full[area_id].name, mean, lines, codes))
    return ties


def unexplained_ties(round: Round, rows: Sequence[OutcomeRow]) -> list[Tie]:
    """The ties at a target for which nobody has recorded a reason since the outcomes were proposed as they are."""
    ties = ties_at_targets(round, rows)
    decisions = [line.decision.pk for tie in ties for line in tie.lines if line.decision]
    reasons = defaultdict(list)
    for note in Note.objects.filter(subject_type="sle.areadecision", subject_id__in=decisions, about="tie"):
        reasons[note.subject_id].append(note.at)
    return [tie for tie in ties if not _explained(tie, reasons)]


def _explained(tie: Tie, reasons: dict[int, list]) -> bool:
    proposed = max(line.decision.proposed_at for line in tie.lines if line.decision)
    return all(any(at >= proposed for at in reasons[line.decision.pk]) for line in tie.lines if line.decision)
