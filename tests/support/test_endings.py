"""Work rests, ends and is handed over; the review is written down; a concern is seen by staff alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.post.models import Mail
from alliance.refusal import Refused
from support.models import Concern, Deployment, Request, Visit
from support.queries.endings import concerns_about, open_concerns, to_review
from support.services import concerns, deployments, endings, triage, visits
from support.states import DeploymentState, RequestState, VisitState
from tests.factories.support_work import active, at_work, offered, proposed, recorded, visited


@pytest.mark.slow
def test_while_work_rests_no_visit_is_written_down(cast):
    deployment = at_work(cast)
    endings.pause_deployment(deployment=deployment, reason="Until half term.", by=cast.lead, now=timezone.now())
    with pytest.raises(Refused, match="It is: paused"):
        visited(deployment)
    assert Mail.objects.filter(kind="support.work_paused").count() == 2
    endings.resume_deployment(deployment=deployment, by=cast.lead, now=timezone.now())
    assert visited(deployment).pk


@pytest.mark.slow
def test_an_early_end_has_a_reason_and_the_last_one_begins_the_evaluation(cast):
    deployment = at_work(cast, half_days=2)
    recorded(deployment, half_days=1)
    begins = timezone.now() + timedelta(days=3)
    visits.plan_visit(
        deployment=deployment,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        half_days=1,
        place="",
        details="",
        by=cast.lead,
        now=timezone.now(),
    )
    end = {"deployment": deployment, "on": timezone.localdate(), "by": cast.lead, "now": timezone.now()}
    with pytest.raises(Refused, match="say why it ends early"):
        endings.end_deployment(reason="", replaced=False, **end)
    endings.end_deployment(reason="The school closes.", replaced=False, **end)
    assert (deployment.state, Request.objects.get().state) == (DeploymentState.ENDED, RequestState.EVALUATING)
    assert Visit.objects.filter(state=VisitState.CALLED_OFF).count() == 1
    assert Mail.objects.filter(kind="diary.called_off").count() == 2


@pytest.mark.slow
def test_all_days_used_need_no_reason(cast):
    deployment = at_work(cast, half_days=1)
    recorded(deployment, half_days=1)
    end = {"on": timezone.localdate(), "reason": "", "replaced": False, "by": cast.lead, "now": timezone.now()}
    endings.end_deployment(deployment=deployment, **end)
    assert Request.objects.get().state == RequestState.EVALUATING


@pytest.mark.slow
def test_another_leader_takes_over_under_the_same_request(cast):
    deployment = at_work(cast)
    end = {"on": timezone.localdate(), "reason": "Moves away.", "by": cast.lead, "now": timezone.now()}
    endings.end_deployment(deployment=deployment, replaced=True, **end)
    request = Request.objects.get()
    assert request.state == RequestState.ACTIVE
    other = offered(cast, request=request)
    deployments.choose_leaders(request=request, chosen=[other], by=cast.head, now=timezone.now())
    other.refresh_from_db()
    assert (other.state, Request.objects.get().state) == (DeploymentState.CHOSEN, RequestState.ACTIVE)


@pytest.mark.slow
def test_a_cancelled_request_asks_and_expects_nobody(cast):
    agreement = proposed(cast)
    triage.cancel_request(request=agreement.request, reason="The school has closed.", by=cast.lead, now=timezone.now())
    agreement.refresh_from_db()
    assert agreement.state == "replaced"
    assert Deployment.objects.get().state == DeploymentState.DROPPED
    assert not Mail.objects.filter(kind="support.agreement_ask", state="waiting").exists()


@pytest.mark.slow
def test_the_mid_term_review_is_due_and_written_down(cast):
    deployment = active(cast)
    request = deployment.request
    today = timezone.localdate()
    assert to_review(today) == []
    assert to_review(today + timedelta(days=61)) == [request]
    with pytest.raises(Refused, match="The leader or the alliance"):
        endings.hold_review(request=request, on=today, found="Good.", by=cast.head, now=timezone.now())
    leader = deployment.supporter.person
    endings.hold_review(request=request, on=today, found="Half of it is reached.", by=leader, now=timezone.now())
    assert to_review(today + timedelta(days=61)) == []


@pytest.mark.slow
def test_a_concern_is_seen_by_staff_and_by_nobody_else(cast, client):
    deployment = active(cast)
    request, leader = deployment.request, deployment.supporter.person
    with pytest.raises(Refused):
        concerns.raise_concern(request=request, words="X", by=cast.teacher, now=timezone.now())
    words = "The leader came late three times."
    concern = concerns.raise_concern(request=request, words=words, by=cast.head, now=timezone.now())
    mail = Mail.objects.get(kind="support.concern")
    assert (words in mail.body, cast.head.name in mail.body) == (False, False)
    assert [concerns_about(person, request) for person in (cast.head, leader, cast.commissioner)] == [[], [], []]
    assert open_concerns(cast.lead) == [concern]
    page = path_to("support:request", cast.alliance, code=request.code)
    for person, sees in ((cast.lead, True), (cast.head, False), (leader, False)):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert (b"Told in confidence" in client.get(page).content) is sees
    concerns.settle_concern(concern=concern, words="Spoke to both.", by=cast.director, now=timezone.now())
    assert Concern.objects.get().settled_at is not None
    assert open_concerns(cast.lead) == []
