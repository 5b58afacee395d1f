"""Pages of the yearly ask: by the link, signed in, by telephone; a stale tab; what a dead link says."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.models import PersonalLink
from alliance.surveys import queries, services
from alliance.surveys.models import Ask, Reply
from tests.factories import surveys
from tests.factories.schools import PartnerFactory, SchoolFactory


@pytest.fixture
def reply(cast):
    ask = surveys.make_ask(cast.director, cast.alliance)
    return Reply.objects.select_related("ask__alliance", "school").get(ask=ask)


@pytest.fixture
def path(cast, reply):
    """Paths behind the school's link."""
    token = surveys.token_of(reply)

    def of(name: str = "answer", **more: str) -> str:
        return path_to(f"surveys:{name}", cast.alliance, token=token, **more)

    return of


def choices(reply: Reply, *names: str) -> dict[str, list[str]]:
    """What a browser sends for these areas."""
    section = queries.asked_of(reply)[0]
    return {q.key: [value for value, name in q.choices if name in names] for q in section.questions}


def test_a_school_answers_by_its_link_page_by_page(cast, reply, path, sign_in):
    client = sign_in(None)
    assert "0 of 3 parts completed" in client.get(path()).content.decode()
    need = path("answer_part", section="sle-need")
    answer = client.post(need, {**choices(reply, "Maths", "Phonics"), "revision": "0"})
    urgent = path("answer_part", section="sle-urgent")
    assert answer["Location"] == urgent
    offered = [words for q in queries.asked_of(reply)[1].questions for _, words in q.choices]
    assert offered == ["Maths", "Phonics"]
    assert client.post(urgent, {**choices(reply, "Maths"), "revision": "0"})["Location"] == path(
        "answer_part", section="sle-offer"
    )
    later = client.post(path("answer_part", section="sle-offer"), {"revision": "0", "later": "1"})
    assert later["Location"] == path()
    assert "2 of 4 parts completed" in client.get(path()).content.decode()
    client.post(path("answer_part", section="sle-offer"), {"revision": "1"})
    client.post(path("answer_part", section="support-give"), {"revision": "0", "people": "2"})
    check = client.get(path("answer_check")).content.decode()
    assert "Maths\nPhonics" in check
    refused = client.post(path("answer_check"), {"signer_name": ""})
    assert refused.status_code == 422
    client.post(path("answer_check"), {"signer_name": "Jo Ward", "signer_post": "Head"})
    reply.refresh_from_db()
    assert (reply.state, reply.signer_name, reply.entered_by) == ("answered", "Jo Ward", None)
    receipt = client.get(path()).content.decode()
    assert "Answers received" in receipt
    assert "Maths" not in receipt
    assert PersonalLink.objects.get().used_at


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(reply, path, sign_in, method):
    before = list(Reply.objects.values()), list(PersonalLink.objects.values())
    for address in (path(), path("answer_part", section="sle-need"), path("answer_check")):
        assert getattr(sign_in(None), method)(address).status_code == 200
    assert (list(Reply.objects.values()), list(PersonalLink.objects.values())) == before


def test_two_colleagues_who_save_the_same_page_see_both(reply, path, sign_in):
    page = path("answer_part", section="sle-need")
    first = {**choices(reply, "Maths"), "revision": "0"}
    second = {**choices(reply, "Science"), "revision": "0"}
    sign_in(None).post(page, first)
    refused = sign_in(None).post(page, second)
    assert refused.status_code == 409
    assert "This was changed in another window" in refused.content.decode()
    assert refused.context["stale"] == [("Pupil achievement", "Maths")]
    assert refused.context["form"]["revision"].value() == "1"
    sign_in(None).post(page, {**second, "revision": "1"})
    assert queries.answers_of(reply)["sle-need"]["focus-2"] == choices(reply, "Science")["focus-2"]


def test_a_link_that_a_newer_mail_replaced_says_so(cast, reply, path, sign_in):
    old = path()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        services.send_again(reply=reply, by=cast.lead, now=timezone.now())
        surveys.token_of(reply)
        answer = sign_in(None).get(old)
    assert answer.status_code == 410
    assert "A newer e-mail has replaced this link" in answer.content.decode()


def test_after_closing_a_link_says_what_to_do(reply, path, sign_in):
    with time_machine.travel(reply.ask.closes_at + timedelta(minutes=1)):
        answer = sign_in(None).post(path("answer_part", section="sle-need"), {"revision": "0"})
    assert answer.status_code == 410
    assert "Telephone the alliance" in answer.content.decode()


