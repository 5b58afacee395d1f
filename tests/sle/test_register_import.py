"""Day one: the register that an alliance kept before, from CSV."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.expertise.models import Area
from alliance.expertise.services import add_area, load_areas
from alliance.people.models import Person
from alliance.post.models import Mail
from alliance.workflow.models import Event
from sle.models import Designation
from sle.queries.returns import unreported
from tests.factories.schools import SchoolFactory

PATH = "/boldmere/sle/register/import/"
HEAD = "First name,Surname,E-mail,URN,TRN,Areas,Designated on,Until,Kind"
AMARA = "Amara,Okafor,A.Okafor@Penns.example,103356,1234567,maths; Inclusion,01/09/2023,,"


@pytest.fixture
def staff(cast, sign_in):
    load_areas()
    SchoolFactory(urn=103356, name="Penns Primary School")
    add_area(alliance=cast.alliance, name="Inclusion", national=None, by=cast.lead)
    return sign_in(cast.lead)


def bring_in(client, *lines):
    upload = SimpleUploadedFile("register.csv", "\r\n".join((HEAD, *lines)).encode())
    answer = client.post(PATH, {"file": upload})
    if answer.context["outcome"] is None or answer.context["outcome"].errors:
        return answer
    return client.post(PATH, {"text": answer.context["text"], "bring_in": "yes"}, follow=True)


@pytest.mark.slow
def test_leaders_are_brought_in_as_current_with_their_areas(cast, staff):
    answer = bring_in(staff, AMARA)
    assert "1 added, 0 changed, 0 unchanged" in answer.content.decode()
    held = Designation.objects.get()
    assert (held.person.email, held.person.name) == ("a.okafor@penns.example", "Amara Okafor")
    assert (held.state, held.home_school.urn, held.trn) == ("current", 103356, "1234567")
    assert (held.starts_on, held.ends_on) == (date(2023, 9, 1), date(2027, 9, 1))
    assert {line.area.name for line in held.areas.all()} == {"Maths", "Inclusion"}
    event = Event.objects.get(subject_type="sle.designation", subject_id=held.pk)
    assert (event.move, event.person) == ("bring_in", cast.lead)


def test_nobody_is_written_to_and_the_agency_is_not_told_again(staff):
    bring_in(staff, AMARA)
    assert not Mail.objects.exists()
    assert not unreported().exists()
    assert not Person.objects.get(email="a.okafor@penns.example").has_usable_password()


@pytest.mark.slow
def test_the_same_line_again_changes_nothing_and_a_corrected_one_changes(staff):
    bring_in(staff, AMARA)
    assert "0 added, 0 changed, 1 unchanged" in bring_in(staff, AMARA).content.decode()
    changed = AMARA.replace("maths; Inclusion", "Science").replace("2023", "2022")
    assert "0 added, 1 changed, 0 unchanged" in bring_in(staff, changed).content.decode()
    held = Designation.objects.get()
    assert (held.starts_on.year, [line.area.name for line in held.areas.all()]) == (2022, ["Science"])


def test_an_area_of_the_current_list_is_taken_before_one_of_an_older_list(staff):
    bring_in(staff, AMARA)
    area = Designation.objects.get().areas.get(area__name="Maths").area
    assert area.area_list.current
    assert Area.objects.filter(name="Maths").count() > 1


def test_wrong_lines_are_named_and_nothing_is_stored(staff):
    people = Person.objects.count()
    answer = bring_in(
        staff,
        AMARA,
        AMARA.replace("1234567", "12345"),
        AMARA.replace("103356", "999999"),
        AMARA.replace("maths", "Juggling"),
        AMARA.replace("01/09/2023", "01/09/2999"),
        AMARA.replace(",01/09/2023,,", ",01/09/2023,01/09/2020,"),
        AMARA.replace("A.Okafor@Penns.example", "nobody"),
        AMARA.replace("maths; Inclusion", ";"),
        AMARA + "XLE",
    )
    assert answer.context["outcome"].errors == [
        (3, "TRN: “12345” does not have seven digits."),
        (4, "URN: there is no school with the URN 999999 on the register."),
        (5, "Areas: “Juggling” is neither an area of a national list nor one of your own."),
        (6, "Designated on: that day is still to come."),
        (7, "Until is not after Designated on."),
        (8, "E-mail: “nobody” is not an e-mail address."),
        (9, "Areas is missing."),
        (10, "Kind: “XLE” is none of your kinds of leaders."),
    ]
    assert not Designation.objects.exists()
    assert Person.objects.count() == people


@pytest.mark.slow
def test_somebody_designated_by_another_alliance_is_refused(cast, staff, sign_in):
    bring_in(staff, AMARA)
    line = AMARA.replace("; Inclusion", "")
    upload = SimpleUploadedFile("register.csv", f"{HEAD}\r\n{line}".encode())
    answer = sign_in(cast.other_director).post(PATH.replace("boldmere", "west-herts"), {"file": upload})
    assert answer.context["outcome"].errors == [
        (2, "Amara Okafor is designated elsewhere: that has to end, or move here, first.")
    ]
    assert Designation.objects.count() == 1


def test_only_the_alliances_staff_may(cast, sign_in, staff):
    for person in (cast.head, cast.teacher, cast.outsider, cast.other_director):
        assert sign_in(person).get(PATH).status_code == 403
    assert staff.get(PATH, {"template": "csv"}).content.decode("utf-8-sig").strip() == HEAD


def test_a_national_leader_is_brought_in_without_areas_or_an_end(staff):
    bring_in(staff, AMARA.replace("maths; Inclusion", "") + "nle")
    held = Designation.objects.get()
    assert (held.kind, held.ends_on, held.areas.count()) == ("NLE", None, 0)
