"""The home head is asked first, then the leader, then the school chooses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.links import mint
from alliance.members.states import Role
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.web.queries import inbox_of
from alliance.workflow.notes import notes_about
from support.kinds.deployments import RELEASE_LINK
from support.models import Deployment, Request
from support.services import deployments, releases
from support.services.reminders import remind_of_answers
from support.states import DeploymentState, RequestState
from tests.factories.people import MembershipFactory
from tests.factories.support import make_deployment, make_request, make_supporter
from tests.factories.support_work import HOME_HEAD, answer, chosen, leader_asked, offered, planned, release_asked


def mails(kind: str) -> list[str]:
    return list(Mail.objects.filter(kind=f"support.{kind}").order_by("pk").values_list("email", flat=True))


def titles(person, alliance) -> list[str]:
    inbox = inbox_of(person, alliance, timezone.now())
    return [owed.item.title for owed in inbox.owed] + [item.title for item in (*inbox.waiting, *inbox.lately)]


def test_the_home_head_is_asked_before_the_leader_hears_of_it(cast):
    made = release_asked(cast)
    assert (made.state, made.head_email) == (DeploymentState.RELEASE_ASKED, HOME_HEAD)
    assert mails("release_ask") == [HOME_HEAD]
    assert mails("leader_ask") == []
    answer(made)
    assert (made.state, made.conditions) == (DeploymentState.LEADER_ASKED, "Not on Mondays.")
    assert mails("leader_ask") == [made.supporter.person.email]


def test_a_refusal_comes_with_a_reason_tells_staff_and_not_the_leader(cast):
    made = release_asked(cast)
    answer(made, agrees=False, words="We are short of staff.")
    assert made.state == DeploymentState.NOT_RELEASED
    assert mails("release_refuse") == [cast.lead.email]
    assert mails("leader_ask") == []
    assert notes_about(made, "refuse_release").get().text == "We are short of staff."
    # Somebody else can be planned at once, the same leader too.
    assert make_deployment(made.request, made.supporter, by=cast.lead).pk


def test_where_nobody_is_known_to_be_the_head_staff_name_them(cast):
    request = make_request(cast.alliance, cast.school, state=RequestState.MATCHING)
    made = make_deployment(request, make_supporter(cast.alliance), by=cast.lead)
    with pytest.raises(Refused, match="Name them first"):
        releases.ask_release(deployment=made, by=cast.lead, now=timezone.now())
    named = {"deployment": made, "how": "Rang the office.", "by": cast.lead, "now": timezone.now()}
    with pytest.raises(Refused, match="an address of the leader"):
        releases.name_head(name="X", email=made.supporter.person.email, **named)
    releases.name_head(name="New Head", email="new.head@example.sch.uk", **named)
    assert (made.state, mails("release_ask")) == (DeploymentState.RELEASE_ASKED, ["new.head@example.sch.uk"])
    releases.name_head(name="Newer Head", email="newer@example.sch.uk", **named)
    assert mails("release_ask")[-1] == "newer@example.sch.uk"
    assert Mail.objects.get(email="new.head@example.sch.uk").state == "cancelled"


def test_a_leader_who_is_the_head_is_asked_at_once(cast):
    request = make_request(cast.alliance, cast.school, state=RequestState.MATCHING)
    supporter = make_supporter(cast.alliance)
    role = {"role": Role.HEADTEACHER, "school": supporter.home_school}
    MembershipFactory(alliance=cast.alliance, person=supporter.person, **role)
    made = make_deployment(request, supporter, by=cast.lead)
    releases.ask_release(deployment=made, by=cast.lead, now=timezone.now())
    assert made.state == DeploymentState.LEADER_ASKED
    assert (mails("release_ask"), mails("leader_ask")) == ([], [supporter.person.email])


def test_the_link_shows_a_form_once_and_then_a_receipt(cast, client):
    made = release_asked(cast)
    token = mint(subject=made, purpose=RELEASE_LINK, email=made.head_email)
    page = path_to("support:release", cast.alliance, token=token)
    assert b"Do you release" in client.get(page).content
    made.refresh_from_db()
    assert made.state == DeploymentState.RELEASE_ASKED
    missing = client.post(page, {"answer": "no", "signer_name": "H", "signer_post": "Head"})
    assert missing.status_code == 422
    assert b"Say why it is not possible" in missing.content
    given = {"answer": "agrees", "words": "", "signer_name": "Harriet Home", "signer_post": "Headteacher"}
    assert client.post(page, given).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.signer_name) == (DeploymentState.LEADER_ASKED, "Harriet Home")
    assert client.get(page).status_code == 410
    assert client.post(page, given).status_code == 410


def test_the_first_leader_who_accepts_is_the_match_and_the_school_is_told(cast):
    first = offered(cast)
    matched = first.request.matched_at
    assert matched is not None
    offered(cast, request=first.request)
    assert Request.objects.get().matched_at == matched
    assert mails("offer") == [cast.head.email] * 2


def test_a_leader_declines_with_a_reason_that_staff_read(cast):
    made = leader_asked(cast)
    with pytest.raises(Refused, match="Only the leader"):
        deployments.reply(deployment=made, accepts=True, reason="", by=cast.lead, now=timezone.now())
    deployments.reply(deployment=made, accepts=False, reason="Away.", by=made.supporter.person, now=timezone.now())
    assert made.state == DeploymentState.DECLINED
    assert "Away." in Mail.objects.get(kind="support.leader_decline").body
    assert Request.objects.get().matched_at is None


def test_the_school_chooses_several_and_the_others_are_told(cast):
    request = make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.MATCHING)
    one, two, three = (offered(cast, request=request) for _ in range(3))
    with pytest.raises(Refused, match="chooses who is to come"):
        deployments.choose_leaders(request=request, chosen=[one], by=cast.teacher, now=timezone.now())
    deployments.choose_leaders(request=request, chosen=[one, three], by=cast.head, now=timezone.now())
    states = list(Deployment.objects.order_by("pk").values_list("state", flat=True))
    assert states == [DeploymentState.CHOSEN, DeploymentState.NOT_CHOSEN, DeploymentState.CHOSEN]
    assert request.state == RequestState.AGREEING
    assert mails("not_chosen") == [two.supporter.person.email]
    with pytest.raises(Refused, match="Nobody is proposed"):
        deployments.choose_leaders(request=request, chosen=[two], by=cast.head, now=timezone.now())


def test_dropping_the_last_one_chosen_goes_back_to_matching(cast):
    made = chosen(cast)
    deployments.drop_deployment(deployment=made, reason="Ill.", by=cast.lead, now=timezone.now())
    assert Request.objects.get().state == RequestState.MATCHING
    assert mails("dropped") == [made.supporter.person.email]
    assert mails("dropped_head") == [HOME_HEAD]


def test_nobody_of_the_staff_handles_a_deployment_of_their_own(cast):
    request = make_request(cast.alliance, cast.school, state=RequestState.MATCHING)
    supporter = make_supporter(cast.alliance)
    supporter.person = cast.administrator
    supporter.save()
    made = make_deployment(request, supporter, by=cast.lead)
    with pytest.raises(Refused, match="about yourself"):
        releases.ask_release(deployment=made, by=cast.administrator, now=timezone.now())


@pytest.mark.slow
def test_each_waits_in_the_right_inbox(cast):
    made = planned(cast)
    name = made.supporter.person.name
    assert f"Ask {made.home_school} to release {name}" in titles(cast.lead, cast.alliance)
    releases.ask_release(deployment=made, by=cast.lead, now=timezone.now())
    assert f"Harriet Home is asked to release {name}" in titles(cast.lead, cast.alliance)
    answer(made)
    assert f"Can you help {cast.school}?" in titles(made.supporter.person, cast.alliance)
    deployments.reply(deployment=made, accepts=True, reason="", by=made.supporter.person, now=timezone.now())
    assert "Choose who is to come" in titles(cast.head, cast.alliance)
    assert "Choose who is to come" not in titles(cast.teacher, cast.alliance)


def test_whoever_does_not_answer_is_reminded_by_working_days_once(cast):
    made = release_asked(cast)
    later = timezone.now() + timedelta(days=9)
    while later.weekday() > 3:
        later += timedelta(days=1)
    for _ in range(2):
        remind_of_answers(cast.alliance, later)
    assert mails("release_remind") == [made.head_email]


def test_a_leader_finds_their_work_on_their_own_page_once_they_were_asked(cast, sign_in):
    made = release_asked(cast)
    leader, client = made.supporter.person, sign_in(made.supporter.person)
    own = path_to("support:supporter", cast.alliance, key=f"s{made.supporter_id}")
    link = path_to("support:deployment", cast.alliance, pk=made.pk)
    assert link not in client.get(own).content.decode()
    answer(made)
    assert f"Can you help {cast.school}?" in titles(leader, cast.alliance)
    assert link in client.get(own).content.decode()
