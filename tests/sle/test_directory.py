"""The public directory: in it by one's own consent only, found by area, phase, kind and distance."""

import pytest
from django.utils import timezone

from alliance.refusal import Refused
from alliance.workflow.models import Event
from sle.models import Designation, DesignationArea
from sle.queries.directory import in_miles
from sle.services import directory, endings
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.sle_panel import make_areas
from tests.queries import costs_the_same, queries_of

LEADERS = "/boldmere/sle/leaders/"
MILE = 1609.344


@pytest.fixture
def home(db):
    return SchoolFactory(name="Penns Primary School", easting=400_000, northing=300_000)


@pytest.fixture
def held(cast, home):
    return make_designation(cast.alliance, cast.outsider, home)


def agree(designation, about=""):
    directory.join_directory(designation=designation, about=about, by=designation.person, now=timezone.now())


def leader(cast, name, school, *areas, **more):
    first, surname = name.split()
    person = PersonFactory(first_name=first, surname=surname)
    made = make_designation(cast.alliance, person, school, *areas, **more)
    agree(made)
    return made


def shown(client, query=""):
    return [row.person.name for row in client.get(f"{LEADERS}?{query}").context["page_obj"]]


def test_nobody_stands_in_the_directory_before_they_agree(client, held):
    assert (held.listed, shown(client)) == (None, [])
    assert "Find a leader for your school" not in client.get("/boldmere/").content.decode()
    agree(held, "I listen first.")
    page = client.get(LEADERS).content.decode()
    assert "Otis Outsider" in page
    assert "I listen first." in page
    assert "@" not in page
    assert "Find a leader for your school" in client.get("/boldmere/").content.decode()


def test_consent_is_taken_back_at_once_and_both_are_written_down(client, held):
    agree(held, "I listen first.")
    directory.leave_directory(designation=held, by=held.person, now=timezone.now())
    directory.leave_directory(designation=held, by=held.person, now=timezone.now())
    assert shown(client) == []
    told = Event.objects.filter(subject_type="sle.designation", subject_id=held.pk, move__contains="list")
    assert [(one.move, one.fields, one.person) for one in told.order_by("pk")] == [
        ("agree_to_be_listed", ["about"], held.person),
        ("take_back_listing", [], held.person),
    ]


def test_nobody_agrees_for_somebody_else(cast, sign_in, held):
    for person in (cast.director, cast.lead, None):
        with pytest.raises(Refused, match="Only the person designated can say"):
            directory.join_directory(designation=held, about="", by=person, now=timezone.now())
    page = sign_in(cast.director).get(f"/boldmere/sle/register/{held.pk}/").content.decode()
    assert "They have not said yet" in page
    assert "/directory/" not in page


def test_whoever_is_no_leader_any_more_stands_in_it_no_more(client, held):
    agree(held)
    endings.resign_designation(designation=held, reason="", by=held.person, now=timezone.now())
    assert shown(client) == []
    with pytest.raises(Refused, match="This designation is resigned, so it cannot stand in the directory"):
        agree(held)


@pytest.mark.slow
def test_a_leader_agrees_changes_and_leaves_on_their_page(cast, sign_in, held):
    client, page = sign_in(held.person), f"/boldmere/sle/register/{held.pk}/directory/"
    assert "May schools find you in our public directory?" in client.get("/boldmere/inbox/").content.decode()
    refused = client.post(page, {"about": "Write to otis@example.org"})
    assert (refused.status_code, "Leave e-mail addresses out" in refused.content.decode()) == (422, True)
    long = client.post(page, {"about": "word " * 81})
    assert "81 words are 1 more than the 80 allowed" in long.content.decode()
    assert "You stand in the public directory" in client.post(page, {"about": ""}, follow=True).content.decode()
    assert "May schools find you" not in client.get("/boldmere/inbox/").content.decode()
    client.post(f"{page}leave/")
    assert Designation.objects.get().listed is False


def test_it_is_found_by_kind_area_and_phase(cast, client, home):
    second = SchoolFactory(name="Burnt Mill Academy", phase="Secondary")
    leader(cast, "Ann Able", home, "Maths")
    leader(cast, "Ben Best", second, "Phonics")
    leader(cast, "Cat Cole", second, "Maths", kind="NLE")
    assert shown(client, "area=Maths") == ["Ann Able", "Cat Cole"]
    assert shown(client, "phase=Secondary") == ["Ben Best", "Cat Cole"]
    assert shown(client, "area=Maths&kind=NLE") == ["Cat Cole"]


def test_the_nearest_come_first_and_whose_place_is_not_known_last(cast, client, home):
    near = SchoolFactory(name="Near School", easting=400_000, northing=300_000 + round(4 * MILE))
    far = SchoolFactory(name="Far School", easting=400_000 - round(30 * MILE), northing=300_000)
    for name, school in (("Ann Lost", SchoolFactory()), ("Ben Far", far), ("Cat Near", near), ("Dan Here", home)):
        leader(cast, name, school)
    assert shown(client, "near=Penns") == ["Dan Here", "Cat Near", "Ben Far", "Ann Lost"]
    assert shown(client, "near=Penns&within=10") == ["Dan Here", "Cat Near", "Ann Lost"]
    page = client.get(f"{LEADERS}?near=Penns").content.decode()
    for words in ("At this school", "4 miles", "30 miles", "Distance not known"):
        assert words in page


def test_a_place_that_is_not_clear_is_asked_about(cast, client, home, held):
    agree(held)
    SchoolFactory(name="Penns Infant School")
    page = client.get(f"{LEADERS}?near=penns").content.decode()
    assert "Several schools fit. Choose the one you mean." in page
    assert page.count("<title>Error: ") == 1
    assert "Say from which school the distance is counted." in client.get(f"{LEADERS}?within=5").content.decode()
    lost = SchoolFactory(name="Lost School")
    page = client.get(f"{LEADERS}?near={lost.urn}&within=5").content.decode()
    assert "does not say where Lost School is" in page
    assert "Otis Outsider" in page


def test_distances_in_words():
    assert [in_miles(metres**2) for metres in (0, 700, MILE, 4.4 * MILE)] == [
        *("less than a mile", "less than a mile", "1 mile", "4 miles")
    ]
    assert in_miles(None) == ""


@pytest.mark.slow
def test_the_directory_costs_the_same_for_300(cast, client, home):
    (maths,) = make_areas("Maths")

    def more(numbers):
        people = [PersonFactory() for _ in numbers]
        made = Designation.objects.bulk_create(
            Designation(alliance=cast.alliance, person=one, home_school=home, state="current", listed=True)
            for one in people
        )
        DesignationArea.objects.bulk_create(
            DesignationArea(alliance=cast.alliance, designation=one, area=maths) for one in made
        )

    costs_the_same(lambda: queries_of(client, f"{LEADERS}?near=Penns"), more, (1, 3, 300))
