"""Years of answers for the demo: every section that an app declares is answered, the same each time it is built."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.schools.queries import partner_schools
from alliance.surveys import services
from alliance.surveys.models import ASK, Ask, Reply, ReplyPart
from alliance.surveys.queries import contacts_at
from alliance.surveys.questions import Question, Section, Shape, asked_with
from alliance.surveys.sections import declared, sections_of
from alliance.surveys.states import ReplyState


@transaction.atomic
def past_year(
    *,
    alliance: Alliance,
    year: int,
    closed_at: datetime,
    answers: float,
    by: Person,
    sought: Collection[str] = (),
    introduction: str = "",
) -> Ask:
    """An ask of an earlier year by bulk inserts: that share of the partner schools (0 to 1) has answered, nobody gets a
    mail any more. Choices with the words of `sought` are ticked more often than others."""
    values = {"opens_at": closed_at - timedelta(weeks=4), "closes_at": closed_at, "introduction": introduction}
    ask = services.create_ask(alliance=alliance, year=year, values=values, by=by, now=closed_at - timedelta(weeks=5))
    sections = [section.stored() for section in declared(alliance)]
    ASK.apply(ask, "open", by=by, at=ask.opens_at, opened_at=ask.opens_at, sections=sections)
    ASK.apply(ask, "close", by=None, at=closed_at, closed_at=closed_at)
    schools = list(partner_schools(alliance))
    known = contacts_at(alliance, schools)
    replies, given = [], []
    for school in schools:
        chance = _chance(alliance, year, school.urn)
        name, email = known.get(school.pk, ("", ""))
        has_answered = bool(name) and chance.random() < answers
        reply = Reply(
            alliance=alliance,
            ask=ask,
            school=school,
            state=ReplyState.ANSWERED if has_answered else ReplyState.WAITING,
            name=name,
            email=email,
            asked_at=ask.opens_at,
            last_sent_at=ask.opens_at,
        )
        replies.append(reply)
        if has_answered:
            answered_at = closed_at - timedelta(days=1 + int(chance.random() * 20))
            reply.begun_at = reply.answered_at = answered_at
            reply.signer_name = name
            given.append((reply, _answers(sections_of(ask), chance, sought), answered_at))
    Reply.objects.bulk_create(replies)
    ReplyPart.objects.bulk_create(
        ReplyPart(
            alliance=alliance, reply=reply, section=key, values=values, finished=True, revision=1, saved_at=answered_at
        )
        for reply, all_values, answered_at in given
        for key, values in all_values.items()
    )
    return ask


def answer(reply: Reply, *, at: datetime, sought: Collection[str] = (), hand_in: bool = True) -> None:
    """Answer an open ask for a school through the services: all of it and handed in, or only its first section."""
    chance = _chance(reply.ask.alliance, reply.ask.year, reply.school.urn)
    answers = _answers(sections_of(reply.ask), chance, sought)
    for key, values in list(answers.items())[: None if hand_in else 1]:
        services.save_part(reply=reply, section=key, values=values, revision=0, finished=True, by=None, received=at)
    if hand_in:
        services.hand_in(
            reply=reply, signer_name=reply.name or "School office", signer_post="", link=None, by=None, received=at
        )


def _chance(alliance: Alliance, year: int, urn: int) -> random.Random:
    """The same each time; a school's wishes change little from year to year."""
    return random.Random(f"{alliance.slug} {urn} {year // 2}")  # noqa: S311  # not for secrets


def _answers(sections: Sequence[Section], chance: random.Random, sought: Collection[str]) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = {}
    while following := [section for section in asked_with(sections, answers) if section.key not in answers]:
        section = following[0]
        share = 0.3 if section.among else 0.1
        answers[section.key] = {
            question.key: _answer(question, chance, share, sought) for question in section.questions
        }
    return answers


def _answer(question: Question, chance: random.Random, share: float, sought: Collection[str]) -> Any:
    if question.shape is Shape.SEVERAL:
        return [value for value, words in question.choices if chance.random() < share * (3 if words in sought else 1)]
    if question.shape is Shape.ONE:
        return chance.choice(question.choices)[0]
    if question.shape is Shape.NUMBER:
        return chance.randint(1, max(5, (question.most or 5) // 20))
    return ""
