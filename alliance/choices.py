"""Choices of radios and checkboxes with a hint beneath their label."""

from __future__ import annotations


class Hinted(str):
    """A label that carries a hint; everywhere else it is just its text."""

    hint: str

    def __new__(cls, label: str, hint: str = "") -> Hinted:
        made = super().__new__(cls, label)
        made.hint = hint
        return made


def hinted(label: str, hint: str) -> Hinted:
    """A choice's label with a line of explanation: `choices=[("r", hinted("Red", "No or limited evidence"))]`."""
    return Hinted(label, hint)
