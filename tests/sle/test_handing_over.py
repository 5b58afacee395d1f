"""Dossiers of a closed round: what the panel is handed, and when scoring starts and ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.panels.models import Dossier, Entry
from alliance.refusal import Refused
from sle.models import AdjustmentRequest, EligibilityFinding
from sle.queries.decisions import outcome_rows
from sle.queries.panel import missing_before_scoring
from sle.services import panel
from tests.factories.sle_panel import make_application, make_stage

pytestmark = pytest.mark.slow


def now():
    return timezone.now()


def test_a_dossier_holds_answers_references_and_only_the_arrangement_of_an_adjustment(cast, stage):
    application = make_application(stage.round)
    AdjustmentRequest.objects.create(
        alliance=cast.alliance, application=application, request="I am ill.", arrangement="Large print was allowed."
    )
    assert panel.hand_over(round=stage.round, by=cast.lead, now=now()) == 1
    sections = {s["key"]: s for s in Dossier.objects.get(entry__candidate_id=application.pk).sections}
    assert list(sections) == ["q1", "q2", "head", "second", "arrangement"]
    assert sections["q1"]["text"] == "I led q1."
    assert sections["second"]["text"] == "Supports the application strongly.\n\nVery good work."
    assert sections["arrangement"]["text"] == "Large print was allowed."
    assert "I am ill." not in str(sections)
    assert Entry.objects.get(candidate_id=application.pk).areas == ["Maths"]


def test_nobody_is_handed_over_twice(cast, stage):
    make_application(stage.round)
    assert [panel.hand_over(round=stage.round, by=cast.lead, now=now()) for _ in range(2)] == [1, 0]


def test_a_missing_second_reference_is_shown_and_does_not_block(cast, stage):
    application = make_application(stage.round)
    application.references.filter(kind="second").update(state="asked")
    assert panel.hand_over(round=stage.round, by=None, now=now()) == 1
    sections = Dossier.objects.get().sections
    assert sections[-1]["text"] == "This reference was not received."


def test_an_application_waits_for_references_that_may_still_come(cast):
    stage = make_stage(cast.alliance, cast.lead, references_by=now() + timedelta(days=3))
    application = make_application(stage.round)
    application.references.filter(kind="second").update(state="asked")
    assert panel.hand_over(round=stage.round, by=None, now=now()) == 0
    assert "Alex Okafor: references are open, so the dossier is not frozen yet." in missing_before_scoring(
        stage.round, now()
    )
    assert panel.hand_over(round=stage.round, by=None, now=now() + timedelta(days=4)) == 1


def test_the_check_list_names_whose_eligibility_is_open(cast, stage):
    application = make_application(stage.round)
    EligibilityFinding.objects.filter(application=application).delete()
    assert panel.hand_over(round=stage.round, by=cast.lead, now=now()) == 0
    with pytest.raises(Refused, match="Alex Okafor: not every rule of eligibility is settled"):
        panel.start_scoring(round=stage.round, by=cast.lead, now=now())
    stage.round.refresh_from_db()
    assert stage.round.state == "closed"


def test_scoring_starts_only_with_cleared_dossiers(cast, stage):
    make_application(stage.round)
    with pytest.raises(Refused, match="1 dossier is not cleared yet"):
        panel.start_scoring(round=stage.round, by=cast.lead, now=now())
    assert not Entry.objects.exists()
    stage.start_scoring()
    stage.exercise.refresh_from_db()
    assert (stage.round.state, stage.exercise.state) == ("scoring", "scoring")


def test_scoring_cannot_end_while_somebody_still_scores(cast, stage):
    make_application(stage.round)
    stage.start_scoring()
    with pytest.raises(Refused, match="not scored by everybody yet"):
        panel.start_deciding(round=stage.round, by=cast.lead, now=now())
    stage.round.refresh_from_db()
    assert stage.round.state == "scoring"


def test_who_sits_on_the_panel_runs_nothing(cast, stage):
    stage.sit("Lena Lead", "scorer", person=cast.lead)
    with pytest.raises(Refused, match="You are on this round’s panel"):
        panel.start_scoring(round=stage.round, by=cast.lead, now=now())


def test_a_withdrawn_application_leaves_the_panel_and_its_letter_is_void(cast, stage):
    application, other = make_application(stage.round), make_application(stage.round, "Bea Moss")
    stage.start_scoring()
    for one in (application, other):
        stage.score(one, "Green")
    stage.start_deciding()
    panel.withdraw_from_panel(application=application, now=now())
    assert [row.application for row in outcome_rows(stage.round)] == [other]
    assert stage.letter(application).state == "void"
