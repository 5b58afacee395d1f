"""A request through its services: who asks for whom, drafts, triage, and who is told what."""

from __future__ import annotations

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.drafts import Stale
from alliance.members.links import find
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.schools.models import Partner
from alliance.schools.states import PartnerKind
from alliance.workflow.machine import MoveRefused
from alliance.workflow.notes import notes_about
from support.kinds.requests import FOLLOW_LINK, request_link
from support.models import Deployment, Request
from support.rules import requests as rules
from support.rules.sides import Side, sides_of
from support.services import diagnosis, triage
from support.services import requests as services
from support.states import DeploymentState, Phase, RequestState, Source
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.schools import PartnerFactory, SchoolFactory
from tests.factories.support import area_called, freeze, make_deployment, make_request, make_supporter

NEED = {
    "title": "Reading in year 3",
    "detail": "Many pupils do not read fluently.",
    "outcomes": "They do.",
}


def begin(cast, by, school=None) -> Request:
    return services.start_request(alliance=cast.alliance, school=school or cast.school, by=by, now=timezone.now())


def fill(request: Request, by) -> Request:
    services.save_request(request=request, revision=0, values=NEED, by=by)
    services.save_areas(request=request, revision=1, areas=[area_called("Phonics")], phase=Phase.PRIMARY, by=by)
    if not request.contact_email:
        contact = {"contact_name": "Hana Head", "contact_email": "hana.head@example.sch.uk"}
        services.save_request(request=request, revision=2, values=contact, by=by)
    request.refresh_from_db()
    return request


def ask(request: Request, by) -> Request:
    services.ask_request(request=fill(request, by), by=by, now=timezone.now())
    return request


def mails() -> list[tuple[str, str]]:
    found = Mail.objects.filter(kind__startswith="support.").order_by("pk").values_list("kind", "email")
    return [(kind.removeprefix("support.request_"), email) for kind, email in found]


def test_a_head_asks_and_staff_and_the_head_are_told(cast):
    request = ask(begin(cast, cast.head), cast.head)
    assert (request.state, request.source, request.contact_name) == (RequestState.ASKED, Source.SCHOOL, "Hana Head")
    assert [need.area.name for need in request.needs.all()] == ["Phonics"]
    assert mails() == [("received", cast.head.email), ("new", cast.lead.email)]


def test_a_commissioner_asks_for_a_school_whose_head_is_told(cast):
    request = ask(begin(cast, cast.commissioner), cast.commissioner)
    assert request.source == Source.COMMISSIONER
    assert request.commissioner.name == "Birmingham City Council"
    assert mails() == [
        ("received", cast.commissioner.email),
        ("for_school", cast.head.email),
        ("new", cast.lead.email),
    ]
    assert "Birmingham City Council has asked" in Mail.objects.get(person=cast.head).body


def test_staff_ask_for_a_school_and_only_staff_see_the_draft(cast):
    request = begin(cast, cast.administrator)
    assert sides_of(cast.head, request) == set()
    assert sides_of(cast.lead, request) == {Side.STAFF}
    ask(request, cast.administrator)
    assert sides_of(cast.head, request) == {Side.SCHOOL}
    assert mails() == [("received", cast.head.email), ("new", cast.lead.email)]


def test_who_can_ask_for_which_school(cast):
    elsewhere, partner = SchoolFactory(), SchoolFactory()
    PartnerFactory(alliance=cast.alliance, school=partner)
    assert rules.schools_to_ask_for(cast.head, cast.alliance) == [cast.school]
    assert set(rules.schools_to_ask_for(cast.commissioner, cast.alliance)) == {cast.school, partner}
    assert "coordinator of a partner school asks" in str(rules.may_ask(cast.teacher, cast.alliance))
    for by, school in ((cast.head, partner), (cast.commissioner, elsewhere), (cast.board, cast.school)):
        with pytest.raises(Refused):
            begin(cast, by, school)


def test_two_clicks_begin_one_draft_and_a_written_one_stays(cast):
    first = begin(cast, cast.head)
    assert begin(cast, cast.head) == first
    fill(first, cast.head)
    assert begin(cast, cast.head) != first


def test_nothing_is_asked_while_something_is_missing(cast):
    request = begin(cast, cast.head)
    with pytest.raises(Refused, match="Something is missing: What it is about"):
        services.ask_request(request=request, by=cast.head, now=timezone.now())
    assert mails() == []


def test_a_stale_tab_is_told_and_the_same_again_is_no_change(cast):
    request = begin(cast, cast.head)
    services.save_request(request=request, revision=0, values=NEED, by=cast.head)
    services.save_request(request=request, revision=0, values=NEED, by=cast.head)
    with pytest.raises(Stale):
        services.save_request(request=request, revision=0, values={**NEED, "title": "Other"}, by=cast.coordinator)


