"""Proposals, reasons, ties and approval: rows and exact sentences."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.refusal import Refused
from alliance.workflow.models import Event
from alliance.workflow.notes import notes_about
from sle.models import AreaDecision, RoundArea
from sle.queries.decisions import outcome_rows, targets, ties_at_targets, unexplained_ties
from sle.services import decisions
from sle.states import Outcome
from tests.factories.sle_panel import make_application

pytestmark = pytest.mark.slow


def now():
    return timezone.now()


def test_the_chair_proposes_as_recommended_and_the_director_approves(cast, stage):
    good, poor = make_application(stage.round, "Good One"), make_application(stage.round, "Poor One")
    stage.start_scoring()
    stage.score(good, "Green")
    stage.score(poor, "Red")
    stage.start_deciding()
    assert decisions.propose_as_recommended(round=stage.round, by=stage.chair, now=now()) == 2
    found = AreaDecision.objects.values_list("application_area__application", "outcome", "state")
    assert set(found) == {(good.pk, "designated", "proposed"), (poor.pk, "not_designated", "proposed")}
    stage.approve(cast.director)
    assert set(AreaDecision.objects.values_list("state", "approved_by")) == {("approved", cast.director.pk)}
    assert "**Maths: designated.**" in stage.letter(good).body
    assert "**Maths: not designated this time.**" in stage.letter(poor).body


def test_an_outcome_that_differs_from_the_rule_needs_a_reason_kept_as_a_note(cast, stage):
    application = make_application(stage.round)
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    with pytest.raises(Refused, match="Give a reason where the outcome is not what the panel’s rule recommends"):
        stage.propose(application, Outcome.NOT_DESIGNATED, reason="")
    stage.propose(application, Outcome.NOT_DESIGNATED, reason="The area is full.")
    assert [note.text for note in notes_about(AreaDecision.objects.get())] == ["The area is full."]
    assert "The area is full." not in str(list(Event.objects.values()))


def test_a_reserve_needs_a_day_after_today(cast, stage):
    application = make_application(stage.round)
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    with pytest.raises(Refused, match="Say until when the applicant stays in reserve"):
        stage.propose(application, Outcome.RESERVE)
    until = timezone.localdate() + timedelta(days=90)
    stage.propose(application, Outcome.RESERVE, reserve_until=until)
    assert AreaDecision.objects.get().reserve_until == until


@pytest.fixture
def two_for_one_place(stage):
    """Two applications with the same mean in an area that seeks one."""
    RoundArea.objects.filter(round=stage.round, area__name="Maths").update(target=1)
    level = [make_application(stage.round, "Ann One"), make_application(stage.round, "Ann Two")]
    stage.start_scoring()
    for application in level:
        stage.score(application, "Green")
    stage.start_deciding()
    return level


def test_a_tie_at_a_full_target_needs_a_recorded_reason_before_approval(cast, stage, two_for_one_place):
    one, two = two_for_one_place
    stage.propose(one, Outcome.DESIGNATED)
    assert ties_at_targets(stage.round, outcome_rows(stage.round)) == []
    stage.propose(two, Outcome.NOT_DESIGNATED)
    (tie,) = unexplained_ties(stage.round, outcome_rows(stage.round))
    with pytest.raises(Refused, match="The chair has to record the reason before this can be approved"):
        stage.approve(cast.director)
    with pytest.raises(Refused, match="The chair of the panel records why"):
        decisions.break_tie(round=stage.round, tie=tie, reason="Broader evidence.", by=cast.director)
    decisions.break_tie(round=stage.round, tie=tie, reason="Broader evidence.", by=stage.chair)
    assert unexplained_ties(stage.round, outcome_rows(stage.round)) == []
    stage.approve(cast.director)
    maths = next(t for t in targets(stage.round, outcome_rows(stage.round)) if t.name == "Maths")
    assert (maths.designated, maths.target, maths.reserve) == (1, 1, 0)


def test_deciding_anew_makes_the_recorded_reason_of_a_tie_stale(stage, two_for_one_place):
    one, two = two_for_one_place
    stage.propose(one, Outcome.DESIGNATED)
    stage.propose(two, Outcome.NOT_DESIGNATED)
    (tie,) = unexplained_ties(stage.round, outcome_rows(stage.round))
    decisions.break_tie(round=stage.round, tie=tie, reason="Broader evidence.", by=stage.chair)
    stage.propose(one, Outcome.NOT_DESIGNATED)
    stage.propose(two, Outcome.DESIGNATED)
    assert len(unexplained_ties(stage.round, outcome_rows(stage.round))) == 1
