"""Who may answer equality questions: the person whose application it is, and nobody else whatever their role."""

from __future__ import annotations

from alliance.equality.facts import Asked
from alliance.equality.models import Settled
from alliance.people.models import Person
from alliance.refusal import Refusal

SETTLED = Refusal(
    "The tables of this round are made, or its time is over, and your answers are deleted. Nothing can be changed."
)


def is_settled(asked: Asked) -> bool:
    """Are the answers of this record's round counted, or deleted?"""
    return Settled.objects.filter(kind=asked.round_kind, round_id=asked.round_pk).exists()


def may_answer(person: Person | None, asked: Asked) -> Refusal | None:
    """The applicant alone: no member of staff, no director, nobody on a panel."""
    if person is None or person.pk != asked.person_id:
        return Refusal("Equality questions are answered, and seen, only by the person whose application it is.")
    return None


def may_save_answers(person: Person | None, asked: Asked) -> Refusal | None:
    """They can be given, changed and removed until they are counted."""
    refusal = may_answer(person, asked)
    return refusal or (SETTLED if is_settled(asked) else None)
