"""Everybody who can be deployed, in one read."""

from datetime import date

import pytest

from alliance.refusal import Refused
from support.models import Supporter, SupporterArea
from support.queries.leaders import leaders
from support.rules.school_years import year_of
from support.services.supply import supporter_for_designation
from support.states import DeploymentState, Phase
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.support import area_called, make_deployment, make_request, make_supporter
from tests.queries import asked, costs_the_same


def test_a_school_year_is_named_by_the_year_in_which_it_begins():
    assert [year_of(date(2027, 8, 31)), year_of(date(2027, 9, 1))] == [2026, 2027]


def test_leaders_of_the_register_stand_beside_other_supporters(cast):
    school = SchoolFactory(phase="Secondary")
    held = make_designation(cast.alliance, PersonFactory(surname="Abel"), school, "Maths")
    make_designation(cast.alliance, PersonFactory(), school, "English", state="resigned")
    make_designation(cast.other, PersonFactory(), school, "English")
    other = make_supporter(cast.alliance, areas=("English",))
    first, second = sorted(leaders(cast.alliance), key=lambda one: one.kind, reverse=True)
    assert (first.designation_id, first.person, first.home_school) == (held.pk, held.person, school)
    assert ([area.name for area in first.areas], first.phases) == (["Maths"], (Phase.SECONDARY,))
    assert (first.word, first.supporter.pk) == ("specialist leader of education", None)
    assert (second.supporter, second.word, [a.name for a in second.areas]) == (other, "other supporter", ["English"])


def test_days_left_are_those_of_the_school_year_less_what_is_planned_or_done(cast):
    supporter, request = make_supporter(cast.alliance), make_request(cast.alliance, cast.school)
    this = {"begins_on": date(2026, 9, 1)}
    make_deployment(request, supporter, by=cast.lead, half_days=8, state=DeploymentState.ENDED, **this)
    make_deployment(request, supporter, by=cast.lead, half_days=4, state=DeploymentState.DECLINED, **this)
    make_deployment(request, supporter, by=cast.lead, half_days=2, begins_on=date(2026, 8, 31))
    (one,) = leaders(cast.alliance)
    assert [one.left(year) for year in (2025, 2026, 2027)] == [28, 22, 30]
    assert (one.load, one.helped) == (1, {cast.school.urn: 2026})


def test_a_supporter_is_made_on_first_use_and_once(cast):
    science = area_called("Science")
    held = make_designation(cast.alliance, PersonFactory(), cast.school, "Maths")
    made = [supporter_for_designation(alliance=cast.alliance, designation_id=held.pk, by=cast.head) for _ in range(2)]
    assert made[0] == made[1] == Supporter.objects.get()
    assert made[0].person == held.person
    SupporterArea.objects.create(alliance=cast.alliance, supporter=made[0], area=science)
    (one,) = leaders(cast.alliance)
    assert (one.supporter, {area.name for area in one.areas}) == (made[0], {"Maths", "Science"})


def test_who_is_designated_no_more_or_elsewhere_cannot_be_chosen(cast):
    gone = make_designation(cast.alliance, PersonFactory(), cast.school, "Maths", state="resigned")
    elsewhere = make_designation(cast.other, PersonFactory(), cast.school, "Maths")
    for held in (gone, elsewhere):
        with pytest.raises(Refused, match="not on the register any more"):
            supporter_for_designation(alliance=cast.alliance, designation_id=held.pk, by=cast.lead)


def test_reading_everybody_costs_the_same_for_many(cast):
    request = make_request(cast.alliance, cast.school)

    def grow(numbers):
        for _ in numbers:
            held = make_designation(cast.alliance, PersonFactory(), cast.school, "Maths")
            supporter_for_designation(alliance=cast.alliance, designation_id=held.pk, by=cast.lead)
            supporter = make_supporter(cast.alliance)
            supporter.interests.add(cast.school)
            make_deployment(request, supporter, by=cast.lead)

    costs_the_same(lambda: asked(lambda: leaders(cast.alliance)), grow, (1, 3))