def test_asking_twice_asks_once(cast):
    request = ask(begin(cast, cast.head), cast.head)
    with pytest.raises(MoveRefused):
        services.ask_request(request=request, by=cast.head, now=timezone.now())
    assert len(mails()) == 2
    with pytest.raises(Refused, match="no longer be changed"):
        services.save_request(request=request, revision=2, values=NEED, by=cast.head)


def test_a_question_goes_there_and_back(cast):
    request = make_request(cast.alliance, cast.school, by=cast.head)
    triage.ask_back(request=request, question="Which year groups?", by=cast.lead, now=timezone.now())
    assert request.handled_by == cast.lead
    assert "Which year groups?" in Mail.objects.get(kind="support.request_question").body
    with pytest.raises(Refused):
        services.answer_question(request=request, text="All.", by=cast.commissioner, link=None, now=timezone.now())
    services.answer_question(request=request, text="Years 5 and 6.", by=cast.coordinator, link=None, now=timezone.now())
    assert request.state == RequestState.ASKED
    assert [note.text for note in notes_about(request)] == ["Which year groups?", "Years 5 and 6."]
    assert mails()[-1] == ("answered", cast.lead.email)


@pytest.mark.parametrize(
    ("act", "state", "mail"),
    [
        (triage.decline_request, RequestState.DECLINED, "declined"),
        (triage.cancel_request, RequestState.CANCELLED, "cancelled"),
    ],
)
def test_staff_end_a_request_with_a_reason_that_both_read(cast, act, state, mail):
    city = Partner.objects.get(name="Birmingham City Council")
    facts = {"commissioner": city, "source": Source.COMMISSIONER}
    request = make_request(cast.alliance, cast.school, by=cast.commissioner, **facts)
    act(request=request, reason="Another alliance helps.", by=cast.lead, now=timezone.now())
    assert (request.state, bool(request.ended_at)) == (state, True)
    assert mails() == [(mail, cast.commissioner.email), (mail, cast.head.email)]
    assert "Another alliance helps." in Mail.objects.first().body
    with pytest.raises(Refused):
        act(request=request, reason="Again.", by=cast.lead, now=timezone.now())


def test_only_whoever_asked_withdraws(cast):
    city = Partner.objects.get(name="Birmingham City Council")
    facts = {"commissioner": city, "source": Source.COMMISSIONER, "handled_by": cast.lead}
    request = make_request(cast.alliance, cast.school, by=cast.commissioner, **facts)
    with pytest.raises(Refused, match="Only whoever asked"):
        services.withdraw_request(request=request, reason="No.", by=cast.head, link=None, now=timezone.now())
    services.withdraw_request(request=request, reason="Done.", by=cast.commissioner, link=None, now=timezone.now())
    assert mails() == [("withdrawn", cast.lead.email), ("withdrawn", cast.head.email)]


def test_a_draft_put_away_tells_nobody(cast):
    request = begin(cast, cast.head)
    services.withdraw_request(request=request, reason="", by=cast.head, link=None, now=timezone.now())
    assert mails() == []
    assert sides_of(cast.director, request) == set()


def test_handing_on_names_one_of_the_staff(cast):
    request = make_request(cast.alliance, cast.school, by=cast.head)
    triage.hand_to(request=request, handler=cast.administrator, by=cast.director)
    assert request.handled_by == cast.administrator
    other = PersonFactory()
    MembershipFactory(alliance=cast.alliance, person=other, role="lead", responsibility="cpd")
    with pytest.raises(Refused, match="is not among the staff"):
        triage.hand_to(request=request, handler=other, by=cast.director)


def test_a_diagnosis_is_finished_once_all_is_agreed(cast):
    request = make_request(cast.alliance, cast.school, by=cast.head)
    triage.accept_request(request=request, by=cast.lead, now=timezone.now())
    need, now = request.needs.get(), timezone.now()
    with pytest.raises(Refused, match="Confirm or remove: Maths; Where the school stands today"):
        diagnosis.finish_diagnosis(request=request, by=cast.lead, now=now)
    agreed = {"area": need.area, "phase": Phase.PRIMARY, "focus": "Fractions", "half_days": 8}
    diagnosis.save_need(request=request, need=need, by=cast.lead, **agreed)
    with pytest.raises(Refused, match="among the needs already"):
        diagnosis.save_need(request=request, need=None, by=cast.lead, **agreed)
    freeze(request)
    request = Request.objects.get(pk=request.pk)
    diagnosis.finish_diagnosis(request=request, by=cast.lead, now=now)
    assert (request.state, request.diagnosed_at) == (RequestState.MATCHING, now)
    assert [kind for kind, _ in mails()] == ["accepted", "diagnosed"]
    diagnosis.diagnose_again(request=request, reason="Less time.", by=cast.lead, now=now)
    diagnosis.finish_diagnosis(request=request, by=cast.lead, now=now)
    assert [kind for kind, _ in mails()] == ["accepted", "diagnosed"]


