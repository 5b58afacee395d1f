"""Rubrics that come with the portal, as data; an alliance starts from one and words it as it likes."""

from __future__ import annotations

from dataclasses import dataclass

from alliance.panels.states import LevelEffect


@dataclass(frozen=True)
class LevelSpec:
    """A level, from the lowest up. `value` in thousandths."""

    name: str
    meaning: str
    value: int
    effect: str


@dataclass(frozen=True)
class CriterionSpec:
    """A criterion; `evidence` names the dossier's sections that speak to it."""

    name: str
    text: str = ""
    weight: int = 1
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class RubricSpec:
    """What a rubric says. `minimum_mean` in thousandths, None where no mean rules anybody out."""

    name: str
    levels: tuple[LevelSpec, ...]
    criteria: tuple[CriterionSpec, ...]
    minimum_mean: int | None = None


_CRITERIA = (
    CriterionSpec(
        "Leads successfully",
        "Has led a team, a subject or an aspect of school life for two years or more, and results there are good or "
        "clearly better than before.",
        evidence=("q1", "head"),
    ),
    CriterionSpec(
        "Knows the specialism",
        "Has deep and current knowledge of the area applied for, and uses it to decide what to do.",
        evidence=("q2", "second"),
    ),
    CriterionSpec(
        "Has improved practice beyond their own classroom",
        "Others teach or lead better because of this person, and there is evidence for it.",
        evidence=("q3", "q4", "head", "second"),
    ),
    CriterionSpec(
        "Develops other leaders",
        "Listens, coaches, challenges and lets others own the change, with adults who did not choose to be helped.",
        evidence=("q3", "q4", "second"),
    ),
    CriterionSpec(
        "Reads a situation and plans for lasting change",
        "Finds out what is the matter before acting, sets few priorities, and leaves something that holds.",
        evidence=("q3", "q5", "head"),
    ),
)

RED_AMBER_GREEN = RubricSpec(
    name="National matrix: Red, Amber, Green",
    levels=(
        LevelSpec("Red", "No evidence, or too little", 0, LevelEffect.AGAINST),
        LevelSpec("Amber", "Met, and would need the alliance’s support", 1000, LevelEffect.SUPPORT),
        LevelSpec("Green", "Enough evidence", 2000, LevelEffect.FOR),
    ),
    criteria=_CRITERIA,
)

ONE_TO_FOUR = RubricSpec(
    name="Four levels: 1 to 4",
    levels=(
        LevelSpec("1", "No evidence, or too little", 1000, LevelEffect.AGAINST),
        LevelSpec("2", "Some evidence, gaps that support could close", 2000, LevelEffect.SUPPORT),
        LevelSpec("3", "Good evidence", 3000, LevelEffect.FOR),
        LevelSpec("4", "Strong evidence, from several sides", 4000, LevelEffect.FOR),
    ),
    criteria=_CRITERIA,
)

STANDARD = {"red_amber_green": RED_AMBER_GREEN, "one_to_four": ONE_TO_FOUR}
