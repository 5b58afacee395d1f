"""Asking in the browser's words: the way in, drafts and stale tabs, documents, and what waits in the inbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.library.services import store
from alliance.web.queries import inbox_of
from sle.services import directory
from support.models import Request, ServiceTimes
from support.plugs.requests import invariants
from support.queries.requests import PAPERS
from support.services import requests as services
from support.states import RequestState
from tests.factories import files
from tests.factories.schools import PartnerFactory, SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.support import area_called, make_request


def draft(cast) -> Request:
    return services.start_request(alliance=cast.alliance, school=cast.school, by=cast.head, now=timezone.now())


def test_anybody_finds_the_way_to_ask_on_the_public_home(cast, client):
    assert 'href="/boldmere/support/"' in client.get("/boldmere/").content.decode()
    page = client.get("/boldmere/support/").content.decode()
    assert "Sign in and ask" in page
    assert "Send an enquiry" in page


def test_whoever_cannot_ask_reads_who_can(cast, sign_in):
    page = sign_in(cast.teacher).get("/boldmere/support/").content.decode()
    assert "/boldmere/support/requests/new/" not in page
    assert "the coordinator of a partner school asks for support. Others can send an enquiry." in page
    assert "/boldmere/support/requests/new/" in sign_in(cast.head).get("/boldmere/support/").content.decode()


@pytest.mark.slow
def test_a_school_asks_for_a_leader_of_the_directory_by_name(cast, sign_in):
    held = make_designation(cast.alliance, cast.outsider, SchoolFactory())
    directory.join_directory(designation=held, about="", by=held.person, now=timezone.now())
    client = sign_in(cast.head)
    way_in = f"/boldmere/support/?leader={held.pk}"
    assert f'href="{way_in}"' in client.get("/boldmere/sle/leaders/").content.decode()
    assert f"You ask for {held.person.name} by name" in client.get(way_in).content.decode()
    begin = f"/boldmere/support/requests/new/?leader={held.pk}"
    assert client.post(begin, {"school": cast.school.pk}).status_code == 302
    wanted = Request.objects.get().wanted
    assert (wanted.person, wanted.designation_id) == (held.person, held.pk)


def test_a_leader_who_is_not_on_the_register_is_not_asked_for(cast, sign_in):
    client = sign_in(cast.head)
    begin = "/boldmere/support/requests/new/?leader=987654"
    assert "not on the register any more" in client.get(begin).content.decode()
    client.post(begin, {"school": cast.school.pk})
    assert Request.objects.get().wanted is None


def test_a_school_that_one_cannot_ask_for_is_refused_beside_the_field(cast, sign_in):
    PartnerFactory(alliance=cast.alliance, school=SchoolFactory())
    elsewhere = SchoolFactory()
    response = sign_in(cast.commissioner).post("/boldmere/support/requests/new/", {"school": elsewhere.pk})
    assert response.status_code == 422
    assert not Request.objects.exists()


def test_what_is_typed_is_kept_also_where_something_is_missing(cast, sign_in):
    found, client = draft(cast), sign_in(cast.head)
    path = path_to("support:request_part", cast.alliance, code=found.code, step="need")
    typed = {"title": "Reading", "detail": "They read slowly.", "outcomes": "", "revision": 0}
    refused = client.post(path, typed)
    assert refused.status_code == 422
    assert "They read slowly." in refused.content.decode()
    assert client.post(path, {**typed, "later": "1"}).status_code == 302
    found.refresh_from_db()
    assert (found.title, found.detail, found.revision) == ("Reading", "They read slowly.", 1)


def test_a_stale_tab_sees_both_texts(cast, sign_in):
    found = draft(cast)
    values = {"title": "Reading", "detail": "Stored by a colleague.", "outcomes": "Better."}
    services.save_request(request=found, revision=0, values=values, by=cast.coordinator)
    path = path_to("support:request_part", cast.alliance, code=found.code, step="need")
    response = sign_in(cast.head).post(path, {**values, "detail": "Mine.", "revision": 0})
    assert response.status_code == 409
    page = response.content.decode()
    for text in ("Stored by a colleague.", "Mine."):
        assert text in page
    assert page.count("Reading") == 1, "only what differs is told: the title stands in its field alone"
    found.refresh_from_db()
    assert found.detail == "Stored by a colleague."


@pytest.mark.parametrize("step", ["areas", "time", "contact"])
def test_a_stale_tab_of_any_step_is_not_saved(cast, sign_in, step):
    found, music = draft(cast), area_called("Music")
    services.save_request(request=found, revision=0, values={"title": "Changed meanwhile"}, by=cast.coordinator)
    path = path_to("support:request_part", cast.alliance, code=found.code, step=step)
    typed = {"areas": [music.pk], "phase": "primary", "contact_name": "Nobody else", "urgency": "urgent"}
    page = sign_in(cast.head).post(path, {**typed, "revision": 0, "later": "1"})
    assert page.status_code == 409
    assert not found.needs.exists()


def test_areas_are_chosen_anew_and_the_same_again_is_no_change(cast, sign_in):
    found, maths, music = draft(cast), area_called("Maths"), area_called("Music")
    path = path_to("support:request_part", cast.alliance, code=found.code, step="areas")
    client = sign_in(cast.head)
    client.post(path, {"areas": [maths.pk, music.pk], "phase": "primary", "revision": 0})
    client.post(path, {"areas": [maths.pk, music.pk], "phase": "primary", "revision": 0})
    client.post(path, {"areas": [music.pk], "phase": "secondary", "revision": 1})
    assert [(need.area.name, need.phase) for need in found.needs.all()] == [("Music", "secondary")]
    found.refresh_from_db()
    assert found.revision == 2


def test_documents_are_for_the_school_and_staff(cast, sign_in):
    found = make_request(cast.alliance, cast.school, by=cast.head)
    held = store(subject=found, purpose=PAPERS, upload=files.upload(files.pdf(), "plan.pdf"), by=cast.head)
    path = path_to("library:document", cast.alliance, pk=held.pk)
    for person, status in ((cast.head, 200), (cast.lead, 200), (cast.commissioner, 403), (cast.teacher, 403)):
        response = sign_in(person).get(path)
        assert response.status_code == status, person
        if status == 200:
            response.getvalue()


def titles(cast, person, section="owed") -> list[str]:
    box = inbox_of(person, cast.alliance, timezone.now())
    return [one.item.title for one in box.owed] if section == "owed" else [one.title for one in box.waiting]


@pytest.mark.slow
def test_staff_and_those_who_ask_find_it_in_their_inbox(cast):
    draft(cast)
    assert titles(cast, cast.head) == ["Finish your request for support"]
    assert "Finish your request for support" not in titles(cast, cast.lead)
    Request.objects.all().delete()
    late = timezone.now() - timedelta(days=3)
    found = make_request(cast.alliance, cast.school, by=cast.head, asked_at=late)
    box = inbox_of(cast.lead, cast.alliance, timezone.now())
    [owed] = [one for one in box.owed if one.item.title == "Read a request for support"]
    assert owed.late
    assert titles(cast, cast.head, "waiting") == ["Support that you asked for"]
    Request.objects.filter(pk=found.pk).update(handled_by=cast.administrator)
    assert "Read a request for support" not in titles(cast, cast.lead)
    assert "Read a request for support" in titles(cast, cast.administrator)


@pytest.mark.slow
def test_a_question_waits_for_the_school_and_an_answer_for_staff(cast):
    make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.ASKED_BACK, handled_by=cast.lead)
    assert titles(cast, cast.coordinator) == ["Answer a question about the request for support"]
    assert "An answer to your question" in titles(cast, cast.lead, "waiting")


def test_staff_say_how_soon_the_alliance_helps(cast, sign_in):
    client, path = sign_in(cast.lead), "/boldmere/support/times/"
    times = {"match_hours": "24", "contact_days": "7", "record_working_days": "5", "late_hours": "0"}
    assert client.post(path, {**times, "match_hours": "0"}).status_code == 422
    assert client.post(path, {**times, "match_on_working_days": "on"}).status_code == 302
    kept = ServiceTimes.objects.get()
    assert (kept.match_hours, kept.match_on_working_days, kept.late_hours) == (24, True, 0)


def test_where_the_school_stands_is_proposed_from_the_register(cast, sign_in):
    found = make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.DIAGNOSING)
    cast.school.pupils, cast.school.fsm_tenths = 90, 312
    cast.school.save()
    path = path_to("support:context_form", cast.alliance, code=found.code)
    client = sign_in(cast.lead)
    form = client.get(path).context["form"]
    assert (form.initial["pupils"], float(form.initial["fsm"])) == (90, 31.2)
    assert {"small", "disadvantage"} <= set(form.initial["settings"])
    client.post(path, {"ofsted": "Good", "phase": "Primary", "pupils": "90", "fsm": "31.2", "settings": ["small"]})
    cast.school.pupils = 400
    cast.school.save()
    kept = Request.objects.get(pk=found.pk).context
    assert (kept.ofsted, kept.pupils, kept.fsm_tenths, kept.settings) == ("Good", 90, 312, ["small"])


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"asked_at": None}, "nobody asked"),
        ({"state": RequestState.MATCHING}, "was never agreed"),
        ({"state": RequestState.DECLINED}, "has no end"),
    ],
)
def test_what_must_never_be_is_found(cast, broken, sentence):
    found = make_request(cast.alliance, cast.school, by=cast.head)
    assert list(invariants(cast.alliance)) == []
    Request.objects.filter(pk=found.pk).update(**broken)
    [said] = invariants(cast.alliance)
    assert sentence in said
