"""What schools said in the latest yearly ask that they could give to others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alliance.schools.models import Alliance, School
from alliance.surveys.queries import answers_by_school
from sle.queries.priorities import asks_with_answers
from support.capacity_questions import GIVE, HALF_DAYS, MILES, PEOPLE


@dataclass(frozen=True)
class SchoolGives:
    """What one school said in the yearly ask that it could give: people, half days in a school term, and how many miles
    they would travel; None where it did not say."""

    school: School
    people: int | None
    half_days: int | None
    miles: int | None


def what_schools_give(alliance: Alliance) -> list[SchoolGives]:
    """Every school that answered any of it, in the latest ask that has answers; the same few queries for any number."""
    asks = asks_with_answers(alliance)[:1]
    if not asks:
        return []
    answered = ((one.school, one.answers.get(GIVE, {})) for one in answers_by_school(asks, (GIVE,))[asks[0].pk])
    return [
        SchoolGives(school, *(_number(said.get(key)) for key in (PEOPLE, HALF_DAYS, MILES)))
        for school, said in answered
        if said
    ]


def _number(said: Any) -> int | None:
    return said if isinstance(said, int) else None
