"""Interviews: nothing is written down before its time, and what was written down can be corrected on the record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.refusal import Refused
from alliance.times import in_words
from alliance.workflow.models import Event
from alliance.workflow.notes import notes_about
from sle.models import Interview
from sle.services import interviews
from sle.services.interviews import Finding
from sle.states import Outcome
from tests.factories.sle_panel import make_application, make_rubric, make_stage

pytestmark = pytest.mark.slow


def now():
    return timezone.now()


@pytest.fixture
def held_soon(cast):
    """Alex is invited to an interview in an hour: the stage, the application, the interview."""
    rubric = make_rubric(cast.alliance, cast.lead)
    stage = make_stage(cast.alliance, cast.lead, interviews=True, interview_rubric=rubric)
    application = make_application(stage.round)
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    application.round = stage.round
    slot = {"starts_at": now() + timedelta(hours=1), "place": "Room 4", "details": ""}
    return stage, application, interviews.invite(application=application, **slot, by=cast.lead, now=now())


def found(interview, level, comment=""):
    """The same level on every criterion."""
    rubric = interview.application.round.interview_rubric
    given = rubric.levels.get(name=level)
    return [Finding(criterion, given, comment) for criterion in rubric.criteria.all()]


def levels(interview):
    return set(interview.scores.values_list("level__name", "comment"))


def test_how_it_went_is_not_written_down_before_its_time(cast, held_soon):
    _, _, interview = held_soon
    sentence = f"This interview is on {in_words(interview.starts_at)}: how it went can be written down afterwards."
    with pytest.raises(Refused) as refused:
        interviews.record_result(interview=interview, findings=found(interview, "Green"), by=cast.lead, now=now())
    assert refused.value.refusal.sentence == sentence
    with pytest.raises(Refused) as refused:
        interviews.miss_interview(interview=interview, by=cast.lead, now=now())
    assert refused.value.refusal.sentence == sentence
    assert (Interview.objects.get().state, levels(interview)) == ("invited", set())
    at = interview.starts_at
    interviews.record_result(interview=interview, findings=found(interview, "Green"), by=cast.lead, now=at)
    assert (Interview.objects.get().state, levels(interview)) == ("held", {("Green", "")})


def test_a_result_is_corrected_with_its_reason_until_an_outcome_is_approved(cast, held_soon):
    stage, application, interview = held_soon
    interviews.record_result(
        interview=interview, findings=found(interview, "Green", "Calm."), by=cast.lead, now=interview.starts_at
    )
    new = {"interview": interview, "findings": found(interview, "Amber", "Nervous."), "by": cast.lead, "now": now()}
    interviews.correct_result(**new, reason="I mixed up two people.")
    assert levels(interview) == {("Amber", "Nervous.")}
    note = notes_about(interview, "correct").get()
    assert note.text.startswith("I mixed up two people.\nBefore:\n")
    assert note.text.count(": Green. Calm.") == len(new["findings"])
    assert "mixed up" not in str(list(Event.objects.values()))
    stage.propose(application, Outcome.WITH_SUPPORT)
    interviews.correct_result(**new, reason="A word was wrong.")
    stage.approve(cast.director)
    with pytest.raises(Refused, match="is approved already, so what the interview found stands"):
        interviews.correct_result(**new, reason="Once more.")
    stage.propose(application, Outcome.NOT_DESIGNATED)
    interviews.correct_result(**new, reason="Once more.")
    assert notes_about(interview, "correct").count() == 3


def test_who_was_thought_to_have_stayed_away_can_have_come(cast, held_soon, sign_in):
    stage, application, interview = held_soon
    Interview.objects.update(starts_at=now() - timedelta(hours=1))
    interview.refresh_from_db()
    interviews.miss_interview(interview=interview, by=cast.lead, now=now())
    lead, code = sign_in(cast.lead), application.code
    at = {"alliance": cast.alliance, "code": code}
    shown = lead.get(path_to("sle:interview_list", cast.alliance, pk=stage.round.pk)).content.decode()
    assert path_to("sle:interview_correct", **at) in shown
    given = {f"level_{finding.criterion.pk}": finding.level.pk for finding in found(interview, "Red")}
    answer = lead.post(path_to("sle:interview_correct", **at), given)
    assert answer.status_code == 422
    assert "Give the reason, for the record." in answer.content.decode()
    lead.post(path_to("sle:interview_correct", **at), {**given, "reason": "She was in the other room."})
    assert (Interview.objects.get().state, levels(interview)) == ("held", {("Red", "")})
    assert notes_about(interview, "correct").get().text.endswith("Before:\nDid not attend")
