"""The only writers of answers and tables. Nothing here leaves an event: no trace ties an answer to a person or time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from alliance.equality.facts import Asked, RoundToCount, SchoolFact, Selection
from alliance.equality.models import Answer, Pool, Settled
from alliance.equality.pseudonyms import pseudonyms
from alliance.equality.questions import QUESTIONS
from alliance.equality.rules import SETTLED, is_settled
from alliance.equality.tables import Maker, Pair
from alliance.refusal import Refused
from alliance.schools.models import Alliance

# Fewer people than these are not counted: their rounds wait for later ones.
ENOUGH = 30


@transaction.atomic
def save_answers(*, alliance: Alliance, asked: Asked, answers: Mapping[str, str]) -> None:
    """Keep these answers (question -> choice; "" for "prefer not to say") in place of all earlier ones of the record.

    Raises Refused once the round's tables are made.
    """
    _lock(alliance)
    if is_settled(asked):
        raise Refused(SETTLED)
    _delete(asked.kind, [asked.pk])
    known = {question.key: dict(question.choices) for question in QUESTIONS}
    Answer.objects.bulk_create(
        Answer(alliance=alliance, pseudonym=pseudonyms(asked.kind, asked.pk, key)[0], question=key, choice=choice)
        for key, choice in answers.items()
        if choice in known[key]
    )


@transaction.atomic
def forget(*, kind: str, pks: Sequence[int]) -> None:
    """Delete the answers given with these records, which nobody will count."""
    _delete(kind, pks)


@transaction.atomic
def let_go(*, alliance: Alliance, round_kind: str, kind: str, round: RoundToCount) -> None:
    """Delete the answers of a round that is never counted: cancelled, or too long ago."""
    _lock(alliance)
    Settled.objects.create(alliance=alliance, kind=round_kind, round_id=round.pk, pool=None)
    _delete(kind, _records([round]))


@transaction.atomic
def count(
    *,
    alliance: Alliance,
    round_kind: str,
    kind: str,
    rounds: Sequence[RoundToCount],
    facts: Sequence[SchoolFact],
    today: date,
) -> bool:
    """Count these rounds, which are over and in no pool yet, if they have enough people together, each of them once.

    Makes one table per question and one per fact of schools, freezes them, and deletes every
    answer of the rounds. Returns whether it did: otherwise nothing has changed. Whether they are enough depends on
    applications, which staff see, and not on answers.
    """
    selections = [selection for round in rounds for selection in round.selections]
    if len(selections) < ENOUGH:
        return False
    _lock(alliance)
    chosen = sum(selection.chosen for selection in selections)
    others = len(selections) - chosen
    pool = Pool.objects.create(
        alliance=alliance,
        kind=round_kind,
        frozen_on=today,
        chosen=chosen,
        others=others,
        tables=[
            *_of_schools(selections, facts, Maker(chosen, others, complete=True)),
            *_of_answers(selections, kind, Maker(chosen, others)),
        ],
    )
    Settled.objects.bulk_create(
        Settled(alliance=alliance, kind=round_kind, round_id=round.pk, pool=pool) for round in rounds
    )
    _delete(kind, _records(rounds))
    return True


def _of_schools(selections: Sequence[Selection], facts: Sequence[SchoolFact], maker: Maker) -> list[dict[str, Any]]:
    """Tables of what is known of everybody's school: complete, so that more is hidden."""
    tables = []
    for fact in facts:
        groups: dict[str, Pair] = dict.fromkeys(fact.groups, (0, 0))
        for selection in selections:
            group = selection.facts[fact.key]
            groups[group] = _with_one(groups[group], chosen=selection.chosen)
        tables.append(_stored(fact.key, fact.title, groups, maker))
    return tables


def _of_answers(selections: Sequence[Selection], kind: str, maker: Maker) -> list[dict[str, Any]]:
    """A table per question; whoever said nothing, or preferred not to, is in no group."""
    by_pseudonym = {
        pseudonym: selection.chosen
        for selection in selections
        for question in QUESTIONS
        for pseudonym in pseudonyms(kind, selection.pk, question.key)
    }
    counted: dict[tuple[str, str], Pair] = defaultdict(lambda: (0, 0))
    for pseudonym, question, choice in _rows(by_pseudonym).values_list("pseudonym", "question", "choice"):
        counted[question, choice] = _with_one(counted[question, choice], chosen=by_pseudonym[pseudonym])
    return [
        _stored(
            question.key,
            question.name,
            {words: counted[question.key, choice] for choice, words in question.choices},
            maker,
        )
        for question in QUESTIONS
    ]


def _with_one(pair: Pair, *, chosen: bool) -> Pair:
    return pair[0] + chosen, pair[1] + (not chosen)


def _stored(key: str, title: str, groups: Mapping[str, Pair], maker: Maker) -> dict[str, Any]:
    rows = maker.make_table(groups)
    return {
        "key": key,
        "title": title,
        "rows": [
            {"group": row.group, "applied": row.applied, "chosen": row.chosen, "others": row.others} for row in rows
        ],
    }


def _records(rounds: Sequence[RoundToCount]) -> list[int]:
    """Every record of the rounds, counted or not."""
    return [pk for round in rounds for pk in (*(selection.pk for selection in round.selections), *round.others)]


def _rows(pseudonyms: Iterable[str]) -> Any:
    return Answer.objects.filter(pseudonym__in=list(pseudonyms))


def _delete(kind: str, pks: Iterable[int]) -> None:
    """Delete every answer given with these records, to whatever question and under whatever secret."""
    _rows(
        pseudonym for pk in pks for question in QUESTIONS for pseudonym in pseudonyms(kind, pk, question.key)
    ).delete()


def _lock(alliance: Alliance) -> None:
    """One at a time in an alliance: no answer is saved beside the counting that would miss it."""
    Alliance.objects.select_for_update(of=("self",), no_key=True).get(pk=alliance.pk)
