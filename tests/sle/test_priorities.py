"""From what schools say to a round's targets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.expertise.models import Area
from alliance.expertise.services import load_areas
from alliance.members.states import Role
from alliance.refusal import Refused
from alliance.surveys import services as survey_services
from alliance.surveys.models import Ask, Reply
from sle.demo import priorities as demo
from sle.models import Designation, DesignationArea
from sle.queries.priorities import Priority, asks_with_answers, needs_in
from sle.rules.priorities import proposed_target
from sle.services import set_up
from tests.factories import sle, surveys
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.schools import PartnerFactory, SchoolFactory


def area(name: str) -> Area:
    return Area.objects.get(area_list__current=True, name=name)


def designate(cast, school, name: str, **more) -> None:
    designation = Designation.objects.create(
        alliance=cast.alliance,
        person=PersonFactory(),
        home_school=school,
        **{"state": "current", "starts_on": date(2020, 1, 1), **more},
    )
    DesignationArea.objects.create(alliance=cast.alliance, designation=designation, area=area(name))


@pytest.fixture
def ask(cast):
    """Two primary schools and a secondary school have answered, one has only begun."""
    schools = [cast.school, *(SchoolFactory(name=f"S{n}", phase=p) for n, p in enumerate(("Secondary", "Primary", "")))]
    for school in schools[1:]:
        PartnerFactory(alliance=cast.alliance, school=school)
    made = surveys.make_ask(cast.director, cast.alliance)
    said = [
        {"sle-need": ["Maths", "Science"], "sle-urgent": ["Maths"], "sle-offer": ["English"]},
        {"sle-need": ["Maths"], "sle-offer": ["Science", "English"]},
        {"sle-need": ["Maths"], "sle-urgent": ["Maths"]},
    ]
    for school, ticked in zip(schools, said, strict=False):
        surveys.answered(Reply.objects.get(ask=made, school=school), ticked)
    surveys.fill(Reply.objects.get(ask=made, school=schools[3]), {"sle-need": ["History"]})
    return made


@pytest.mark.parametrize(
    ("need", "urgent", "supply", "each", "target"),
    [(0, 0, 0, 3, None), (1, 0, 0, 3, 1), (4, 0, 0, 3, 2), (4, 0, 2, 3, None), (2, 2, 0, 3, 1), (9, 0, 1, 2, 4)],
)
def test_a_target_is_what_the_schools_in_need_lack(need, urgent, supply, each, target):
    assert proposed_target(need=need, urgent=urgent, supply=supply, each=each) == target


@pytest.mark.slow
def test_need_offer_and_supply_are_counted_by_area_and_phase(cast, ask):
    designate(cast, cast.school, "Maths")
    designate(cast, cast.school, "Maths", state="offered")
    designate(cast, cast.school, "Maths", state="resigned", ended_on=date(2021, 1, 1))
    designate(cast, cast.school, "History", starts_on=timezone.localdate() + timedelta(days=1))
    [year] = needs_in(asks_with_answers(cast.alliance))
    assert (year.answered, year.asked, year.phases) == (3, 4, ["Primary", "Secondary"])
    assert {row.area: row for row in year.by_area()} == {
        "Maths": Priority("Maths", need=3, urgent=2, supply=1),
        "Science": Priority("Science", need=1, offer=1),
        "English": Priority("English", offer=2),
    }
    assert year.by_area("Secondary")[1] == Priority("Maths", need=1)
    assert (year.total().need, year.total().supply) == (4, 1)


@pytest.mark.slow
def test_an_earlier_year_counts_the_leaders_of_its_time(cast, ask):
    designate(cast, cast.school, "Maths", starts_on=timezone.localdate() - timedelta(days=3))
    before = surveys.make_ask(cast.director, cast.alliance, year=2025, now=timezone.now() - timedelta(days=100))
    reply = Reply.objects.get(ask=before, school=cast.school)
    surveys.answered(reply, {"sle-need": ["Maths"]}, now=timezone.now() - timedelta(days=99))
    now, then = needs_in(asks_with_answers(cast.alliance))
    assert [row.supply for row in now.by_area() if row.area == "Maths"] == [1]
    assert [row.supply for row in then.by_area() if row.area == "Maths"] == [0]


@pytest.mark.slow
def test_targets_are_written_by_area_while_the_round_may_be_set_up(cast, ask):
    round = sle.make_round(cast.lead, cast.alliance, opened=False)
    targets = {area("Maths").pk: 3, area("Science").pk: 1, area("English").pk: None}
    set_up.set_targets_by_area(round=round, targets=targets, by=cast.lead)
    assert dict(round.areas.values_list("area__name", "target")) == {"Maths": 3, "Phonics": None, "Science": 1}
    own = Area.objects.create(alliance=cast.other, name="Theirs")
    with pytest.raises(Refused, match="not on the alliance’s list"):
        set_up.set_targets_by_area(round=round, targets={own.pk: 1}, by=cast.lead)
    opened = sle.make_round(cast.lead, cast.alliance)
    with pytest.raises(Refused, match="This round has opened"):
        set_up.set_targets_by_area(round=opened, targets=targets, by=cast.lead)


@pytest.mark.slow
def test_the_page_proposes_and_writes_what_staff_confirm(cast, ask, sign_in):
    round = sle.make_round(cast.lead, cast.alliance, opened=False)
    page = path_to("sle:round_targets_from_priorities", cast.alliance, pk=round.pk)
    lead = sign_in(cast.lead)
    form = lead.get(page).context["form"]
    proposed = {field.label: field.initial for field in form.fields.values()}
    assert proposed == {"Maths": 1, "Phonics": None, "Science": 1}
    assert "3 schools in need, 2 of them urgent; 0 designated" in lead.get(page).content.decode()
    assert lead.get(page + "?each=1").context["form"].fields[f"area_{area('Maths').pk}"].initial == 3
    assert lead.post(page, {f"area_{area('Maths').pk}": "none"}).status_code == 422
    assert lead.post(page, {f"area_{area('Maths').pk}": "2"}).status_code == 302
    assert round.areas.get(area__name="Maths").target == 2


@pytest.mark.slow
def test_the_table_is_a_file_too_and_survives_odd_filters(cast, ask, sign_in):
    page = path_to("sle:priorities", cast.alliance)
    lines = sign_in(cast.lead).get(page + "?format=csv").content.decode("utf-8-sig").splitlines()
    assert "2026/27,Maths,Primary,2,2,0,0,2" in lines
    for query in ("?year=1", "?year=x&phase=y", "?phase=Secondary", "?year=2026"):
        assert sign_in(cast.lead).get(page + query).status_code == 200


@pytest.mark.slow
def test_an_answer_that_is_open_again_counts_no_more(cast, ask):
    reply = Reply.objects.get(ask=ask, school=cast.school)
    survey_services.reopen_reply(reply=reply, reason="Wrong.", by=cast.lead, now=timezone.now())
    [year] = needs_in(asks_with_answers(cast.alliance))
    assert [row.need for row in year.by_area() if row.area == "Maths"] == [2]


@pytest.mark.slow
def test_the_demo_has_two_years_one_that_is_open_and_targets_from_them(cast):
    load_areas()
    for number in range(5):
        school = SchoolFactory(name=f"School {number}")
        PartnerFactory(alliance=cast.alliance, school=school)
        MembershipFactory(alliance=cast.alliance, school=school, role=Role.HEADTEACHER)
    round = sle.make_round(cast.lead, cast.alliance, opened=False)
    demo.fill_years(cast)
    demo.take_targets(cast)
    assert list(Ask.objects.values_list("state", flat=True)) == ["open", "closed", "closed"]
    states = list(Ask.objects.first().replies.order_by("school__name").values_list("state", flat=True))
    assert states == ["answered", "answered", "answered", "answered", "begun", "waiting"]
    assert all(year.total().need for year in needs_in(asks_with_answers(cast.alliance)))
    assert round.areas.exclude(target=None).exists()
