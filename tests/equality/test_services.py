"""Answers and their counting: kept under a pseudonym, counted once, then gone."""

from __future__ import annotations

from datetime import date

import pytest

from alliance.equality import queries, services
from alliance.equality.facts import RoundToCount, SchoolFact, Selection
from alliance.equality.models import Answer, Pool, Settled
from alliance.equality.own import own_answers
from alliance.equality.pseudonyms import pseudonyms
from alliance.equality.questions import QUESTIONS
from alliance.refusal import Refused
from alliance.workflow.models import Event
from tests.equality.conftest import KIND, ROUND, asked_for

TODAY = date(2027, 3, 1)


def count(cast, *rounds, facts=()):
    return services.count(alliance=cast.alliance, round_kind=ROUND, kind=KIND, rounds=rounds, facts=facts, today=TODAY)


def test_answers_are_kept_changed_and_removed(cast):
    asked = asked_for(7, 1)
    services.save_answers(alliance=cast.alliance, asked=asked, answers={"sex_1": "female", "age_1": "30_39"})
    assert own_answers(KIND, 7) == {"sex_1": "female", "age_1": "30_39"}
    services.save_answers(alliance=cast.alliance, asked=asked, answers={"sex_1": "male", "age_1": ""})
    assert own_answers(KIND, 7) == {"sex_1": "male"}
    services.save_answers(alliance=cast.alliance, asked=asked, answers={})
    assert not Answer.objects.exists()


def test_no_row_leads_to_an_application_or_a_person(cast):
    """No column but the pseudonym, no two answers under the same one, and none of this in the audit trail."""
    services.save_answers(alliance=cast.alliance, asked=asked_for(7, 1), answers={"sex_1": "female", "age_1": "30_39"})
    assert {field.name for field in Answer._meta.fields} == {"id", "alliance", "pseudonym", "question", "choice"}
    assert len(set(Answer.objects.values_list("pseudonym", flat=True))) == 2
    assert not Event.objects.filter(subject_type__startswith="equality").exists()


def test_the_order_of_keys_says_nothing_about_time(cast):
    for pk in range(30):
        services.save_answers(alliance=cast.alliance, asked=asked_for(pk, 1), answers={"sex_1": "female"})
    by_time = [Answer.objects.get(pseudonym=_pseudonym(pk)).pk for pk in range(30)]
    assert by_time != sorted(by_time)


def _pseudonym(pk: int) -> str:
    return pseudonyms(KIND, pk, "sex_1")[0]


def test_without_the_key_nobody_finds_an_answer_and_an_older_key_still_does(cast, settings):
    services.save_answers(alliance=cast.alliance, asked=asked_for(7, 1), answers={"sex_1": "female"})
    first, settings.SECRET_KEY = settings.SECRET_KEY, "another secret of the installation"
    assert own_answers(KIND, 7) == {}
    settings.SECRET_KEY_FALLBACKS = [first]
    assert own_answers(KIND, 7) == {"sex_1": "female"}


def test_too_few_applications_wait_for_a_later_round(cast, answered):
    first = answered(1, services.ENOUGH - 10)
    assert not count(cast, first)
    assert not Pool.objects.exists()
    second = answered(2, 10)
    assert count(cast, first, second)
    pooled = queries.pooled_with(ROUND, 1)
    assert (pooled.rounds, pooled.applied, pooled.frozen_on) == ([1, 2], services.ENOUGH, TODAY)
    assert [table.key for table in pooled.tables] == [question.key for question in QUESTIONS]
    assert queries.settled(ROUND) == {1, 2}


def test_counted_answers_are_deleted_and_nothing_changes_afterwards(cast, answered):
    counted, later = answered(1, 40), answered(3, 5)
    count(cast, counted)
    assert own_answers(KIND, counted.selections[0].pk) == {}
    assert own_answers(KIND, later.selections[0].pk) != {}
    with pytest.raises(Refused, match="your answers are deleted"):
        services.save_answers(alliance=cast.alliance, asked=asked_for(1000, 1), answers={"sex_1": "female"})
    with pytest.raises(Exception, match=r"settled_once|kind.*round_id"):
        count(cast, counted)


def test_facts_of_schools_are_tables_with_fixed_groups(cast):
    selections = [Selection(pk, pk % 2 == 0, {"phase": "Primary" if pk % 3 else "Secondary"}) for pk in range(60)]
    count(cast, RoundToCount(1, selections), facts=[SchoolFact("phase", "Phase", ["Primary", "Secondary", "Other"])])
    table = queries.pooled_with(ROUND, 1).tables[0]
    assert [(row.group, row.chosen, row.others) for row in table.rows][:2] == [
        ("Primary", 20, 20),
        ("Secondary", 10, 10),
    ]


def test_a_round_that_is_never_counted_lets_its_answers_go(cast, answered):
    made = answered(1, 3)
    services.let_go(alliance=cast.alliance, round_kind=ROUND, kind=KIND, round=made)
    assert not Answer.objects.exists()
    assert Settled.objects.get().pool is None
    assert queries.pooled_with(ROUND, 1) is None


def test_whoever_withdraws_takes_the_answers_along(cast, answered):
    made = answered(1, 2, silent=0)
    services.forget(kind=KIND, pks=[made.selections[0].pk])
    assert own_answers(KIND, made.selections[0].pk) == {}
    assert own_answers(KIND, made.selections[1].pk) != {}
