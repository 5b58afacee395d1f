"""What the yearly ask asks for the capacity audit: how much a school could give, and how far away."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.schools.models import Alliance
from alliance.surveys.questions import Question, Section, Shape

GIVE = "support-give"
PEOPLE, HALF_DAYS, MILES = "people", "half-days", "miles"


def ask(alliance: Alliance) -> Iterator[Section]:
    """One page: people, half days in a school term, distance. In which areas, the ask has asked before."""
    yield Section(
        key=GIVE,
        title="How much could your school give to other schools?",
        lead="As far as you can say now. Nothing is promised: you are asked again for every single piece of support.",
        questions=(
            Question(
                key=PEOPLE,
                text="How many of your people could support another school this year?",
                shape=Shape.NUMBER,
                required=False,
                most=99,
            ),
            Question(
                key=HALF_DAYS,
                text="How many half days in a school term, all of them together?",
                shape=Shape.NUMBER,
                required=False,
                most=400,
            ),
            Question(
                key=MILES,
                text="How many miles at most would they travel?",
                shape=Shape.NUMBER,
                hint="Leave this empty for any distance.",
                required=False,
                most=400,
            ),
        ),
    )
