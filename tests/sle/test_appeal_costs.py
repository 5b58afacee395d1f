"""What it costs to find out who may deal with an appeal."""

import pytest

from alliance.members.states import Role
from sle.rules import appeals as rules
from tests.factories import sle_appeal as made
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.schools import SchoolFactory
from tests.queries import asked, dearer

pytestmark = pytest.mark.slow


def test_32_who_arranges_an_appeal_costs_the_same_for_any_number_of_staff(cast):
    case = made.lodge_against(made.make_ended(cast))
    school = case.review.designation.home_school

    def hire(*schools):
        people = [PersonFactory() for _ in schools]
        for person, school in zip(people, schools, strict=True):
            MembershipFactory(alliance=cast.alliance, person=person, role=Role.ADMINISTRATOR)
            MembershipFactory(alliance=cast.alliance, person=person, role=Role.HEADTEACHER, school=school)
        return people

    hire(school)
    few = asked(lambda: rules.arrangers_of([case]))
    free = hire(SchoolFactory(), SchoolFactory(), SchoolFactory())
    many = asked(lambda: rules.arrangers_of([case]))
    assert not dearer(few, many)
    assert rules.arrangers_of([case])[case.pk] == {cast.administrator.pk, *(person.pk for person in free)}
