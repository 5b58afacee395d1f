"""Appeals that come on paper, and those against not being eligible."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels.queries import exercise_about
from alliance.post.models import Letter, Mail
from alliance.refusal import Refused
from sle.models import Appeal, Application
from sle.plugs.outcomes import invariants
from sle.queries.decisions import outcome_rows
from sle.rules import appeals as rules
from sle.rules.independence import may_hear
from sle.services import eligibility, panel, release
from sle.services.appeals import hearing, paper
from sle.states import Outcome, Remedy
from tests.factories import sle_appeal as made
from tests.factories.sle_panel import make_application

pytestmark = pytest.mark.slow


def now():
    return timezone.now()


@pytest.fixture
def refused(cast):
    """Somebody who was not designated, and the stage of their round."""
    return made.make_refused(cast)


def posted(received, **said):
    """What staff type in of a paper that came at this time."""
    day = timezone.localtime(received)
    at = {"received_at_0": str(day.day), "received_at_1": str(day.month), "received_at_2": str(day.year)}
    return {**at, "received_at_3": f"{day:%H:%M}", "kept": "By post; in the folder.", **said}


def test_an_appeal_on_paper_is_lodged_as_of_when_it_came(cast, refused, sign_in):
    application = refused[1]
    url = path_to("sle:appeal_enter", cast.alliance, code=application.code)
    client = sign_in(cast.director)
    late = timezone.make_aware(datetime.combine(rules.last_day(application), time(9))) + timedelta(days=1)
    for received, sentence in (
        (late, "cannot have been received in the future"),
        (now() - timedelta(hours=1), "on at least one ground"),
    ):
        said = {} if received < now() else {"ground-1": "Two scored it."}
        page = client.post(url, posted(received, **said))
        assert page.status_code == 422
        assert sentence in page.content.decode()
        assert "By post; in the folder." in page.content.decode()
    assert not Appeal.objects.exists()
    begun = made.begin(application)
    long = "Two scored it. " * 400
    assert client.post(url, posted(now() - timedelta(hours=1), **{"ground-1": long})).status_code == 302
    appeal = Appeal.objects.get()
    assert (appeal.pk, appeal.state) == (begun.pk, "lodged")
    assert appeal.lodged_at < now() - timedelta(minutes=50)
    assert appeal.grounds.get(position=1).statement == long
    assert Mail.objects.filter(person=application.applicant, kind="sle.appeal_lodged").count() == 1
    own = sign_in(application.applicant).get(path_to("sle:appeal", cast.alliance, code=appeal.code)).content.decode()
    assert f"Typed in by {cast.director.name}" in own
    assert client.get(url).status_code == 403  # there is one already


def test_a_paper_that_came_after_the_last_day_is_refused(cast, refused):
    application = refused[1]
    later = timezone.make_aware(datetime.combine(rules.last_day(application), time(9))) + timedelta(days=2)
    given = {"statements": {1: "Two scored it."}, "kept": "By post.", "by": cast.director, "now": later}
    with pytest.raises(paper.WrongTime, match="this paper came too late"):
        paper.enter_appeal(against=application, received_at=later - timedelta(hours=3), **given)
    paper.enter_appeal(against=application, received_at=later - timedelta(days=2), **given)
    assert Appeal.objects.get().state == "lodged"


def test_whoever_could_not_arrange_the_hearing_types_in_no_appeal(cast, refused):
    review = made.make_ended(cast)  # proposed by the lead, approved by the director
    assert rules.may_enter_appeal(cast.administrator, review) is None
    for person, against in ((cast.director, review), (cast.lead, refused[1]), (refused[1].applicant, refused[1])):
        assert "director or administrator who is free" in rules.may_enter_appeal(person, against).sentence


def ineligible(cast, stage):
    """Found not eligible by the lead, because of the one rule of the round."""
    application = make_application(stage.round, "Ines Able")
    rule = stage.round.eligibility_rules.get()
    eligibility.settle_rule(application=application, rule=rule, met=False, reason="No area.", by=cast.lead, now=now())
    eligibility.find_ineligible(application=application, by=cast.lead, now=now())
    return application


def settle(application, by):
    rule = application.round.eligibility_rules.get()
    again = Application.objects.select_related("round").get(pk=application.pk)
    eligibility.settle_rule(application=again, rule=rule, met=True, reason="It names maths.", by=by, now=now())


def test_an_upheld_appeal_has_eligibility_settled_again_and_the_rounds_panel_gets_it(cast, stage):
    application = ineligible(cast, stage)
    case = made.lodge(application)
    assert "they settled its eligibility" in may_hear(cast.lead, case).sentence
    case = made.find(made.arrange(case, cast.director), Remedy.ELIGIBILITY)
    with pytest.raises(Refused, match="once the application is submitted"):
        settle(application, cast.director)
    hearing.release_appeal(appeal=case, by=cast.director, now=now())
    application.refresh_from_db()
    assert application.state == "submitted"
    settle(application, cast.director)
    panel.hand_over(round=stage.round, by=cast.lead, now=now())
    assert stage.entry(application)
    assert exercise_about(case) is None


def test_a_second_letter_of_not_eligible_is_final_and_names_no_way_to_appeal(cast, stage):
    application = ineligible(cast, stage)
    case = made.find(made.arrange(made.lodge(application), cast.director), Remedy.ELIGIBILITY)
    hearing.release_appeal(appeal=case, by=cast.director, now=now())
    application.refresh_from_db()
    eligibility.find_ineligible(application=application, by=cast.director, now=now())
    letters = Letter.objects.filter(about_type="sle.application", about_id=application.pk).order_by("pk")
    first, second = letters.filter(kind__startswith="sle.ineligible")
    assert "Lodge the appeal" in first.html
    assert "appealed against once, so this one is final" in second.html
    assert "Lodge" not in second.html
    assert stage.round.eligibility_rules.get().text in second.html
    assert "appealed already" in rules.may_start_appeal(application.applicant, application, now()).sentence


def test_where_the_rounds_panel_has_finished_it_goes_to_a_panel_of_its_own(cast, stage):
    other = make_application(stage.round, "Alex Okafor")
    application = ineligible(cast, stage)
    case = made.lodge(application)
    stage.start_scoring()
    stage.score(other, "Green")
    stage.start_deciding()
    stage.propose(other, Outcome.DESIGNATED)
    stage.approve(cast.director)
    stage.approve_letters(other)
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    case = made.find(made.arrange(case, cast.director), Remedy.ELIGIBILITY)
    hearing.release_appeal(appeal=case, by=cast.director, now=now())
    settle(application, cast.director)
    own = exercise_about(case)
    assert own.entries.get().candidate_id == application.pk
    assert [row.application for row in outcome_rows(stage.round) if row.is_open] == [application]
    assert list(invariants(cast.alliance)) == []