@pytest.mark.slow
def test_the_head_finds_it_in_the_inbox_and_reads_earlier_years(cast, reply, sign_in):
    head = sign_in(cast.head)
    inbox = head.get(path_to("web:inbox", cast.alliance)).content.decode()
    assert "Answer the yearly ask for Boldmere Junior School" in inbox
    done = surveys.answered(reply, {"sle-need": ["Maths"]}, by=cast.head)
    assert done.entered_by is None
    mine = head.get(path_to("surveys:reply_mine", cast.alliance)).content.decode()
    assert "2026/27" in mine
    assert "Maths" in head.get(path_to("surveys:reply", cast.alliance, pk=reply.pk)).content.decode()
    assert "Answer the yearly ask" not in head.get(path_to("web:inbox", cast.alliance)).content.decode()


def test_a_head_sees_nothing_of_another_school(cast, reply, sign_in):
    school = SchoolFactory()
    PartnerFactory(alliance=cast.alliance, school=school)
    services.ask_newcomers(ask=reply.ask, by=cast.lead, now=timezone.now())
    other = Reply.objects.get(school=school)
    head = sign_in(cast.head)
    assert head.get(path_to("surveys:reply", cast.alliance, pk=other.pk)).status_code == 403
    assert head.get(path_to("surveys:school_answer", cast.alliance, pk=other.pk)).status_code == 403
    assert sign_in(cast.other_director).get(f"/west-herts/ask/answers/{other.pk}/").status_code == 404


def test_staff_enter_what_a_school_tells_them(cast, reply, sign_in):
    staff = sign_in(cast.administrator)
    page = path_to("surveys:school_answer", cast.alliance, pk=reply.pk)
    assert "You enter what the school tells you" in staff.get(page).content.decode()
    surveys.fill(reply, {}, by=cast.administrator)
    check = path_to("surveys:school_answer_check", cast.alliance, pk=reply.pk)
    assert "Who at the school told you?" in staff.get(check).content.decode()
    staff.post(check, {"signer_name": "The secretary"})
    reply.refresh_from_db()
    assert (reply.state, reply.entered_by) == ("answered", cast.administrator)


@pytest.mark.slow
def test_the_list_shows_who_never_answers(cast, reply, sign_in):
    quiet = SchoolFactory(name="Quiet School", phase="Secondary")
    PartnerFactory(alliance=cast.alliance, school=quiet)
    services.ask_newcomers(ask=reply.ask, by=cast.lead, now=timezone.now())
    surveys.answered(reply, {})
    page = path_to("surveys:reply_list", cast.alliance, pk=reply.ask_id)
    staff = sign_in(cast.lead)

    def shown(query: str) -> tuple[bool, bool]:
        text = staff.get(page + query).content.decode()
        return "Boldmere Junior School</a>" in text, "Quiet School</a>" in text

    assert shown("") == (True, True)
    for query in ("?stand=never", "?stand=unknown", "?stand=silent", "?stand=waiting", "?phase=Secondary", "?q=quiet"):
        assert shown(query) == (False, True), query
    assert shown("?stand=answered") == (True, False)
    assert "Never (1 year)" in staff.get(page).content.decode()
    assert "Quiet School,Secondary,Not begun" in staff.get(page + "?format=csv").content.decode()


def test_all_answers_are_one_file(cast, reply, sign_in):
    surveys.answered(reply, {"sle-need": ["Maths", "Phonics"]})
    page = path_to("surveys:answers_download", cast.alliance, pk=reply.ask_id)
    lines = sign_in(cast.lead).get(page).content.decode("utf-8-sig").splitlines()
    need = "In which areas does your school need support?"
    assert f"Boldmere Junior School,103341,Primary,{need},Pupil achievement,Maths; Phonics" in lines


def test_a_new_ask_begins_with_last_years_times_and_words(cast, sign_in):
    last = surveys.make_ask(cast.director, cast.alliance, year=timezone.localdate().year - 3)
    Ask.objects.filter(pk=last.pk).update(introduction="Why we ask.")
    form = sign_in(cast.lead).get(path_to("surveys:ask_create", cast.alliance)).context["form"]
    assert form.initial["introduction"] == "Why we ask."
    begins = timezone.localtime(last.closes_at) + timedelta(weeks=52)
    assert form.initial["closes_at"] == begins


def test_there_is_one_ask_for_a_year(cast, sign_in):
    for year in (timezone.localdate().year - 1, timezone.localdate().year, timezone.localdate().year + 1):
        surveys.make_ask(cast.director, cast.alliance, year=year, opened=False)
    answer = sign_in(cast.lead).get(path_to("surveys:ask_create", cast.alliance), follow=True)
    assert "This school year and the next have their ask already." in answer.content.decode()
