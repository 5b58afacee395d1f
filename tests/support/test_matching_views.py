"""The pages on which requests and leaders are matched."""

from __future__ import annotations

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from support.models import Deployment, Plan, RuledOut
from support.services import plans
from support.states import RequestState, Urgency
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.support import area_called, make_deployment, make_request, make_supporter
from tests.queries import costs_the_same, queries_of

MATCHING = RequestState.MATCHING


@pytest.fixture
def staff(cast, sign_in):
    return sign_in(cast.lead)


@pytest.mark.slow
def test_the_request_page_shows_staff_who_fits_and_the_school_nothing(cast, staff, sign_in):
    request = make_request(cast.alliance, cast.school, by=cast.head, state=MATCHING)
    leader = make_supporter(cast.alliance)
    page = path_to("support:request", cast.alliance, code=request.code)
    text = staff.get(page).content.decode()
    assert leader.person.name in text
    assert "Nobody is planned yet for Maths." in text
    assert leader.person.name not in sign_in(cast.head).get(page).content.decode()


@pytest.mark.slow
def test_a_leader_is_planned_from_the_list(cast, staff):
    area_called("Maths")
    request = make_request(cast.alliance, cast.school, by=cast.head, state=MATCHING)
    held = make_designation(cast.alliance, PersonFactory(), SchoolFactory(), "Maths")
    page = path_to("support:request_match", cast.alliance, code=request.code)
    assert "Maths, primary" in staff.get(page).content.decode()
    form = path_to("support:leader_plan", cast.alliance, code=request.code, key=f"d{held.pk}")
    need = request.needs.get().pk
    refused = staff.post(form, {"needs": [need], "half_days": 40})
    assert refused.status_code == 422
    assert "Only 30 half days are left this school year." in refused.content.decode()
    assert Deployment.objects.count() == 0
    banner = staff.post(form, {"needs": [need], "half_days": 6}, follow=True).content.decode()
    assert f"{held.person.name} is planned. Nobody has been told: ask the home school next." in banner
    assert Deployment.objects.get().half_days == 6


@pytest.mark.slow
def test_a_leader_is_ruled_out_and_in_again(cast, staff):
    request, leader = make_request(cast.alliance, cast.school, state=MATCHING), make_supporter(cast.alliance)
    about = {"code": request.code, "key": f"s{leader.pk}"}
    staff.post(path_to("support:leader_rule_out", cast.alliance, **about))
    assert RuledOut.objects.get().supporter == leader
    page = staff.get(path_to("support:request_match", cast.alliance, code=request.code)).content.decode()
    assert "Has been ruled out for this request." in page
    staff.post(path_to("support:leader_rule_in", cast.alliance, **about))
    assert not RuledOut.objects.exists()


@pytest.mark.slow
def test_nobody_of_another_alliance_can_be_planned(cast, staff):
    request = make_request(cast.alliance, cast.school, state=MATCHING)
    elsewhere = make_designation(cast.other, PersonFactory(), SchoolFactory(), "Maths")
    for key in (f"d{elsewhere.pk}", "s99999", "x"):
        got = staff.get(path_to("support:leader_plan", cast.alliance, code=request.code, key=key))
        assert got.status_code == 404


@pytest.mark.slow
def test_a_plan_is_asked_for_looked_at_and_accepted(cast, staff):
    request = make_request(cast.alliance, SchoolFactory(), state=MATCHING)
    make_request(cast.alliance, SchoolFactory(), state=MATCHING, areas=("Science",), urgency=Urgency.URGENT)
    leader = make_supporter(cast.alliance)
    page = path_to("support:plan", cast.alliance)
    assert "2 requests look for leaders now" in staff.get(page).content.decode()
    assert "is being worked out" in staff.post(page, follow=True).content.decode()
    assert "See whether it is ready" in staff.get(page).content.decode()
    plans.make_plan(Plan.objects.get().pk)
    text = staff.get(page).content.decode()
    assert "no plan is better" in text
    assert "Nobody covers Science." in text
    rows = staff.get(page, {"format": "csv"}).getvalue().decode()
    assert leader.person.name in rows
    banner = staff.post(path_to("support:plan_accept", cast.alliance), follow=True).content.decode()
    assert "1 planned anew, 0 kept, 0 taken out. Ask the home schools next." in banner
    assert Deployment.objects.get().request == request
    again = staff.post(path_to("support:plan_accept", cast.alliance), follow=True).content.decode()
    assert "There is no plan to accept. Work one out first." in again


@pytest.mark.slow
def test_one_line_is_planned_and_pinned(cast, staff):
    make_request(cast.alliance, SchoolFactory(name="Penns"), state=MATCHING)
    leader = make_supporter(cast.alliance)
    plans.make_plan(plans.ask_for_plan(alliance=cast.alliance, by=cast.lead, now=timezone.now()).pk)
    line = path_to("support:plan_line", cast.alliance, number=0)
    assert leader.person.name in staff.get(line).content.decode()
    banner = staff.post(line, follow=True).content.decode()
    assert f"{leader.person.name} is planned for Penns, and stays so in any later plan." in banner
    assert Deployment.objects.get().pinned is True


@pytest.mark.slow
def test_pages_of_matching_cost_the_same_for_many(cast, staff):
    first = make_request(cast.alliance, cast.school, state=MATCHING)

    def grow(numbers):
        for _ in numbers:
            make_supporter(cast.alliance)
            make_designation(cast.alliance, PersonFactory(), SchoolFactory(), "Maths")
            request = make_request(cast.alliance, SchoolFactory(), state=MATCHING)
            make_deployment(request, make_supporter(cast.alliance), by=cast.lead)
            make_deployment(first, make_supporter(cast.alliance), by=cast.lead)
        plans.make_plan(plans.ask_for_plan(alliance=cast.alliance, by=cast.lead, now=timezone.now()).pk)

    pages = [
        path_to("support:request_match", cast.alliance, code=first.code),
        path_to("support:plan", cast.alliance),
    ]
    costs_the_same(lambda: [query for page in pages for query in queries_of(staff, page)], grow, (2, 5))
