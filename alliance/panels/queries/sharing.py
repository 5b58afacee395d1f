"""What sharing out stands on: who may score what, who has it already, and what a proposal would change."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from alliance.panels import rules
from alliance.panels.leniency import groups
from alliance.panels.models import Assignment, Conflict, Entry, Exercise, Proposal, Seat
from alliance.panels.plan import Pair, Plan, Scorer, ToScore, make_plan
from alliance.panels.queries.entries import active, open_to_score
from alliance.panels.queries.progress import short_of_scorers
from alliance.panels.rules import View
from alliance.panels.states import AssignmentState, ExerciseState, ProposalState, SeatRole, SeatState

_COUNTING = (AssignmentState.ASSIGNED, AssignmentState.SUBMITTED)


@dataclass(frozen=True)
class Table:
    """Who may be given what. Pairs are (id of the entry, id of the seat).

    `standing` is held and stays, `movable` is held and may go to somebody else, `forbidden` never comes about.
    """

    entries: Sequence[Entry]
    seats: Sequence[Seat]
    wanted: Mapping[int, int]
    standing: frozenset[Pair]
    movable: frozenset[Pair]
    forbidden: frozenset[Pair]

    def plan(self, seed: int) -> Plan:
        """The solver's plan of it."""
        return make_plan(
            [ToScore(one.pk, tuple(sorted(one.areas)), self.wanted[one.pk]) for one in self.entries],
            [Scorer(one.pk, one.cap) for one in self.seats],
            standing=self.standing,
            forbidden=self.forbidden,
            preferred=self.movable,
            seed=seed,
        )

    def fingerprint(self) -> str:
        """Stands for all that a plan is made of: it differs as soon as an entry, a seat, a conflict or a draft does."""
        told = [
            sorted(self.wanted.items()),
            sorted((one.pk, one.cap or -1) for one in self.seats),
            *(sorted(pairs) for pairs in (self.standing, self.movable, self.forbidden)),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def sharing_table(exercise: Exercise, *, anew: bool) -> Table:
    """Who may be given what in this exercise. Four queries.

    What is submitted or begun stays. `anew`: what nobody has begun may move, and before scoring opens dossiers need
    not be cleared yet; otherwise whatever is held stays.
    """
    early = anew and exercise.state == ExerciseState.PREPARING
    entries = list((active(exercise) if early else open_to_score(exercise)).order_by("pk"))
    seats = list(exercise.seats.filter(state=SeatState.SITTING).select_related("person").order_by("pk"))
    standing: set[Pair] = set()
    movable: set[Pair] = set()
    forbidden = set(Conflict.objects.filter(entry__in=entries).values_list("entry_id", "seat_id"))
    waiting: set[int] = set()
    given: set[int] = set()
    held = Assignment.objects.filter(entry__in=entries).values_list("entry_id", "seat_id", "state", "saved_at")
    sitting = {seat.pk for seat in seats}
    for entry_id, seat_id, state, saved_at in held:
        if state not in _COUNTING:
            forbidden.add((entry_id, seat_id))
            continue
        (given if state == AssignmentState.SUBMITTED else waiting).add(entry_id)
        loose = anew and state == AssignmentState.ASSIGNED and saved_at is None and seat_id in sitting
        (movable if loose else standing).add((entry_id, seat_id))
    # Whoever chairs may have read the scores of what everybody has submitted.
    leading = [seat.pk for seat in seats if seat.role != SeatRole.SCORER]
    forbidden |= {(entry, seat) for entry in given - waiting for seat in leading} - standing
    wanted = {one.pk: exercise.scores_per_entry or len(seats) for one in entries}
    return Table(entries, seats, wanted, frozenset(standing), frozenset(movable), frozenset(forbidden))


def latest_proposal(exercise: Exercise) -> Proposal | None:
    """The proposal that was asked for last and that nobody has accepted yet."""
    return Proposal.objects.filter(exercise=exercise).exclude(state=ProposalState.ACCEPTED).first()


@dataclass(frozen=True)
class ScorerChange:
    """What a proposal changes for one scorer: how much they have now and would have, and of which areas."""

    seat: Seat
    before: int
    after: int
    areas: str
    linked: bool


@dataclass(frozen=True)
class EntryChange:
    """What a proposal changes for one entry: who has it now and who would, by name; whether staff changed it. `seats`
    are the ids of those who would."""

    entry: Entry
    before: Sequence[str]
    after: Sequence[str]
    seats: frozenset[int]
    by_hand: bool


@dataclass(frozen=True)
class Changes:
    """A proposal beside what there is. `missing` are sentences on entries that get too few."""

    scorers: Sequence[ScorerChange]
    entries: Sequence[EntryChange]
    missing: Sequence[str]
    linked: bool
    current: bool


def changes_of(proposal: Proposal, view: View) -> Changes:
    """What a proposal would change, without the entries that are hidden from this person."""
    table = sharing_table(view.exercise, anew=True)
    before = table.standing | table.movable
    after = table.standing | {(entry, seat) for entry, seat in proposal.pairs}
    names = {seat.pk: seat.person.name for seat in table.seats}
    areas = {one.pk: one.areas for one in table.entries}
    seen = [pair for pair in after if pair[0] not in view.hidden and pair[0] in areas]
    per_seat = {
        which: Counter(seat for entry, seat in pairs if entry not in view.hidden)
        for which, pairs in (("before", before), ("after", after))
    }
    of_area: dict[int, Counter[str]] = defaultdict(Counter)
    for entry, seat in seen:
        of_area[seat].update(areas[entry])
    linked = _linked(after)
    who: dict[str, dict[int, list[str]]] = {"before": defaultdict(list), "after": defaultdict(list)}
    for which, pairs in (("before", before), ("after", after)):
        for entry, seat in sorted(pairs):
            who[which][entry].append(names.get(seat, "somebody who has left"))
    chosen: dict[int, set[int]] = defaultdict(set)
    for entry, seat in after:
        chosen[entry].add(seat)
    visible = [one for one in table.entries if one.pk not in view.hidden]
    return Changes(
        scorers=[
            ScorerChange(
                seat,
                per_seat["before"][seat.pk],
                per_seat["after"][seat.pk],
                ", ".join(f"{name} {count}" for name, count in sorted(of_area[seat.pk].items())),
                seat.pk in linked,
            )
            for seat in table.seats
        ],
        entries=[
            EntryChange(
                one,
                who["before"][one.pk],
                who["after"][one.pk],
                frozenset(chosen[one.pk]),
                one.pk in proposal.by_hand,
            )
            for one in sorted(visible, key=lambda one: one.code)
        ],
        missing=_missing(table, after, view),
        linked=groups(after) == 1,
        current=proposal.fingerprint == table.fingerprint(),
    )


def _linked(pairs: Collection[Pair]) -> set[int]:
    """The seats that share an entry with somebody."""
    number = Counter(entry for entry, _ in pairs)
    return {seat for entry, seat in pairs if number[entry] > 1}


def _missing(table: Table, after: Collection[Pair], view: View) -> list[str]:
    """Which entries would get too few scores, and why, in words."""
    number = Counter(entry for entry, _ in after)
    short = [one for one in table.entries if number[one.pk] < (one.fewer_accepted or table.wanted[one.pk])]
    why = {entry.pk: reason for entry, _, reason in short_of_scorers(view.exercise, entries=table.entries)}
    said = [
        f"{one.code} would be scored by {number[one.pk]} of {table.wanted[one.pk]}: "
        f"{why.get(one.pk, 'whoever else could score it has as many as they can take')}."
        for one in sorted(short, key=lambda one: one.code)
        if one.pk not in view.hidden
    ]
    if len(said) < len(short):
        said.append("An application that is closed to you would get too few scores: somebody else has to see to it.")
    return said


def may_plan(table: Table, proposal: Proposal, entry: Entry, chosen: Collection[int]) -> list[rules.Refusal]:
    """Why these seats (ids) cannot be the scorers of this entry in the proposal; nothing if they can."""
    held = {seat for one, seat in table.standing if one == entry.pk}
    proposed = {seat for one, seat in proposal.pairs if one == entry.pk}
    others = Counter(seat for one, seat in [*table.standing, *map(tuple, proposal.pairs)] if one != entry.pk)
    return rules.plan_refusals(
        entry,
        table.seats,
        chosen=chosen,
        held=held,
        closed={seat for one, seat in table.forbidden if one == entry.pk},
        elsewhere=others,
        wanted=table.wanted[entry.pk],
        before=len(held | proposed),
    )
