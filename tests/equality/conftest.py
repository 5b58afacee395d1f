"""Rounds and applications as a responsibility would hand them in; the equality package asks nothing else of it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from alliance.equality import services
from alliance.equality.facts import Asked, RoundToCount, Selection
from alliance.equality.questions import QUESTIONS

KIND, ROUND = "sle.application", "sle.round"


def asked_for(pk: int, round_pk: int, person_id: int = 0) -> Asked:
    return Asked(KIND, pk, ROUND, round_pk, person_id, "SLE round", "/", "two years after the round has closed")


@pytest.fixture
def answered(cast) -> Callable[..., RoundToCount]:
    """A round of `size` applications, most of which answered each question by chance."""

    def make(round_pk: int, size: int, *, silent: float = 0.2) -> RoundToCount:
        chance = random.Random(round_pk)
        selections = []
        for pk in range(round_pk * 1000, round_pk * 1000 + size):
            given = {
                question.key: chance.choice(question.choices)[0] if chance.random() > silent else ""
                for question in QUESTIONS
            }
            services.save_answers(alliance=cast.alliance, asked=asked_for(pk, round_pk), answers=given)
            selections.append(Selection(pk, chance.random() < 0.6))
        return RoundToCount(round_pk, selections)

    return make
