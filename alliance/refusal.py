"""Why not: a rule answers None, or a Refusal carrying the sentence that is shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Refusal:
    """The sentence that says why something may not be done, and who can (plain English, one or two sentences)."""

    sentence: str

    def __str__(self) -> str:
        return self.sentence


class Refused(PermissionDenied):
    """Raised where a rule refuses; the page answers 403 with the rule's own sentence."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal


def allow(refusal: Refusal | None) -> None:
    """Let pass what a rule does not refuse: `allow(rules.may_close_round(person, round))`.

    Raises Refused with the rule's sentence otherwise.
    """
    if refusal is not None:
        raise Refused(refusal)


def first_refusal(*refusals: Refusal | None) -> Refusal | None:
    """The first refusal among rules already asked, or None if none refuses."""
    return next((refusal for refusal in refusals if refusal is not None), None)
