"""Eligibility: found by answers, head and staff; the letter with the rule."""

import pytest
from django.utils import timezone

from alliance.post.models import Letter, Mail
from alliance.refusal import Refused
from alliance.workflow.models import Note
from sle.services import eligibility as services
from sle.services import rounds
from tests.factories import sle as made


@pytest.fixture
def sent(cast, open_round, penns):
    return made.submitted(open_round, cast.outsider, penns)


@pytest.mark.slow
def test_answers_settle_at_hand_over_and_the_head_at_the_return(cast, handed_over):
    found = dict(handed_over.findings.values_list("rule__automatic", "met"))
    assert found == {"not_head": True, "not_hlta": True, "has_area": True}
    made.return_reference(made.reference_of(handed_over), confirms_years=1, agrees_release=False)
    found = dict(handed_over.findings.values_list("rule__automatic", "met"))
    assert (found["leadership_years"], found["release"]) == (False, False)


@pytest.mark.slow
def test_a_finding_of_staff_is_not_overwritten_by_the_portal(cast, sent):
    rule = sent.round.eligibility_rules.get(automatic="not_head")
    services.settle_rule(
        application=sent, rule=rule, met=False, reason="Acting head since May.", by=cast.lead, now=timezone.now()
    )
    services.settle_automatically(application=sent, who="answers", now=timezone.now())
    finding = sent.findings.get(rule=rule)
    assert (finding.met, finding.found_by) == (False, cast.lead)
    assert Note.objects.get(about="settle").text == "Acting head since May."


@pytest.mark.slow
def test_not_eligible_writes_the_letter_with_the_rule_and_a_mail(cast, sent):
    rule = sent.round.eligibility_rules.get(automatic="not_head")
    services.settle_rule(application=sent, rule=rule, met=False, reason="Acting.", by=cast.lead, now=timezone.now())
    services.find_ineligible(application=sent, by=cast.lead, now=timezone.now())
    letter = Letter.objects.get()
    assert sent.state == "ineligible"
    assert "Not a headteacher or principal" in letter.html
    assert "higher level teaching assistant" not in letter.html
    assert (letter.person, Mail.objects.filter(kind="sle.application_ineligible").count()) == (cast.outsider, 1)


def test_nobody_is_turned_down_without_a_rule_that_is_not_met(cast, sent):
    with pytest.raises(Refused, match="Record first which rule is not met"):
        services.find_ineligible(application=sent, by=cast.lead, now=timezone.now())


def test_eligibility_is_settled_before_scoring_starts(cast, sent):
    rounds.close_round(round=sent.round, by=cast.lead, now=timezone.now())
    type(sent.round).objects.update(state="scoring")
    sent.round.refresh_from_db()
    rule = sent.round.eligibility_rules.first()
    with pytest.raises(Refused, match="before scoring started"):
        services.settle_rule(application=sent, rule=rule, met=True, reason="Ok.", by=cast.lead, now=timezone.now())
