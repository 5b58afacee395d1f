"""35. Losing a worker, the broker or the database in the middle loses nothing that a user was told was saved.

Workers are killed in test_14_16_35_killed_workers.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from celery import current_app
from django.db import connection
from django.test import Client
from django_scopes import scope

from alliance.addresses import path_to
from alliance.panels.models import Assignment, Score
from alliance.post.models import Mail
from alliance.workflow.models import Event
from sle.models import Answer, Application, Reference
from tests.conftest import make_cast
from tests.factories import sle as made
from tests.factories.post import post_mail, test_kinds  # noqa: F401  # a fixture
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_application, make_stage


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("test_kinds")
def test_what_is_posted_stands_when_the_broker_is_down(cast, monkeypatch, caplog):
    def gone(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(current_app._get_current_object(), "send_task", gone)
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    assert Mail.objects.get().pk == mail.pk
    assert "the sweep will find what was posted" in caplog.text


class Cut:
    """Ends the database's connection from outside before its n-th statement, as a restart of the server does."""

    def __init__(self, statement: int) -> None:
        self.left = statement

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            given = connection.get_connection_params()
            wanted = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
            with psycopg.connect(**wanted, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        return execute(sql, params, many, context)


def cut_until_done(client: Client, path: str, data: Callable[[], dict[str, Any]], stored: Callable[[], Any]) -> int:
    """Post `data()` to `path` again and again, cut ever later, until an answer comes; how often it was cut.

    Until then the answer is the page of trouble, and what is stored is what was stored before, or all of it.
    """
    client.raise_request_exception = False
    before, seen, statement = stored(), [], 1
    while True:
        cut, given = Cut(statement), data()
        with connection.execute_wrapper(cut):
            answer = client.post(path, given)
        connection.close()  # as the end of a request does: what comes next has a connection of its own
        if cut.left > 0:
            break
        assert answer.status_code == 500
        assert "Something went wrong" in answer.content.decode()
        seen.append(stored())
        statement += 1
    after = stored()
    assert after != before
    assert all(one in (before, after) for one in seen), "half of it was stored"
    assert seen[0] == before
    return len(seen)


@pytest.fixture
def whole_cast(transactional_db):
    cast = make_cast()
    with scope(alliance=cast.alliance):
        yield cast


@pytest.fixture
def draft(whole_cast):
    school = SchoolFactory(urn=103356, name="Penns Primary School")
    made.know_head(whole_cast.administrator, school, whole_cast.alliance)
    round = made.make_round(whole_cast.lead, whole_cast.alliance)
    return made.fill(made.start(round, whole_cast.outsider), school)


@pytest.mark.postgresql
def test_an_answer_that_was_said_to_be_saved_is(whole_cast, draft, sign_in):
    path = path_to("sle:answer_save", whole_cast.alliance, code=draft.code, key="q1")
    text = "What I wrote last."

    def answer() -> Answer:
        return Answer.objects.get(question__key="q1")

    def data() -> dict[str, Any]:
        return {"revision": answer().revision, "text": text}

    assert cut_until_done(sign_in(whole_cast.outsider), path, data, lambda: answer().text) >= 5
    assert answer().text == text


@pytest.mark.postgresql
def test_an_application_is_handed_over_whole_or_not(whole_cast, draft, sign_in):
    path = path_to("sle:application_hand_over", whole_cast.alliance, code=draft.code)

    def stored() -> Any:
        return (
            Application.objects.get().state,
            sorted(Reference.objects.values_list("state", flat=True)),
            sorted(Mail.objects.values_list("kind", flat=True)),
            sorted(Event.objects.values_list("move", flat=True)),
        )

    assert cut_until_done(sign_in(whole_cast.outsider), path, lambda: {"declared": "on"}, stored) >= 20
    assert Application.objects.get().state == "handed_over"


@pytest.mark.postgresql
def test_scores_are_submitted_whole_or_not(whole_cast, sign_in):
    stage = make_stage(whole_cast.alliance, whole_cast.lead)
    application = make_application(stage.round)
    stage.start_scoring()
    seat, entry = stage.seats["scorer"], stage.entry(application)
    level = stage.exercise.rubric.levels.get(name="Green").pk
    data = {"dossier": entry.dossiers.get().pk, "comment": "", "submit": "1"}
    for criterion in stage.exercise.rubric.criteria.all():
        data |= {f"level_{criterion.pk}": level, f"comment_{criterion.pk}": "Clear."}
    path = path_to("panels:score", whole_cast.alliance, pk=stage.exercise.pk, code=entry.code)

    def held() -> Assignment:
        return Assignment.objects.get(entry=entry, seat=seat)

    def stored() -> Any:
        return held().state, Score.objects.filter(assignment=held()).count(), stage.entry(application).score_count

    assert cut_until_done(sign_in(seat.person), path, lambda: {**data, "revision": held().revision}, stored) >= 10
    assert stored() == ("submitted", stage.exercise.rubric.criteria.count(), 1)
