"""1. Two submit requests at once make one application, one acknowledgement, one audit entry."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from alliance.post.models import Mail
from alliance.workflow.models import Event
from sle.models import Application, Reference
from tests.conftest import make_cast
from tests.factories import sle as made
from tests.factories.schools import SchoolFactory


def at_once(work, times=2):
    """Run `work` in several threads, each with its own connection, as nearly together as can be."""
    barrier = Barrier(times)

    def run(number):
        try:
            barrier.wait(timeout=10)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def story(transactional_db):
    cast = make_cast()
    with scope(alliance=cast.alliance):
        school = SchoolFactory(urn=103356, name="Penns Primary School")
        made.know_head(cast.administrator, school, cast.alliance)
        yield cast, school, made.make_round(cast.lead, cast.alliance)


def test_two_starts_at_once_make_one_application(story, sign_in):
    cast, _, round = story
    clients = [sign_in(cast.outsider), sign_in(cast.outsider)]
    path = f"/boldmere/sle/apply/{round.pk}/start/"
    answers = at_once(lambda n: clients[n].post(path).status_code)
    assert answers == [302, 302]
    assert Application.objects.count() == 1
    assert Mail.objects.filter(kind="sle.application_started").count() == 1
    assert Event.objects.filter(move="start").count() == 1


@pytest.mark.slow
def test_two_hand_overs_at_once_make_one_hand_over(story, sign_in):
    cast, school, round = story
    application = made.fill(made.start(round, cast.outsider), school)
    clients = [sign_in(cast.outsider), sign_in(cast.outsider)]
    path = f"/boldmere/sle/applications/{application.code}/hand-over/"
    answers = at_once(lambda n: clients[n].post(path, {"declared": "on"}))
    assert {answer.status_code for answer in answers} <= {302, 403}
    assert 302 in {answer.status_code for answer in answers}
    application.refresh_from_db()
    assert application.state == "handed_over"
    assert Event.objects.filter(move="hand_over").count() == 1
    for kind in ("application_handed_over", "head_asked", "referee_asked"):
        assert Mail.objects.filter(kind=f"sle.{kind}").count() == 1


@pytest.mark.slow
def test_a_reference_sent_twice_at_once_submits_once(story, sign_in):
    cast, school, round = story
    application = made.hand_over(made.fill(made.start(round, cast.outsider), school))
    head = made.reference_of(application)
    Reference.objects.filter(pk=head.pk).update(**made.HEADS_PART)
    path = f"/boldmere/sle/reference/{made.token_of(head)}/send/"
    clients = [sign_in(None), sign_in(None)]
    answers = at_once(lambda n: clients[n].post(path).status_code)
    assert 302 in answers
    application.refresh_from_db()
    assert application.state == "submitted"
    assert application.submitted_at <= timezone.now()
    assert Event.objects.filter(move__in=("give", "submit")).count() == 2
    assert Mail.objects.filter(kind="sle.application_submitted").count() == 1
