"""Day one: partners and contacts from CSV, checked first, then all or nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.imports import MOST_LINES, Sheet, SheetColumn, SheetRefused, read_sheet
from alliance.members.models import SchoolContact
from alliance.schools.models import Division, Partner, SchoolLink, Tier
from alliance.schools.states import SchoolStatus
from alliance.workflow.models import Event
from tests.factories.schools import SchoolFactory

PARTNERS = "/boldmere/partners/import/"
CONTACTS = "/boldmere/people/contacts/import/"
SHEET = Sheet("test", (SheetColumn("URN", needed=True), SheetColumn("Name")))


def upload(*lines, encoding="utf-8"):
    return {"file": SimpleUploadedFile("list.csv", "\r\n".join(lines).encode(encoding))}


@pytest.fixture
def schools(cast):
    SchoolFactory(urn=103356, name="Penns Primary School")
    SchoolFactory(urn=103353, name="Maney Hill Primary School")


@pytest.fixture
def staff(cast, sign_in, schools):
    return sign_in(cast.administrator)


def carried(answer):
    return {"text": answer.context["text"], "bring_in": "yes"}


def test_a_dry_run_stores_nothing_and_says_what_would_be(staff):
    answer = staff.post(PARTNERS, upload("URN,Tier,Since", "103356,Strategic,01/09/2024", "103353,Strategic,"))
    assert "The file is in order: 2 added, 0 changed, 0 unchanged." in answer.content.decode()
    assert (Partner.objects.count(), Tier.objects.count()) == (2, 0)


def test_what_was_checked_is_brought_in_whole(staff, cast):
    answer = staff.post(PARTNERS, upload("URN,Tier,Since", "103356,Strategic,01/09/2024", "103353,Strategic,"))
    answer = staff.post(PARTNERS, carried(answer), follow=True)
    assert "The file has been brought in: 2 added, 0 changed, 0 unchanged." in answer.content.decode()
    penns = Partner.objects.get(school__urn=103356)
    assert (penns.name, penns.tier.name, penns.since) == ("Penns Primary School", "Strategic", date(2024, 9, 1))
    assert penns.alliance == cast.alliance
    event = Event.objects.get(subject_type="schools.partner", subject_id=penns.pk)
    assert (event.move, event.person) == ("add_partner", cast.administrator)


def test_a_tier_and_a_division_written_small_are_the_same(staff):
    answer = staff.post(PARTNERS, upload("URN,Tier,Division", "103356,Strategic,Catholic", "103353,strategic,CATHOLIC"))
    staff.post(PARTNERS, carried(answer))
    assert [tier.name for tier in Tier.objects.all()] == ["Strategic"]
    assert [division.name for division in Division.objects.all()] == ["Catholic"]


def test_the_same_file_again_changes_nothing(staff):
    for effect in ("1 added, 0 changed, 0 unchanged", "0 added, 0 changed, 1 unchanged"):
        answer = staff.post(PARTNERS, upload("Kind,Name", "University,University of Hertfordshire"))
        assert effect in answer.content.decode()
        staff.post(PARTNERS, carried(answer))
    assert Partner.objects.filter(kind="university").count() == 1


def test_one_wrong_line_keeps_all_out_and_is_named(staff):
    answer = staff.post(
        PARTNERS,
        upload(
            "URN,Kind,Name,Since,Until",
            "103356,,,,",
            "999999,,,,",
            "abc,,,,",
            ",,Somebody,,",
            ",Pub,The Dog,,",
            "103353,,,31/02/2024,",
            "103353,,,01/02/2024,01/02/2023",
            ",College,,,",
        ),
    )
    assert answer.context["outcome"].errors == [
        (3, "URN: there is no school with the URN 999999 on the register."),
        (4, "URN: “abc” is not a URN of five or six digits."),
        (5, "URN is missing: a school is known by it."),
        (
            6,
            "Kind: “Pub” is none of School, College, University, Training provider, Local authority, Diocese, Trust, "
            "National body, Charity, Company, Network, Regional schools commissioner.",
        ),
        (7, "Since: “31/02/2024” is not a date. Write it like 31/08/2026."),
        (8, "Until is before Since."),
        (9, "Name is missing."),
    ]
    assert "7 lines cannot be brought in" in answer.content.decode()
    assert Partner.objects.count() == 2


def test_errors_found_at_the_second_step_still_keep_all_out(staff):
    answer = staff.post(PARTNERS, {"text": "URN\r\n103356\r\n999999", "bring_in": "yes"})
    assert answer.context["outcome"].errors[0][0] == 3
    assert Partner.objects.count() == 2


def test_a_closed_school_is_refused_with_what_it_has_become(staff):
    SchoolFactory(urn=115219, name="Burnt Mill Comprehensive School", status=SchoolStatus.CLOSED)
    SchoolFactory(urn=137694, name="Burnt Mill Academy")
    SchoolLink.objects.create(urn=115219, link_urn=137694, link_type="Successor")
    answer = staff.post(PARTNERS, upload("URN", "115219"))
    assert answer.context["outcome"].errors == [
        (2, "URN: Burnt Mill Comprehensive School (115219) has closed. It has become Burnt Mill Academy (137694).")
    ]


def test_contacts_are_brought_in_unconfirmed_and_changed_by_address(staff):
    head = "URN,Name,E-mail,Telephone,Post,Head"
    answer = staff.post(CONTACTS, upload(head, "103356,Jo Ward,Head@Penns.example,'+44 121 496 0000,Head,yes"))
    staff.post(CONTACTS, carried(answer))
    contact = SchoolContact.objects.get(email="head@penns.example")
    assert (contact.name, contact.telephone, contact.is_head, contact.confirmed_at) == (
        "Jo Ward",
        "+44 121 496 0000",
        True,
        None,
    )
    answer = staff.post(CONTACTS, upload(head, "103356,Jo Ward-Hill,head@penns.example,,Head,yes"))
    assert "0 added, 1 changed, 0 unchanged" in answer.content.decode()
    staff.post(CONTACTS, carried(answer))
    assert SchoolContact.objects.get().name == "Jo Ward-Hill"


def test_contacts_with_missing_or_wrong_cells_are_named(staff):
    answer = staff.post(
        CONTACTS, upload("URN,Name,E-mail,Head", "103356,,a@b.example,", "103356,Jo,nobody,", "103356,Jo,a@b.example,?")
    )
    assert answer.context["outcome"].errors == [
        (2, "Name is missing."),
        (3, "E-mail: “nobody” is not an e-mail address."),
        (4, "Head: “?” is neither yes nor no."),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", [PARTNERS, CONTACTS])
def test_only_staff_bring_anything_in(cast, sign_in, schools, path):
    for person in (cast.head, cast.teacher, cast.outsider, cast.other_director):
        assert sign_in(person).get(path).status_code == 403
        assert sign_in(person).post(path, upload("URN", "103356")).status_code == 403
    assert sign_in(None).get(path).status_code == 302


@pytest.mark.parametrize("path", [PARTNERS, CONTACTS])
def test_the_template_can_be_downloaded_and_brought_back(staff, path):
    template = staff.get(path, {"template": "csv"})
    assert template["Content-Type"].startswith("text/csv")
    assert b"URN" in template.content
    answer = staff.post(path, {"file": SimpleUploadedFile("t.csv", template.content)})
    assert "The file has no line below its first." in answer.content.decode()


def test_no_file_is_said_beside_the_field(staff):
    answer = staff.post(PARTNERS, {})
    assert answer.content.decode().count("Choose the CSV file.") >= 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_are_read_as_spreadsheets_write_them(encoding, delimiter):
    raw = f"name{delimiter} urn \r\nSt Paul’s{delimiter}103356\r\n{delimiter}\r\nÉcole{delimiter}1\r\n".encode(encoding)
    lines = read_sheet(raw, SHEET)
    assert [(line.number, line["Name"], line["URN"]) for line in lines] == [
        (2, "St Paul’s", "103356"),
        (4, "École", "1"),
    ]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty. Choose another, or start from the template below."),
        (b"URN,Tire\n1,2", "“Tire” is no column of this file. Its columns are: URN, Name."),
        ("URN\n1".encode("utf-16")[:-1], "The file is not a text file. In Excel, save it as “CSV UTF-8”."),
        (b"Name\nx", "The first line of the file has no column URN."),
        (b"URN,URN\n1,2", "The first line of the file has the column URN twice."),
        (b"URN\n\n", "The file has no line below its first."),
        (b"PK\x03\x04\0\0", "The file is not a text file. In Excel, save it as “CSV UTF-8”."),
        (b"URN\n" + b"1\n" * (MOST_LINES + 1), "The file has more than 2,000 lines. Bring it in in several parts."),
        (b"x" * (2 * 1024 * 1024 + 1), "The file is larger than 2 MB. Bring it in in several parts."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(raw, sentence):
    with pytest.raises(SheetRefused) as refused:
        read_sheet(raw, SHEET)
    assert str(refused.value) == sentence


def test_the_line_in_which_a_spreadsheet_names_its_separator_is_understood():
    lines = read_sheet(b"sep=;\r\nURN;Name\r\n1;One, two and, three\r\n", SHEET)
    assert [(line.number, line["Name"]) for line in lines] == [(3, "One, two and, three")]


def test_lines_that_are_wrong_are_said_in_the_summary_and_beside_the_field(staff):
    page = staff.post(PARTNERS, upload("URN", "999999")).content.decode()
    assert '<a href="#id_file">1 line cannot be brought in: see the list of what is wrong.</a>' in page
    assert page.count("1 line cannot be brought in: see the list of what is wrong.") == 2


def test_the_search_page_for_people(cast, sign_in):
    page = sign_in(None).get("/boldmere/schools/search/", {"q": "boldmere"}).content.decode()
    assert "Boldmere Junior School, Sutton Coldfield, B73 5SD (103341)" in page
    none = sign_in(None).get("/boldmere/schools/search/", {"q": "nowhere"}).content.decode()
    assert "No school was found for “nowhere”." in none