def test_a_need_that_a_leader_is_to_meet_stays_and_is_not_agreed_again_behind_their_back(cast):
    request = make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.MATCHING)
    deployment = make_deployment(request, make_supporter(cast.alliance), by=cast.lead, state=DeploymentState.CHOSEN)
    now = timezone.now()
    with pytest.raises(Refused, match="has chosen leaders for these needs"):
        diagnosis.diagnose_again(request=request, reason="Less time.", by=cast.lead, now=now)
    Deployment.objects.filter(pk=deployment.pk).update(state=DeploymentState.OFFERED)
    diagnosis.diagnose_again(request=request, reason="Less time.", by=cast.lead, now=now)
    with pytest.raises(Refused, match="A leader is to meet this need"):
        diagnosis.remove_need(need=request.needs.get(), by=cast.lead)
    Deployment.objects.filter(pk=deployment.pk).update(state=DeploymentState.DROPPED)
    diagnosis.remove_need(need=request.needs.get(), by=cast.lead)
    assert not request.needs.exists()


def enquire(cast) -> Request:
    values = {**NEED, "contact_name": "Eve Enquirer", "contact_email": "eve@elsewhere.example", "urgency": "soon"}
    facts = {"school": SchoolFactory(), "areas": [area_called("Maths")], "phase": Phase.PRIMARY, "values": values}
    return services.enquire(alliance=cast.alliance, now=timezone.now(), **facts)


@pytest.mark.slow
def test_an_enquirer_follows_by_the_link_in_their_mail_and_answers_there(cast, client):
    request = enquire(cast)
    assert mails() == [("received", "eve@elsewhere.example"), ("new", cast.lead.email)]
    first = request_link(Mail.objects.get(email="eve@elsewhere.example"))
    assert "Many pupils do not read fluently." in client.get(first).content.decode()
    triage.ask_back(request=request, question="How many?", by=cast.lead, now=timezone.now())
    link = request_link(Mail.objects.get(kind="support.request_question"))
    assert "A newer e-mail has replaced this link" in client.get(first).content.decode()
    assert "How many?" in client.get(link).content.decode()
    answered = client.post(f"{link}answer/", {"text": "Twelve."}, follow=True)
    assert "Your answer is with the alliance." in answered.content.decode()
    request.refresh_from_db()
    assert request.state == RequestState.ASKED
    client.post(f"{link}withdraw/", {"text": "We found help."})
    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN


def test_a_link_opens_its_own_request_only(cast):
    request, other = enquire(cast), make_request(cast.alliance, cast.school, state=RequestState.ASKED_BACK)
    token = request_link(Mail.objects.get(email="eve@elsewhere.example")).rstrip("/").rsplit("/", 1)[-1]
    link = find(token, FOLLOW_LINK)
    assert link.subject_id == request.pk
    with pytest.raises(Refused):
        services.answer_question(request=other, text="x", by=None, link=link, now=timezone.now())


def test_the_public_form_keeps_what_was_typed_and_takes_three_from_one_address(cast, client):
    path, area, school = "/boldmere/support/enquiry/", area_called("Maths"), SchoolFactory(name="Elsewhere Primary")
    sent = {
        **NEED,
        "school": str(school.urn),
        "areas": [area.pk],
        "phase": "primary",
        "urgency": "soon",
        "contact_name": "Eve Enquirer",
        "contact_email": "eve@elsewhere.example",
    }
    refused = client.post(path, {**sent, "contact_email": "eve"})
    assert refused.status_code == 422
    assert "Many pupils do not read fluently." in refused.content.decode()
    for _ in range(3):
        assert client.post(path, sent).status_code == 302
    again = client.post(path, sent)
    assert again.status_code == 422
    assert "Several enquiries came from this address" in again.content.decode()
    assert Request.objects.count() == 3


def test_who_commissions_for_several_says_for_whom_they_ask(cast, sign_in):
    client = sign_in(cast.commissioner)
    page = path_to("support:request_create", cast.alliance)
    assert "For whom do you ask?" not in client.get(page).content.decode()
    diocese = PartnerFactory(alliance=cast.alliance, school=None, name="Diocese of Lichfield", kind=PartnerKind.DIOCESE)
    MembershipFactory(alliance=cast.alliance, person=cast.commissioner, role=Role.COMMISSIONER, partner=diocese)
    assert "For whom do you ask?" in client.get(page).content.decode()
    refused = client.post(page, {"school": cast.school.pk})
    assert (refused.status_code, "Choose for whom you ask." in refused.content.decode()) == (422, True)
    client.post(page, {"school": cast.school.pk, "commissioner": diocese.pk})
    assert Request.objects.get().commissioner == diocese
    asking = Person.objects.get(pk=cast.commissioner.pk)
    with pytest.raises(Refused, match="Say for whom you ask"):
        services.start_request(alliance=cast.alliance, school=cast.school, by=asking, now=timezone.now())
