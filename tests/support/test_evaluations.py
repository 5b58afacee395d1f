"""Evaluations: by the school, per planned area, read by those who may, followed up a term later."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.states import Role
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.workflow.notes import notes_about
from sle.queries.reviews import evidence_about
from support.models import REQUEST, Evaluation, Measure, Reading
from support.queries.evaluations import progress_of, share_good
from support.services import evaluations as services
from support.states import DeploymentState, EvaluationState, Grade, RequestState, Way
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.support_evaluations import ask, ended, give

AREA = "Maths"


@pytest.fixture
def work(cast):
    return ended(cast.school, by=cast.lead)


@pytest.fixture
def asked(cast, work):
    return ask(work, by=cast.lead)


def at(evaluation, name="evaluation"):
    return path_to(f"support:{name}", evaluation.alliance, pk=evaluation.pk)


def filled(evaluation, **more):
    line = evaluation.needs.get()
    form = {"revision": evaluation.revision, f"impact-{line.pk}": "good", f"evidence-{line.pk}": "Books show it."}
    return {**form, "effectiveness": "very", "overall": "good", "changed": "", "better": "", **more}


def test_the_school_is_asked_once_work_has_ended_and_days_were_used(cast, work):
    asked = ask(work, by=cast.lead)
    assert [line.need.area.name for line in asked.needs.all()] == [AREA]
    mail = Mail.objects.get(kind="support.evaluation_ask")
    assert mail.email == work.request.contact_email
    assert at(asked) in mail.body
    ask(work, by=cast.lead)
    assert Mail.objects.filter(kind="support.evaluation_ask").count() == 1
    idle = ended(cast.school, by=cast.lead, half_days=0)
    assert ask(idle, by=cast.lead) is None


@pytest.mark.slow
def test_a_draft_is_kept_and_a_stale_tab_shows_both(cast, asked, sign_in):
    client = sign_in(cast.head)
    later = client.post(at(asked), {**filled(asked, overall="", changed="Half of it"), "later": "1"}, follow=True)
    assert "Saved. You can come back to it." in later.content.decode()
    asked.refresh_from_db()
    assert (asked.changed, asked.state, asked.revision) == ("Half of it", EvaluationState.ASKED, 1)
    stale = client.post(at(asked), filled(asked, revision=0, changed="Mine"))
    assert stale.status_code == 409
    assert "Half of it" in stale.content.decode()
    assert "Mine" in stale.content.decode()
    saved = client.post(at(asked, "evaluation_save"), filled(asked, changed="Typed on"))
    assert saved.json()["revision"] == 2
    again = client.post(at(asked, "evaluation_save"), filled(asked, changed="Other"))
    assert again.status_code == 409


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(cast, asked, sign_in):
    answer = sign_in(cast.head).post(at(asked), filled(asked, overall="", changed="Kept"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say how it went over all." in page
    assert "Kept" in page
    asked.refresh_from_db()
    assert asked.changed == "Kept"
    with pytest.raises(Refused, match="Missing: How it went over all"):
        services.give_evaluation(evaluation=asked, by=cast.head, now=timezone.now())


@pytest.mark.slow
def test_the_school_gives_it_and_leader_and_staff_read_it(cast, asked, sign_in):
    sign_in(cast.head).post(at(asked), filled(asked, better="More time"))
    asked.refresh_from_db()
    assert (asked.state, asked.given_by, asked.overall) == (EvaluationState.GIVEN, cast.head, Grade.GOOD)
    leader = asked.deployment.supporter.person
    assert Mail.objects.get(kind="support.evaluation_given").email == leader.email
    assert "Over all: Good." in Mail.objects.filter(kind="support.evaluation_read").first().body
    for person in (leader, cast.director, cast.coordinator):
        assert "More time" in sign_in(person).get(at(asked)).content.decode()
    evidence = [one.title for one in evidence_about(leader, cast.alliance)]
    assert evidence == ["Boldmere Junior School: good"]
    today = timezone.localdate()
    assert share_good(cast.alliance, today, today) == (1, 1)
    with pytest.raises(Refused, match="has been given"):
        services.save_evaluation(evaluation=asked, revision=1, values={}, by=cast.head, now=timezone.now())


@pytest.mark.slow
def test_the_home_school_and_others_do_not_read_it(cast, asked, sign_in):
    give(asked, by=cast.head)
    head = PersonFactory()
    home = asked.deployment.home_school
    MembershipFactory(alliance=cast.alliance, person=head, role=Role.HEADTEACHER, school=home)
    for person in (head, cast.commissioner, cast.board, cast.teacher):
        answer = sign_in(person).get(at(asked))
        assert answer.status_code == 403
        assert "read by the supported school, the leader and the alliance" in answer.content.decode()
    assert sign_in(cast.other_director).get(path_to("support:evaluation", cast.other, pk=asked.pk)).status_code == 404
    gained = path_to("support:deployment_gained", cast.alliance, pk=asked.deployment_id)
    sign_in(head).post(gained, {"text": "Our own maths got better."})
    sign_in(asked.deployment.supporter.person).post(gained, {"text": "I learned to coach."})
    asked.refresh_from_db()
    assert (asked.home_gained, asked.gained) == ("Our own maths got better.", "I learned to coach.")


@pytest.mark.slow
def test_the_leader_comments_once(cast, asked, sign_in):
    leader = asked.deployment.supporter.person
    client = sign_in(leader)
    assert client.get(at(asked, "evaluation_comment")).status_code == 403
    give(asked, by=cast.head)
    client.post(at(asked, "evaluation_comment"), {"text": "Thank you."})
    asked.refresh_from_db()
    assert asked.leader_says == "Thank you."
    assert "Your comment stands already." in client.post(at(asked, "evaluation_comment")).content.decode()


@pytest.mark.slow
def test_staff_note_what_they_did_and_nobody_else_reads_it(cast, asked, sign_in):
    give(asked, by=cast.head)
    client = sign_in(cast.lead)
    assert "Read the evaluation of" in client.get(path_to("web:inbox", cast.alliance)).content.decode()
    client.post(at(asked, "evaluation_settle"), {"done": "Rang the head."})
    asked.refresh_from_db()
    assert asked.state == EvaluationState.SETTLED
    assert [note.text for note in notes_about(asked)] == ["Rang the head."]
    assert "Rang the head." not in sign_in(cast.head).get(at(asked)).content.decode()
    assert "Read the evaluation of" not in client.get(path_to("web:inbox", cast.alliance)).content.decode()


def test_a_term_later_the_school_says_what_has_lasted(cast, asked, sign_in):
    give(asked, by=cast.head)
    with pytest.raises(Refused, match="a term after its evaluation"):
        services.follow_up(evaluation=asked, lasted="all", text="All of it", by=cast.head, now=timezone.now())
    later = timezone.now() + timedelta(days=300)
    services.remind_of_evaluations(cast.alliance, later)
    services.remind_of_evaluations(cast.alliance, later + timedelta(days=1))
    assert Mail.objects.filter(kind="support.follow_up_ask").count() == 1
    services.follow_up(evaluation=asked, lasted="all", text="All of it", by=cast.head, now=later)
    with pytest.raises(Refused, match="has been answered"):
        services.follow_up(evaluation=asked, lasted="all", text="Again", by=cast.head, now=later)


def test_a_school_that_says_nothing_is_reminded_once_after_a_fortnight(cast, asked):
    for days in (13, 15, 16):
        services.remind_of_evaluations(cast.alliance, timezone.now() + timedelta(days=days))
    assert Mail.objects.filter(kind="support.evaluation_remind").count() == 1


@pytest.mark.slow
def test_measures_are_read_again_against_their_baseline(cast, work, sign_in):
    need = work.needs.get().need
    measure = Measure.objects.create(
        alliance=cast.alliance,
        need=need,
        name="Expected standard",
        unit="%",
        source="Statutory results",
        baseline=Decimal(52),
        baseline_on=date(2025, 7, 1),
        target=Decimal(65),
    )
    page = path_to("support:measure_read", cast.alliance, pk=measure.pk)
    client, form = sign_in(cast.head), {"value": "61.5", "source": "Statutory results"}
    early = client.post(page, {**form, "on_0": "1", "on_1": "7", "on_2": "2025"})
    assert "This is not after the day of the baseline." in early.content.decode()
    client.post(page, {**form, "on_0": "1", "on_1": "7", "on_2": "2026"})
    again = client.post(page, {**form, "on_0": "1", "on_1": "7", "on_2": "2026"})
    assert "There is a value for this day already." in again.content.decode()
    assert [one.way for one in progress_of(work.request)] == [Way.BETTER]
    outcomes = path_to("support:request_outcomes", cast.alliance, code=work.request.code)
    shown = client.get(outcomes).content.decode()
    assert "61.50 %" in shown
    assert 'role="img"' in shown
    assert sign_in(cast.teacher).get(outcomes).status_code == 403
    assert Reading.objects.get().written_by == cast.head


def test_nobody_evaluates_their_own_work(cast, work):
    work.supporter.person = cast.head
    work.supporter.save()
    asked = ask(work, by=cast.lead)
    with pytest.raises(Refused, match="Nobody evaluates their own work"):
        services.give_evaluation(evaluation=asked, by=cast.head, now=timezone.now())
    give(asked, by=cast.coordinator)
    assert Evaluation.objects.get().given_by == cast.coordinator
    assert work.state == DeploymentState.ENDED


def test_the_request_is_closed_once_every_evaluation_was_read(cast, asked):
    request = asked.deployment.request
    REQUEST.apply(request, "finish", by=cast.lead)
    services.close_when_evaluated(request=request, by=cast.lead, now=timezone.now())
    assert request.state == RequestState.EVALUATING
    give(asked, by=cast.head)
    services.settle_evaluation(evaluation=asked, done="", by=cast.lead, now=timezone.now())
    request.refresh_from_db()
    assert (request.state, request.ended_at is not None) == (RequestState.CLOSED, True)
