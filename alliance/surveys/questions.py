"""Questions of the yearly ask: data that a responsibility declares (`Portal.ask`), kept with the year that asked them.

An old year reads as it was answered, because the ask keeps its sections from the day on which it opens: their wording,
choices and the version of the list that they come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

# What a school has answered: section -> question -> a choice, a list of choices, a number or a text.
Answers = Mapping[str, Mapping[str, Any]]


class Shape(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Question:
    """One question. `choices` are pairs of a stored value and its words; `most` is the largest number, or the most
    words of a text; several choices may always be none."""

    key: str
    text: str
    shape: Shape
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    most: int = 0

    def said(self, value: Any) -> str:
        """An answer as people read it, lines for several choices; empty for none."""
        words = dict(self.choices)
        if self.shape is Shape.SEVERAL:
            return "\n".join(words[one] for one in value or [] if one in words)
        if self.shape is Shape.ONE:
            return words.get(value, "")
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Section:
    """One page of questions, with a key that no other section of the portal has ("sle-needs").

    `version` names the list that the choices come from. `among` is the key of an earlier section with questions of the
    same keys: only what was ticked there is offered here.
    """

    key: str
    title: str
    questions: tuple[Question, ...]
    lead: str = ""
    version: str = ""
    among: str = ""

    def stored(self) -> dict[str, Any]:
        """The section as an ask keeps it (JSON)."""
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Section:
        """The section that an ask has kept."""
        questions = tuple(
            Question(**{**one, "shape": Shape(one["shape"]), "choices": tuple(map(tuple, one["choices"]))})
            for one in stored["questions"]
        )
        return cls(**{**stored, "questions": questions})

    def kept(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Those of `values` that answer this section: its questions, and choices that it offers."""
        found = {}
        for question in self.questions:
            if question.key in values:
                value, offered = values[question.key], [choice for choice, _ in question.choices]
                if question.shape is Shape.SEVERAL:
                    value = [one for one in value if one in offered]
                if question.shape is Shape.ONE and value not in offered:
                    value = ""
                found[question.key] = value
        return found


def asked_with(sections: Sequence[Section], answers: Answers) -> list[Section]:
    """The sections as a school is asked them that has given `answers` so far.

    Where a section asks only about what was ticked in another, its choices are those; a section that then has nothing
    to ask is left out.
    """
    found = []
    for section in sections:
        if section.among:
            earlier = answers.get(section.among, {})
            narrowed = (_among(question, earlier.get(question.key) or ()) for question in section.questions)
            section = replace(section, questions=tuple(q for q in narrowed if q.choices))
        if section.questions:
            found.append(section)
    return found


def _among(question: Question, ticked: Sequence[str]) -> Question:
    return replace(question, choices=tuple(choice for choice in question.choices if choice[0] in ticked))
