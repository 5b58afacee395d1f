"""Staff who apply in a round of their own alliance see nothing of the others until its outcomes are released."""

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.outbox.queries import mails_open_to
from alliance.panels import queries as panels
from alliance.panels.models import Entry
from alliance.portal import portals
from sle.models import Application
from sle.rules.applications import may_see_application, may_see_applications
from sle.rules.closed import APPLIES_HERE, closed_round
from sle.rules.decisions import deciders, may_see_decisions
from sle.rules.letters import may_release, may_see_letters
from sle.rules.panel import may_run_panel
from sle.services import panel
from tests.factories import sle as made


@pytest.fixture
def rival(cast, handed_over):
    """The administrator's own application in the round in which the outsider has handed over theirs."""
    return made.start(handed_over.round, cast.administrator)


@pytest.fixture
def exercise(cast, handed_over):
    """The round’s panel, with the outsider's application on it."""
    found = panel.open_panel(round=handed_over.round, by=cast.lead)
    Entry.objects.create(alliance=cast.alliance, exercise=found, candidate_id=handed_over.pk, code="SLE-01")
    return found


def waits_for(person, alliance):
    return [item.title for p in portals() if p.inbox for item in p.inbox(person, alliance)]


@pytest.mark.slow
def test_the_round_is_closed_to_staff_who_apply_in_it_and_to_nobody_else(cast, rival):
    round = rival.round
    asked = (may_see_applications, may_run_panel, may_see_letters, may_see_decisions, may_release)
    assert [rule(cast.administrator, round) for rule in asked] == [APPLIES_HERE] * 5
    assert [rule(cast.director, round) for rule in asked[:4]] == [None] * 4
    assert may_see_application(cast.administrator, rival) is None


@pytest.mark.slow
def test_a_director_who_applies_approves_nobody_and_the_free_administrator_does(cast, handed_over):
    made.start(handed_over.round, cast.director)
    assert deciders(handed_over.round).approvers(handed_over.pk, None) == (cast.administrator.pk,)


@pytest.mark.slow
def test_a_withdrawn_application_opens_the_round_again_and_so_does_the_release(cast, rival):
    rival.round.__dict__["state"] = "released"
    assert closed_round(cast.administrator, rival.round) is None
    rival.round.__dict__["state"] = "deciding"
    assert closed_round(cast.administrator, rival.round) == APPLIES_HERE
    Application.objects.filter(pk=rival.pk).update(state="withdrawn")
    assert closed_round(cast.administrator, rival.round) is None


@pytest.mark.slow
def test_every_page_of_the_round_is_closed(cast, rival, handed_over, client):
    client.force_login(cast.administrator)
    at = {"alliance": cast.alliance, "pk": rival.round_id}
    for name in ("application_list", "chase_list", "round_panel", "decision_list", "round_release"):
        answer = client.get(path_to(f"sle:{name}", **at))
        assert (name, answer.status_code) == (name, 403)
        assert APPLIES_HERE.sentence.split(",")[0] in answer.content.decode()
    assert client.get(path_to("sle:application", cast.alliance, code=handed_over.code)).status_code == 403
    page = client.get(path_to("sle:round", **at)).content.decode()
    assert "You have applied in this round yourself" in page
    assert "All applications" not in page
    assert cast.outsider.name not in page


@pytest.mark.slow
def test_the_panel_does_not_exist_for_them(cast, rival, exercise, client):
    assert panels.view_of(cast.director, exercise).runs
    assert panels.view_of(cast.administrator, exercise) is None
    assert [one for one, _ in panels.exercises_of(cast.director, cast.alliance)] == [exercise]
    assert list(panels.exercises_of(cast.administrator, cast.alliance)) == []
    client.force_login(cast.administrator)
    assert client.get(path_to("panels:exercise", cast.alliance, pk=exercise.pk)).status_code == 404


@pytest.mark.slow
def test_mails_about_the_others_are_not_in_their_outbox_nor_owed_in_their_inbox(cast, handed_over):
    def others(person):
        mails = mails_open_to(person, cast.alliance).filter(about_type__in=("sle.application", "sle.reference"))
        return mails.exclude(person=cast.administrator)  # the mail about their own application is theirs to see

    assert others(cast.administrator).exists()
    made.start(handed_over.round, cast.administrator)
    assert not others(cast.administrator).exists()
    assert others(cast.director).exists()
    handed_over.references.update(state="checking", asked_at=timezone.now())
    name = handed_over.references.first().name
    assert f"Confirm the address of {name}" in waits_for(cast.director, cast.alliance)
    assert f"Confirm the address of {name}" not in waits_for(cast.administrator, cast.alliance)
