"""Who moves a designation to another alliance: the leader asks, the one releases, the other takes it over."""

from __future__ import annotations

from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance
from sle.leader_kinds import kind_of, kinds_of
from sle.models import DESIGNATION, MOVE, Designation, Move, Review
from sle.rules.register import may_run_register
from sle.states import DesignationState, MoveState, ReviewState

OPEN = (MoveState.ASKED, MoveState.RELEASED)


def may_ask_to_move(person: Person | None, designation: Designation) -> Refusal | None:
    """Only the holder, of a designation that stands and is not under review."""
    if person is None or designation.person_id != person.pk:
        return Refusal("Only the leader can ask to move their designation.")
    if designation.state != DesignationState.CURRENT:
        return Refusal(f"This designation is {designation.get_state_display().lower()}, so it cannot be moved.")
    if kind_of(designation.alliance, designation.kind).is_national:
        return Refusal("This designation is made nationally: it is not an alliance’s to move.")
    if Review.objects.filter(designation=designation, state__in=(ReviewState.GATHERING, ReviewState.PROPOSED)).exists():
        return Refusal("Your designation is being reviewed. You can ask to move it once the review is complete.")
    if Move.objects.filter(designation=designation, state__in=OPEN).exists():
        return Refusal("You have asked to move this designation already.")
    return None


def may_move_to(designation: Designation, to: Alliance) -> Refusal | None:
    """Another alliance that designates leaders of this kind."""
    if to.pk == designation.alliance_id:
        return Refusal("The designation is this alliance’s already.")
    kind = kinds_of(to).get(designation.kind)
    if kind is None or kind.is_national:
        return Refusal(f"{to.name} does not designate leaders of this kind.")
    return None


def may_decide_move(person: Person | None, move: Move) -> Refusal | None:
    """Staff of the alliance that the leader wants to leave."""
    if refusal := may_run_register(person, move.designation):
        return refusal
    if "release" not in MOVE.available(move):
        return Refusal(f"There is nothing to agree to: {move.get_state_display().lower()}.")
    return None


def may_take_back_move(person: Person | None, move: Move) -> Refusal | None:
    """The leader, until the move is made."""
    if person is None or move.designation.person_id != person.pk:
        return Refusal("Only the leader can take this back.")
    if "take_back" not in MOVE.available(move):
        return Refusal(f"This cannot be taken back any more: {move.get_state_display().lower()}.")
    return None


def may_decide_arrival(person: Person | None, arrival: Designation) -> Refusal | None:
    """Staff of the alliance to which the leader wants to move."""
    if refusal := may_run_register(person, arrival):
        return refusal
    if "arrive" not in DESIGNATION.available(arrival):
        return Refusal(f"There is nothing to agree to: this designation is {arrival.get_state_display().lower()}.")
    return None
