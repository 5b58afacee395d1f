"""Finding schools, and following what they were and became."""

import pytest

from alliance.schools.models import SchoolLink
from alliance.schools.queries import families, family, search_schools, successor_of, successors_of
from alliance.schools.states import SchoolStatus
from tests.factories.schools import SchoolFactory
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def penns():
    return SchoolFactory(urn=103356, name="Penns Primary School", town="Sutton Coldfield", postcode="B72 1BS")


@pytest.fixture
def st_johns():
    old = SchoolFactory(urn=115094, name="St John's CofE Primary", town="Buckhurst Hill", status=SchoolStatus.CLOSED)
    new = SchoolFactory(urn=145599, name="St John's CofE Primary", town="Buckhurst Hill", postcode="IG9 5RX")
    return old, new


@pytest.mark.parametrize(
    "text", ["103356", " URN 103356 ", "urn: 103356", "penns", "coldfield PENNS", "b721bs", "B72 1BS", "Penns (103356)"]
)
def test_a_school_is_found_by_name_town_postcode_or_urn(penns, text):
    SchoolFactory(name="Other School", town="Elsewhere", postcode="ZZ9 9ZZ")
    assert search_schools(text) == [penns]


@pytest.mark.parametrize("text", ["", "  ", "'", "enns", "999999", "penns birmingham"])
def test_nothing_is_found_for_no_text_inner_letters_or_a_wrong_word(penns, text):
    assert search_schools(text) == []


def test_open_schools_come_before_closed_ones_of_the_same_name(st_johns):
    old, new = st_johns
    assert search_schools("st johns") == [new, old]


def test_at_most_as_many_as_asked_are_found():
    for _ in range(4):
        SchoolFactory(name="All Saints")
    assert len(search_schools("all saints", limit=3)) == 3


def test_a_family_is_followed_both_ways_from_one_sided_links():
    # Bovingdon: two schools became one in 1998, which became an academy in 2011; each link is registered at one end.
    SchoolLink.objects.create(urn=131188, link_urn=117086, link_type="Predecessor - merged")
    SchoolLink.objects.create(urn=131188, link_urn=117295, link_type="Predecessor - merged")
    SchoolLink.objects.create(urn=131188, link_urn=136857, link_type="Successor")
    SchoolLink.objects.create(urn=136857, link_urn=900000, link_type="Sixth Form Centre Link")
    assert family(117086) == {117086, 131188, 136857}
    assert family(136857) == {136857, 131188, 117086, 117295}
    assert family(900000) == {900000}
    urns = [117086, 136857, 900000]
    assert families(urns) == {urn: family(urn) for urn in urns}
    assert len(asked(lambda: families(urns))) == 6  # two generations each way, and that there is no third


def test_a_family_whose_links_run_in_a_circle_is_still_finite():
    SchoolLink.objects.create(urn=1, link_urn=2, link_type="Successor")
    SchoolLink.objects.create(urn=2, link_urn=1, link_type="Successor")
    assert family(1) == {1, 2}


def test_the_successor_is_the_last_of_the_line(st_johns):
    old, new = st_johns
    middle = SchoolFactory(urn=120000, status=SchoolStatus.CLOSED)
    SchoolLink.objects.create(urn=old.urn, link_urn=middle.urn, link_type="Successor")
    SchoolLink.objects.create(urn=new.urn, link_urn=middle.urn, link_type="Predecessor")
    assert successor_of(old) == new
    assert successor_of(new) is None


def test_a_school_that_was_split_has_several_successors_and_no_single_one(st_johns):
    old, new = st_johns
    other = SchoolFactory(urn=145600)
    for target in (new, other):
        SchoolLink.objects.create(urn=old.urn, link_urn=target.urn, link_type="Successor - Split School")
    assert successors_of(old) == [new, other]
    assert successor_of(old) is None
