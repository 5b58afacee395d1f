"""The page of equality questions: the applicant's own, kept nowhere but in its rows."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from alliance.equality.models import Answer
from alliance.workflow.models import Event
from sle.models import Round
from sle.services.applications import withdraw
from sle.services.rounds import cancel_round
from tests.factories import sle as made


@pytest.fixture
def draft(cast):
    return made.start(made.make_round(cast.lead, cast.alliance), cast.outsider)


@pytest.fixture
def page(cast, draft):
    return reverse("equality:answers", kwargs={"alliance": cast.alliance.slug, "app": "sle", "code": draft.code})


@pytest.mark.slow
def test_the_applicant_answers_changes_and_removes(cast, draft, page, sign_in):
    client = sign_in(cast.outsider)
    assert "Who sees your answers" in client.get(page).content.decode()
    told = client.post(page, {"sex_1": "female", "age_1": "30_39", "religion_1": ""}, follow=True).content.decode()
    assert "Thank you. Nobody who decides sees what you answered." in told
    assert sorted(Answer.objects.values_list("question", "choice")) == [("age_1", "30_39"), ("sex_1", "female")]
    assert 'value="female" checked' in client.get(page).content.decode()
    client.post(page, {"sex_1": "male"})
    assert list(Answer.objects.values_list("question", "choice")) == [("sex_1", "male")]
    client.post(page, {"remove": "1"})
    assert not Answer.objects.exists()


def test_what_is_no_answer_is_told(cast, page, sign_in):
    answer = sign_in(cast.outsider).post(page, {"sex_1": "nonsense"})
    assert answer.status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize("role", ["director", "administrator", "lead", "head", "teacher", "operator"])
def test_nobody_else_comes_to_it(cast, page, sign_in, role):
    answer = sign_in(getattr(cast, role)).get(page)
    assert answer.status_code == 403
    assert "only by the person whose application it is" in answer.content.decode()
    assert sign_in(getattr(cast, role)).post(page, {"sex_1": "female"}).status_code == 403
    assert not Answer.objects.exists()


def test_it_is_not_kept_when_a_session_has_expired(cast, page, client):
    answer = client.post(page, {"sex_1": "female"}, headers={"Sec-Fetch-Mode": "navigate"})
    assert answer.status_code == 302
    assert page in answer["Location"].replace("%2F", "/")
    assert not any("typed" in session.get_decoded() for session in Session.objects.all())


def test_it_leaves_no_event(cast, page, sign_in):
    before = Event.objects.count()
    sign_in(cast.outsider).post(page, {"sex_1": "female"})
    assert Event.objects.count() == before


def test_withdrawing_takes_the_answers_along(cast, draft, page, sign_in, django_capture_on_commit_callbacks):
    client = sign_in(cast.outsider)
    client.post(page, {"sex_1": "female"})
    withdraw(application=draft, by=cast.outsider, now=draft.started_at)
    assert not Answer.objects.exists()
    assert client.get(page).status_code == 404


@pytest.mark.slow
def test_after_a_cancelled_round_nothing_can_be_answered(cast, draft, page, sign_in):
    client = sign_in(cast.outsider)
    client.post(page, {"sex_1": "female"})
    cancel_round(round=Round.objects.get(pk=draft.round_id), reason="No need.", by=cast.lead, now=draft.started_at)
    assert not Answer.objects.exists()
    assert "your answers are deleted" in client.get(page).content.decode()
    assert client.post(page, {"sex_1": "female"}).status_code == 403
