"""Two rounds of earlier years with enough applications between them to say something about who is designated.

Applications and scores by bulk inserts, as for measuring; decisions, letters, replies and equality answers through the
services.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from alliance.equality.questions import QUESTIONS
from alliance.equality.services import save_answers
from alliance.people.models import Person
from alliance.people.services import person_for
from alliance.schools.models import Alliance, School
from sle.demo import panels
from sle.demo.making import at, day
from sle.demo.scale import fill_round
from sle.models import Application, Reference, Round
from sle.plugs.equality import asked_equality
from sle.services.rounds import finish_round

FIRST = (
    "Abigail",
    "Bryn",
    "Charlotte",
    "Dilip",
    "Erin",
    "Farah",
    "Georgia",
    "Howard",
    "Imogen",
    "Julian",
    "Keira",
    "Lydia",
)
LAST = ("Ashby", "Bramley", "Chowdhury", "Dunmore", "Everett", "Fairley", "Gilchrist", "Hargreaves")
EACH = 24
# How people answered, by question: a choice as often as it stands here, "" for "prefer not to say".
ANSWERS = {
    "age_1": ("30_39", "30_39", "40_49", "40_49", "40_49", "50_59", "under_30", ""),
    "sex_1": ("female", "male", "female", "female", "male", "female", "male", ""),
    "gender_1": ("same", "same", "same", "same", ""),
    "ethnic_group_1": ("white", "white", "white", "asian", "white", "black", "white", ""),
    "disability_1": ("no", "no", "no", "no", "no", "yes", "no", ""),
    "religion_1": ("none", "christian", "none", "christian", "muslim", "", "none", ""),
    "orientation_1": ("straight", "straight", "straight", "straight", "gay", "", "straight", ""),
}


@dataclass
class Crowd:
    """What `fill_round` asks of a crowd: who leads, scores and applies, from which schools, and how many of what."""

    alliance: Alliance
    lead: Person
    heads: Sequence[Person]
    applications: int = EACH
    scores: int = 3
    teachers: list[Person] = field(default_factory=list)
    school_of: dict[int, School] = field(default_factory=dict)


def earlier_rounds(cast: Any, panel: Sequence[int]) -> None:
    """Last year's round and that of the year before; `panel` are the URNs of the schools whose heads scored."""
    for years, closes in ((2, -760), (1, -395)):
        crowd = _crowd(cast, panel, years)
        made = fill_round(
            cast.alliance,
            crowd,
            title=f"SLE round {day(closes).year}",
            closes=closes,
            moves={
                "close": at(closes),
                "start_scoring": at(closes + 6, time(9, 0)),
                "start_deciding": at(closes + 19, time(9, 0)),
            },
        )
        _spread_out(made, closes)
        _name_heads(cast, made)
        panels.moderate(cast, made, at(closes + 20))
        panels.decide(cast, made, at(closes + 24), approve=True)
        panels.let_out(cast, made, at(closes + 28, time(10, 0)))
        panels.reply(made, at(closes + 33))
        panels.report(cast, made, at(closes + 40))
        answer(made)
        finish_round(round=made, by=cast.lead)


def answer(made: Round) -> None:
    """The round's applicants answer the equality questions, most of them."""
    chance = random.Random(made.title)  # noqa: S311  # the same each time, not for secrets
    for application in Application.objects.filter(round=made).select_related("alliance").order_by("pk"):
        asked = asked_equality(application.alliance, application.code)
        if asked is None:
            raise AssertionError(f"{application.pk} is withdrawn.")
        given = {question.key: chance.choice(ANSWERS[question.key]) for question in QUESTIONS}
        save_answers(alliance=application.alliance, asked=asked, answers=given)


def _crowd(cast: Any, panel: Sequence[int], years: int) -> Crowd:
    """Teachers of the schools that do not sit on the panel."""
    crowd = Crowd(cast.alliance, cast.lead, [cast.head_of[urn] for urn in panel])
    schools = [cast.schools[urn] for urn in sorted(cast.heads_by_urn) if urn not in panel]
    for place in range(EACH):
        first, last = FIRST[place % len(FIRST)], LAST[(place // len(FIRST) + 2 * years + place) % len(LAST)]
        email = f"{first}.{last}.{years}@{cast.facts.slug}.example".lower()
        person = person_for(email=email, first_name=first, surname=last)
        crowd.teachers.append(person)
        crowd.school_of[person.pk] = schools[place % len(schools)]
    return crowd


def _spread_out(made: Round, closes: int) -> None:
    """People apply, and heads answer, each in their own time."""
    found = list(Application.objects.filter(round=made).order_by("pk"))
    for place, one in enumerate(found):
        one.started_at = at(closes - 26 + place % 9)
        one.handed_over_at = at(closes - 14 + place % 8)
        one.submitted_at = at(closes - 5 + place % 5)
    Application.objects.bulk_update(found, ["started_at", "handed_over_at", "submitted_at"])


def _name_heads(cast: Any, made: Round) -> None:
    """The heads' references carry the names of the heads."""
    references = list(Reference.objects.filter(application__round=made, kind="head").select_related("school"))
    for reference in references:
        if reference.school is not None:
            reference.name, reference.email, reference.post = cast.heads_by_urn[reference.school.urn]
    Reference.objects.bulk_update(references, ["name", "email", "post"])
