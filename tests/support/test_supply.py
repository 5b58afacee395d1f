"""Supporters: what staff and leaders say of what they can give."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.states import Role
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.schools.models import School
from alliance.surveys.models import Reply
from support.models import Away, Supporter
from support.queries.audit import Given, audit
from support.queries.capacity import SchoolGives
from support.queries.leaders import leaders
from support.queries.supply import free_months, is_free
from support.services import supply
from support.states import Phase
from tests.factories import surveys
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.support import area_called, make_deployment, make_request, make_supporter
from tests.queries import costs_the_same, queries_of


def change(supporter, by, **values):
    supply.change_supporter(supporter=supporter, values=values, by=by, now=timezone.now())


def test_staff_add_somebody_without_a_designation_once(cast):
    values = {"first_name": "Ola", "surname": "Berg", "email": "ola@x.example", "home_school": cast.school}
    areas = [area_called("Music")]
    made = supply.add_supporter(alliance=cast.alliance, areas=areas, by=cast.lead, **values)
    (leader,) = leaders(cast.alliance)
    assert (leader.supporter, leader.person.name, [a.name for a in leader.areas]) == (made, "Ola Berg", ["Music"])
    with pytest.raises(Refused, match="supporter already"):
        supply.add_supporter(alliance=cast.alliance, areas=areas, by=cast.lead, **values)
    with pytest.raises(Refused):
        supply.add_supporter(alliance=cast.alliance, areas=areas, by=cast.head, **{**values, "email": "b@x.example"})


def test_a_leader_keeps_their_own_and_the_home_head_hears_of_other_days(cast):
    supporter = make_supporter(cast.alliance)
    head = PersonFactory()
    MembershipFactory(alliance=cast.alliance, person=head, role=Role.HEADTEACHER, school=supporter.home_school)
    change(supporter, supporter.person, half_days_a_year=20, miles=8)
    mail = Mail.objects.get(kind="support.days_changed")
    assert (mail.email, "10 days in a school year. It was 15 days before." in mail.body) == (head.email, True)
    change(supporter, supporter.person, half_days_a_year=20, miles=9)
    change(supporter, cast.lead, half_days_a_year=24)
    assert Mail.objects.filter(kind="support.days_changed").count() == 1
    with pytest.raises(Refused, match="alliance’s staff to say"):
        change(supporter, supporter.person, phases=[Phase.SECONDARY])
    with pytest.raises(Refused, match="kept by themselves"):
        change(supporter, cast.head, miles=3)
    assert Supporter.objects.get().half_days_a_year == 24


def test_days_that_are_spoken_for_are_not_taken_back(cast):
    supporter = make_supporter(cast.alliance)
    make_deployment(make_request(cast.alliance, cast.school), supporter, by=cast.lead, half_days=8)
    change(supporter, supporter.person, half_days_a_year=8)
    with pytest.raises(Refused, match="8 half days of a school year are spoken for already"):
        change(supporter, supporter.person, half_days_a_year=7)


def test_times_away_are_not_free(cast):
    supporter, today = make_supporter(cast.alliance), date(2027, 3, 1)
    Away.objects.create(
        alliance=cast.alliance,
        supporter=supporter,
        first_day=date(2027, 3, 8),
        last_day=date(2027, 4, 1),
        why="Exams",
    )
    (leader,) = leaders(cast.alliance)
    months = free_months(cast.alliance, leader, today)
    assert [(one.first, one.working, one.away, one.why) for one in months[:2]] == [
        (date(2027, 3, 1), 21, 16, ("Exams",)),
        (date(2027, 4, 1), 22, 1, ("Exams",)),
    ]
    assert [is_free(leader, day) for day in (date(2027, 3, 7), date(2027, 3, 8), date(2027, 4, 2))] == [
        True,
        False,
        True,
    ]


@pytest.mark.slow
def test_a_time_away_is_added_and_removed_on_the_leaders_own_page(cast, sign_in):
    held = make_designation(cast.alliance, PersonFactory(), SchoolFactory(), "Maths")
    client = sign_in(held.person)
    page = path_to("support:supporter", cast.alliance, key=f"d{held.pk}")
    assert "My availability" in client.get(page).content.decode()
    assert f'href="{page}"' in client.get(path_to("web:inbox", cast.alliance)).content.decode()
    add = path_to("support:away_add", cast.alliance, key=f"d{held.pk}")
    first, last = timezone.localdate() + timedelta(days=10), timezone.localdate() + timedelta(days=12)

    def sent(start, end):
        parts = {"day": "d", "month": "m", "year": "Y"}
        return {
            f"{name}_{at}": f"{value:%{code}}"
            for name, value in (("first_day", start), ("last_day", end))
            for at, code in enumerate(parts.values())
        }

    refused = client.post(add, sent(last, first))
    assert (refused.status_code, Away.objects.count()) == (422, 0)
    assert "The last day comes before the first." in refused.content.decode()
    client.post(add, sent(first, last))
    away = Away.objects.get()
    assert (away.first_day, away.last_day, away.supporter.designation_id) == (first, last, held.pk)
    client.post(path_to("support:away_remove", cast.alliance, key=f"d{held.pk}", pk=away.pk))
    assert not Away.objects.exists()


@pytest.mark.slow
def test_the_list_finds_leaders_by_kind_area_phase_and_whether_they_are_free(cast, sign_in):
    client = sign_in(cast.lead)
    maths = make_supporter(cast.alliance)
    science = make_supporter(cast.alliance, areas=("Science",))
    Supporter.objects.filter(pk=science.pk).update(half_days_a_year=0, phases=[Phase.SECONDARY])
    page = path_to("support:supporter_list", cast.alliance)
    for query, there in (
        ({}, {maths, science}),
        ({"area": "Science"}, {science}),
        ({"phase": "primary"}, {maths}),
        ({"free": "yes"}, {maths}),
        ({"free": "no"}, {science}),
        ({"kind": "other"}, {maths, science}),
    ):
        text = client.get(page, query).content.decode()
        assert {one for one in (maths, science) if one.person.name in text} == there, query


def test_the_list_costs_the_same_for_many(cast, sign_in):
    client, page = sign_in(cast.lead), path_to("support:supporter_list", cast.alliance)

    def grow(numbers):
        for _ in numbers:
            make_supporter(cast.alliance).interests.add(cast.school)

    costs_the_same(lambda: queries_of(client, page), grow, (1, 3))


def test_supply_against_demand_by_area_and_distance(cast, sign_in):
    School.objects.filter(pk=cast.school.pk).update(easting=411_000, northing=294_000)
    school = SchoolFactory(name="Penns", easting=411_000 + 3219, northing=294_000)
    request = make_request(cast.alliance, school, state="matching", areas=("Maths", "Science"), urgency="urgent")
    make_request(cast.alliance, school, state="declined", areas=("Music",))
    met = make_supporter(cast.alliance, areas=("Science",))
    deployment = make_deployment(request, met, by=cast.lead)
    deployment.needs.filter(need__area__name="Maths").delete()
    make_supporter(cast.alliance, school=cast.school)
    found = audit(cast.alliance)
    assert {row.area: (row.wanted, row.urgent, row.free, row.leaders) for row in found.rows} == {
        "Maths": (6, 6, 30, 1),
        "Science": (0, 0, 24, 1),
    }
    assert [(row.school.name, row.miles and round(row.miles, 1)) for row in found.places[:2]] == [
        ("Boldmere Junior School", 0),
        ("Penns", 2.0),
    ]
    assert {row.area for row in audit(cast.alliance, Phase.SECONDARY).rows} == set()
    page = path_to("support:supply_audit", cast.alliance)
    text = sign_in(cast.lead).get(page).content.decode()
    assert text.count('class="portal-map__wanted"') == 1
    assert text.count('class="portal-map__given"') == 1
    rows = sign_in(cast.lead).get(page, {"format": "csv"}).getvalue().decode()
    assert "Maths,6,6,30,1,0,0,0" in rows


@pytest.mark.slow
def test_supply_against_demand_costs_the_same_for_many(cast, sign_in):
    client, page = sign_in(cast.lead), path_to("support:supply_audit", cast.alliance)

    def grow(numbers):
        for _ in numbers:
            request = make_request(cast.alliance, SchoolFactory(), state="matching")
            make_deployment(request, make_supporter(cast.alliance), by=cast.lead)

    costs_the_same(lambda: queries_of(client, page), grow, (1, 3))


@pytest.mark.slow
def test_what_schools_could_give_is_asked_once_a_year(cast, sign_in):
    ask = surveys.make_ask(cast.director, cast.alliance)
    reply = Reply.objects.get(ask=ask)
    numbers = {"people": 2, "half-days": 9, "miles": 12}
    surveys.answered(reply, {"sle-need": ["Maths"], "sle-offer": ["English"]}, given={"support-give": numbers})
    found = audit(cast.alliance)
    assert found.given == Given((SchoolGives(cast.school, 2, 9, 12),))
    assert (found.given.schools, found.given.people, found.given.half_days) == (1, 2, 9)
    assert {row.area: (row.need, row.offer) for row in found.rows} == {"Maths": (1, 0), "English": (0, 1)}
    assert audit(cast.alliance, Phase.SECONDARY).given == Given()
    page = sign_in(cast.lead).get(path_to("support:supply_audit", cast.alliance)).content.decode()
    assert "What schools could give" in page
    near, far = (make_supporter(cast.alliance, school=cast.school) for _ in range(2))
    Supporter.objects.filter(pk=far.pk).update(miles=0)
    elsewhere = make_supporter(cast.alliance)
    miles = {one.supporter.pk: one.miles for one in leaders(cast.alliance)}
    assert miles == {near.pk: 12, far.pk: 0, elsewhere.pk: None}
    shown = sign_in(cast.lead).get(path_to("support:supporter", cast.alliance, key=f"s{near.pk}")).content.decode()
    assert f"Up to 12 miles, as {cast.school.name} said in the yearly ask" in shown
