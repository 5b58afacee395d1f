"""Proposals of who scores what: asked for, worked out by a worker, changed by hand, accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import transaction
from django_scopes import scope

from alliance.panels import queries
from alliance.panels.models import PROPOSAL, Assignment, Entry, Exercise, Proposal, Seat
from alliance.panels.services.sharing import give
from alliance.panels.services.telling import tell_of_more
from alliance.panels.states import AssignmentState, ExerciseState, ProposalState
from alliance.people.models import Person
from alliance.post.jobs import carry_out
from alliance.post.services import wake
from alliance.refusal import Refusal, Refused
from alliance.workflow.events import record

_STALE = Refusal(
    "The panel has changed since this was worked out: somebody came or left, began to score or stepped back. "
    "Ask for a new proposal."
)


@transaction.atomic
def ask_for_proposal(*, exercise: Exercise, caps: Mapping[int, int | None], by: Person, now: datetime) -> Proposal:
    """Let a worker propose who scores what. `caps` says by seat (id) how many entries each can take at most, None for
    any number; they stay. An earlier proposal that nobody accepted goes."""
    exercise = Exercise.objects.select_for_update().get(pk=exercise.pk)
    seats = [seat for seat in Seat.objects.filter(exercise=exercise, pk__in=caps) if seat.cap != caps[seat.pk]]
    for seat in seats:
        seat.cap = caps[seat.pk]
    if seats:
        Seat.objects.bulk_update(seats, ["cap"])
        record(exercise, "caps_changed", by=by, at=now, fields=["cap"])
    Proposal.objects.filter(exercise=exercise).exclude(state=ProposalState.ACCEPTED).delete()
    proposal = Proposal.objects.create(
        alliance_id=exercise.alliance_id, exercise=exercise, asked_by=by, asked_at=now, due_at=now
    )
    record(proposal, "asked", by=by, at=now)
    wake()
    return proposal


def make_proposal(pk: int) -> None:
    """Work a proposal out: of the panel as it is by now."""
    proposal = Proposal._base_manager.select_related("alliance", "exercise").filter(pk=pk).first()
    if proposal is not None:
        with scope(alliance=proposal.alliance):
            carry_out(PROPOSAL, proposal, lambda: _worked_out(proposal), failed="It could not be worked out")


def _worked_out(proposal: Proposal) -> dict[str, Any]:
    table = queries.sharing_table(proposal.exercise, anew=True)
    begin = monotonic()
    plan = table.plan(proposal.exercise_id)
    return {
        "pairs": [list(pair) for pair in plan.pairs],
        "gap": plan.gap,
        "milliseconds": round(1000 * (monotonic() - begin)),
        "fingerprint": table.fingerprint(),
        "by_hand": [],
    }


@transaction.atomic
def change_proposal(*, proposal: Proposal, entry: Entry, seats: Collection[int], by: Person, now: datetime) -> None:
    """Staff name who would score this entry (`seats`, ids); the rest of the proposal stays.

    Raises Refused with every rule that is against it, and when the panel has changed since.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("exercise").get(pk=proposal.pk)
    table = queries.sharing_table(locked.exercise, anew=True)
    if locked.state != ProposalState.MADE or locked.fingerprint != table.fingerprint():
        raise Refused(_STALE)
    refusals = queries.may_plan(table, locked, entry, seats)
    if refusals:
        raise Refused(Refusal(" ".join(refusal.sentence for refusal in refusals)))
    held = {seat for one, seat in table.standing if one == entry.pk}
    pairs = [pair for pair in locked.pairs if pair[0] != entry.pk]
    locked.pairs = [*pairs, *([entry.pk, seat] for seat in sorted(set(seats) - held))]
    locked.by_hand = sorted({*locked.by_hand, entry.pk})
    locked.save(update_fields=["pairs", "by_hand"])
    record(entry, "planned_by_hand", by=by, at=now)


@transaction.atomic
def accept_proposal(*, proposal: Proposal, by: Person, now: datetime) -> None:
    """What is proposed is given to the scorers. What somebody had not begun and would not keep goes from their desk;
    while scoring, whoever is given more is told.

    Raises Refused when the panel has changed since it was worked out, and MoveRefused when it was accepted before.
    """
    exercise = Exercise.objects.select_for_update().get(pk=proposal.exercise_id)
    list(Assignment.objects.select_for_update(of=("self",)).filter(entry__exercise=exercise))
    locked = Proposal.objects.get(pk=proposal.pk)
    table = queries.sharing_table(exercise, anew=True)
    if locked.fingerprint != table.fingerprint():
        raise Refused(_STALE)
    PROPOSAL.apply(proposal, "accept", by=by, at=now)
    planned = {(entry, seat) for entry, seat in locked.pairs}
    gone = table.movable - planned
    untouched = Assignment.objects.filter(
        entry__exercise=exercise, state=AssignmentState.ASSIGNED, saved_at=None, entry__in={entry for entry, _ in gone}
    )
    found = untouched.values_list("pk", "entry_id", "seat_id")
    Assignment.objects.filter(pk__in=[pk for pk, entry, seat in found if (entry, seat) in gone]).delete()
    fresh = sorted(planned - table.movable)
    give(exercise, fresh)
    record(exercise, "shared_out", by=by, at=now)
    if exercise.state == ExerciseState.SCORING:
        tell_of_more(exercise=exercise, given=Counter(seat for _, seat in fresh), now=now)
