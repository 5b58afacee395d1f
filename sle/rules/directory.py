"""Who says whether a leader stands in the public directory: the leader, and nobody else."""

from __future__ import annotations

from alliance.people.models import Person
from alliance.refusal import Refusal
from sle.models import Designation
from sle.states import DesignationState


def may_join_directory(person: Person | None, designation: Designation) -> Refusal | None:
    """Its holder, while the designation stands: consent is never given on somebody's behalf."""
    if refusal := may_leave_directory(person, designation):
        return refusal
    if designation.state != DesignationState.CURRENT:
        return Refusal(
            f"This designation is {designation.get_state_display().lower()}, so it cannot stand in the directory."
        )
    return None


def may_leave_directory(person: Person | None, designation: Designation) -> Refusal | None:
    """Its holder, at any time."""
    if person is None or designation.person_id != person.pk:
        return Refusal("Only the person designated can say whether they stand in the public directory.")
    return None
