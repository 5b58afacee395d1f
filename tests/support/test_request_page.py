"""The page of a request and the lists: each side sees its own part."""

from __future__ import annotations

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.schools.models import Partner
from support.models import Request
from support.states import DeploymentState, RequestState, Source
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.support import freeze, make_deployment, make_request, make_supporter
from tests.queries import costs_the_same, queries_of


def page(cast, sign_in, person, request: Request) -> str:
    response = sign_in(person).get(path_to("support:request", cast.alliance, code=request.code))
    assert response.status_code == 200
    return response.content.decode()


def test_school_and_staff_read_what_was_asked(cast, sign_in):
    request = make_request(cast.alliance, cast.school, by=cast.head)
    for person in (cast.head, cast.coordinator, cast.lead):
        text = page(cast, sign_in, person, request)
        assert "Two new teachers in years 5 and 6." in text
        assert request.contact_email in text
        assert "Where it is" in text


def test_only_staff_see_how_the_clocks_stand(cast, sign_in):
    request = make_request(cast.alliance, cast.school, by=cast.head)
    assert "A leader is proposed by" in page(cast, sign_in, cast.lead, request)
    assert "A leader is proposed by" not in page(cast, sign_in, cast.head, request)


def test_the_home_school_sees_where_and_in_what_but_not_what_was_written(cast, sign_in):
    request, supporter = make_request(cast.alliance, cast.school, by=cast.head), make_supporter(cast.alliance)
    home = PersonFactory()
    MembershipFactory(alliance=cast.alliance, person=home, role="headteacher", school=supporter.home_school)
    make_deployment(request, supporter, by=cast.lead, state=DeploymentState.LEADER_ASKED)
    seen = page(cast, sign_in, home, request)
    assert cast.school.name in seen
    assert "Maths" in seen
    assert "Two new teachers" not in seen
    assert request.contact_email not in seen
    led = page(cast, sign_in, supporter.person, request)
    assert "Two new teachers" in led
    assert "Who pays" not in led


def test_a_commissioner_reads_what_they_asked_and_no_measures_before_they_are_agreed(cast, sign_in):
    city = Partner.objects.get(name="Birmingham City Council")
    request = make_request(cast.alliance, cast.school, by=cast.commissioner, commissioner=city, source="commissioner")
    seen = page(cast, sign_in, cast.commissioner, request)
    assert "Two new teachers" in seen
    assert "Measured by" not in seen
    assert "Measured by" in page(cast, sign_in, cast.head, request)
    Request.objects.filter(pk=request.pk).update(state=RequestState.MATCHING, diagnosed_at=timezone.now())
    assert "Measured by" in page(cast, sign_in, cast.commissioner, request)


def test_nobody_else_comes_in_and_another_alliance_has_no_such_page(cast, sign_in):
    request = make_request(cast.alliance, cast.school, by=cast.head)
    response = sign_in(cast.teacher).get(path_to("support:request", cast.alliance, code=request.code))
    assert response.status_code == 403
    assert "by those who take part in the support" in response.content.decode()
    there = sign_in(cast.other_director).get(path_to("support:request", cast.other, code=request.code))
    assert there.status_code == 404


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("lead", {"own", "theirs"}),
        ("head", {"own", "theirs", "draft"}),
        ("commissioner", {"theirs", "their draft"}),
    ],
)
def test_each_sees_their_own_requests_in_the_list(cast, sign_in, who, seen):
    city = Partner.objects.get(name="Birmingham City Council")
    theirs = {"commissioner": city, "source": Source.COMMISSIONER}
    make_request(cast.alliance, cast.school, title="own")
    make_request(cast.alliance, cast.school, title="draft", state=RequestState.DRAFT)
    make_request(cast.alliance, cast.school, title="theirs", **theirs)
    make_request(cast.alliance, cast.school, title="their draft", state=RequestState.DRAFT, **theirs)
    response = sign_in(getattr(cast, who)).get(path_to("support:request_list", cast.alliance))
    listed = {row.title for row in response.context["page_obj"]}
    assert listed == seen


def test_staff_filter_by_area_and_by_who_handles_it(cast, sign_in):
    handled = make_request(cast.alliance, cast.school, title="Handled", areas=("Phonics",), handled_by=cast.lead)
    make_request(cast.alliance, cast.school, title="Waits")
    area = handled.needs.get().area
    path = path_to("support:request_list", cast.alliance)
    client = sign_in(cast.lead)
    for query, title in (
        ({"area": area.pk}, "Handled"),
        ({"handled_by": cast.lead.pk}, "Handled"),
        ({"handled_by": "null"}, "Waits"),
    ):
        response = client.get(path, query)
        assert [row.title for row in response.context["page_obj"]] == [title], query


def test_where_the_school_stood_is_shown_to_the_school_and_not_to_the_commissioner(cast, sign_in):
    city = Partner.objects.get(name="Birmingham City Council")
    facts = {"state": RequestState.MATCHING, "commissioner": city, "source": "commissioner"}
    request = make_request(cast.alliance, cast.school, by=cast.commissioner, **facts)
    standing = freeze(request)
    standing.ofsted, standing.fsm_tenths, standing.settings = "Good", 123, ["small", "faith"]
    standing.save()
    seen = page(cast, sign_in, cast.head, request)
    for words in ("Good", "12.3% with free school meals", "Small school, Faith school"):
        assert words in seen
    assert "12.3%" not in page(cast, sign_in, cast.commissioner, request)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["lead", "head"])
def test_lists_and_inboxes_ask_the_same_of_one_request_and_of_twelve(cast, sign_in, who):
    waiting = (RequestState.ASKED, RequestState.ASKED_BACK, RequestState.DIAGNOSING)
    client = sign_in(getattr(cast, who))

    def more(numbers: range) -> None:
        for number in numbers:
            make_request(cast.alliance, cast.school, by=cast.head, state=waiting[number % 3], areas=("Maths", "Music"))

    def look() -> list[str]:
        pages = [path_to(name, cast.alliance) for name in ("support:request_list", "web:inbox")]
        return [query for page in pages for query in queries_of(client, page)]

    costs_the_same(look, more, (1, 12))
