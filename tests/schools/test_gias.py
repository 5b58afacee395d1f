"""The register's import: every point that the real files make, on made-up files."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from alliance.schools.models import School, SchoolLink
from alliance.schools.queries import family
from alliance.schools.services.register import ImportRefused, import_links
from alliance.schools.states import SchoolStatus
from tests.schools.reports import counts, told

pytestmark = pytest.mark.django_db

HEAD = "URN,EstablishmentName,EstablishmentStatus (name),OpenDate,NumberOfPupils,Town,Postcode"


def test_schools_are_added_changed_and_found_unchanged(put):
    first = put(
        HEAD, "100001,Penns,Open,01-09-2000,200,Leeds,LS1 1AA", "100002,Maney Hill,Closed,,,Leeds,", encoding="ascii"
    )
    assert counts(first) == (2, 0, 0, 0, 0)
    penns = School.objects.get(urn=100001)
    assert (penns.name, penns.status, penns.open_date, penns.pupils) == ("Penns", "open", date(2000, 9, 1), 200)
    assert penns.search_name == "penns leeds ls1 1aa"
    again = put(HEAD, "100001,Penns,Open,01-09-2000,201,Leeds,LS1 1AA", "100002,Maney Hill,Closed,,,Leeds,")
    assert counts(again) == (0, 1, 1, 0, 0)
    assert School.objects.get(urn=100001).pupils == 201


def test_the_same_file_twice_changes_nothing(put):
    lines = (HEAD, "100001,Penns,Open,01-09-2000,200,Leeds,LS1 1AA", "100002,Maney Hill,Closed,,,Leeds,")
    put(*lines)
    before = list(School.objects.values())
    assert counts(put(*lines)) == (0, 0, 2, 0, 0)
    assert list(School.objects.values()) == before


def test_a_school_that_a_file_does_not_name_stays(put):
    put("URN,EstablishmentName", "100001,Penns", "100002,Maney Hill")
    put("URN,EstablishmentName", "100001,Penns")
    assert School.objects.filter(urn=100002).exists()


def test_columns_come_in_any_order_and_missing_ones_leave_what_is_stored(put):
    put(HEAD, "100001,Penns,Closed,01-09-2000,200,Leeds,LS1 1AA")
    report = put("Town,estABLishmentName, URN ", "York,Penns Primary,100001")
    assert counts(report) == (0, 1, 0, 0, 0)
    assert "OpenDate" in report.missing
    school = School.objects.get(urn=100001)
    assert (school.name, school.town) == ("Penns Primary", "York")
    assert (school.status, school.open_date, school.pupils) == ("closed", date(2000, 9, 1), 200)
    assert school.search_name == "penns primary york ls1 1aa"


def test_an_empty_cell_empties_what_is_stored(put):
    put(HEAD, "100001,Penns,Open,01-09-2000,200,Leeds,LS1 1AA")
    put(HEAD, "100001,Penns,Open,,,,")
    school = School.objects.get(urn=100001)
    assert (school.open_date, school.pupils, school.town) == (None, None, "")


def test_windows_1252_is_told_from_utf_8(put):
    name = "St Paul’s Café"
    for encoding, shown in (
        ("cp1252", "windows-1252"),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
    ):
        School.objects.all().delete()
        report = put(f"URN,EstablishmentName\r\n100001,{name}\r\n".encode(encoding), ending="")
        assert report.encoding.name == shown
        assert School.objects.get(urn=100001).name == name


def test_a_few_broken_bytes_in_utf_8_name_their_row_and_do_not_turn_the_rest_into_windows_1252(put):
    report = put(
        "URN,EstablishmentName",
        "100001,Café Lane",
        "100002,Crèche Road",
        "100003,École Street",
        b"100004,St Paul\x92s",
        "100005,Penns",
    )
    assert report.encoding.name == "UTF-8"
    assert told(report.unreadable) == ["line 5: the byte 0x92 cannot be read as UTF-8"]
    assert set(School.objects.values_list("urn", flat=True)) == {100001, 100002, 100003, 100005}


def test_bytes_that_windows_1252_does_not_know_name_their_row(put):
    report = put("URN,EstablishmentName", b"100001,St Paul\x92s", b"100002,Odd \x81 one")
    assert told(report.unreadable) == ["line 3: the byte 0x81 cannot be read as windows-1252"]
    assert School.objects.get().name == "St Paul’s"


def test_c1_controls_are_repaired_as_windows_1252_and_reported(put):
    report = put("URN,EstablishmentName", "100001,St Paul\x92s École", "100002,Odd \x81 one")
    assert School.objects.get().name == "St Paul’s École"
    assert told(report.repaired) == ["line 2: U+0092 as ’"]
    assert told(report.unreadable) == ["line 3: the byte 0x81 cannot be read as UTF-8"]


@pytest.mark.parametrize("code", ["02", "2", " 002 "])
def test_codes_are_the_same_with_and_without_leading_zeros(put, code):
    head = "URN,EstablishmentName,PhaseOfEducation (code),EstablishmentStatus (code),LA (code),Trusts (code)"
    put(head, f"100001,Penns,2,2,{code},{code}")
    school = School.objects.get()
    assert (school.phase, school.status, school.la_code, school.trust_code) == ("Primary", "closed", "2", "2")


def test_names_are_taken_where_a_file_has_names_and_codes(put):
    put(
        "URN,EstablishmentStatus (code),EstablishmentName,EstablishmentStatus (name),Gender (name)",
        '100001,3,Penns,"Open, but proposed to close",Mixed',
        "100002,4,Maney,Proposed to open,Not applicable",
    )
    assert list(School.objects.values_list("status", "gender").order_by("urn")) == [
        (SchoolStatus.CLOSING, "Mixed"),
        (SchoolStatus.PROPOSED, ""),
    ]


def test_short_urns_pseudo_urns_and_blank_establishment_numbers_are_read(put):
    report = put(
        "URN,EstablishmentName,EstablishmentNumber", "20001,Children’s centre,", "900000,Pseudo,", "100001,Penns,0012"
    )
    assert counts(report) == (3, 0, 0, 0, 0)
    assert list(School.objects.order_by("urn").values_list("urn", "establishment_number")) == [
        (20001, ""),
        (100001, "12"),
        (900000, ""),
    ]


@pytest.mark.parametrize("urn", ["", "abc", "12", "1234567", "-10000", "１０００００", "012345"])
def test_a_row_without_a_urn_is_reported_and_the_rest_goes_in(put, urn):
    report = put("URN,EstablishmentName", f"{urn},Nowhere", "100001,Penns")
    assert told(report.unreadable) == [f"line 2: “{urn}” is not a URN of five or six digits"]
    assert School.objects.get().name == "Penns"


def test_a_row_without_a_name_is_reported(put):
    report = put("URN,EstablishmentName", "100001, ", "100002,Penns")
    assert told(report.unreadable) == ["line 2: EstablishmentName is empty: the row is left out"]
    assert School.objects.get().urn == 100002


def test_ragged_rows_are_read(put):
    put(HEAD, "100001,Penns,Open,01-09-2000,200,Leeds,LS1 1AA")
    report = put(HEAD + ",Linked", "100001,Penns,Closed", "100002,Maney,Open,,,Leeds,LS1,one,two,three", "", "100003")
    assert counts(report) == (1, 1, 0, 0, 1)
    assert told(report.unreadable) == ["line 5: it ends after 1 cells, before what identifies it"]
    penns = School.objects.get(urn=100001)
    assert (penns.status, penns.pupils, penns.search_name) == ("closed", 200, "penns leeds ls1 1aa")
    assert School.objects.get(urn=100002).postcode == "LS1"


@pytest.mark.parametrize(
    ("column", "bad", "reason"),
    [
        ("OpenDate", "31-02-2011", "“31-02-2011” is not a date (dd-mm-yyyy)"),
        ("OpenDate", "2011-02-01", "“2011-02-01” is not a date (dd-mm-yyyy)"),
        ("NumberOfPupils", "many", "“many” is not a whole number"),
        ("NumberOfPupils", "-3", "“-3” is not a whole number"),
        ("PercentageFSM", "120", "“120” is not a percentage"),
        ("PercentageFSM", "NaN", "“NaN” is not a percentage"),
        ("EstablishmentStatus (name)", "Resting", "“Resting” is not a status of the register"),
        ("PhaseOfEducation (code)", "99", "“99” is not a known code"),
    ],
)
def test_a_value_that_cannot_be_read_is_reported_and_what_is_stored_stays(put, column, bad, reason):
    good = {"OpenDate": "01-02-2011", "NumberOfPupils": "7", "PercentageFSM": "21.75"}.get(column, "1")
    put(f"URN,EstablishmentName,{column}", f"100001,Penns,{good}")
    stored = School.objects.values().get()
    report = put(f"URN,EstablishmentName,{column}", f"100001,Penns,{bad}", f"100002,Maney,{good}")
    assert told(report.unreadable) == [f"line 2: {column} {reason}: what is stored stays"]
    assert School.objects.values().get(urn=100001) == stored
    assert counts(report) == (1, 0, 1, 0, 1)


def test_percentages_are_kept_as_tenths(put):
    put("URN,EstablishmentName,PercentageFSM", "100001,A,21.70", "100002,B,18.1", "100003,C,0", "100004,D,")
    assert list(School.objects.order_by("urn").values_list("fsm_tenths", flat=True)) == [217, 181, 0, None]


def test_a_value_too_long_for_its_column_is_left_out(put):
    put("URN,EstablishmentName,Town", "100001,Penns,York")
    report = put("URN,EstablishmentName,Town", f"100001,Penns,{'Y' * 81}")
    assert told(report.unreadable) == ["line 2: Town is longer than 80 characters: what is stored stays"]
    assert School.objects.get().town == "York"


def test_a_name_too_long_for_a_new_school_leaves_the_row_out(put):
    report = put("URN,EstablishmentName", f"100001,{'N' * 201}", "100002,Penns")
    assert told(report.unreadable) == ["line 2: EstablishmentName is longer than 200 characters: the row is left out"]
    assert School.objects.get().name == "Penns"


def test_a_urn_that_stands_twice_is_taken_once(put):
    report = put("URN,EstablishmentName", "100001,Penns", "100001,Penns again", "100001,And again")
    assert told(report.unreadable) == [
        "line 3: the same record stands on line 2: the row is left out",
        "line 4: the same record stands on line 2: the row is left out",
    ]
    assert School.objects.get().name == "Penns"


def test_line_breaks_in_cells_are_read_and_lines_counted_as_an_editor_does(put):
    report = put("URN,EstablishmentName,Street", '100001,Penns,"1 High\r\nStreet"', "bad,Maney,")
    assert School.objects.get().street == "1 High\r\nStreet"
    assert told(report.unreadable) == ["line 4: “bad” is not a URN of five or six digits"]


@pytest.mark.parametrize("after", [0, 3, 40, 300])
def test_a_quotation_mark_never_closed_costs_one_row_only(put, after):
    lines = [f"{200_000 + n},School {n}" for n in range(after)]
    report = put("URN,EstablishmentName", "100001,Penns", '100002,"Maney', *lines)
    assert told(report.unreadable) == ["line 3: a quotation mark is opened and never closed"]
    assert School.objects.count() == after + 1


def test_what_no_database_can_keep_is_reported(put):
    report = put("URN,EstablishmentName", b"100001,Pe\0nns", "100002,Maney")
    assert told(report.unreadable) == ["line 2: the byte 0x00 cannot be read as UTF-8"]
    assert School.objects.get().urn == 100002


def test_tabs_backslashes_quotes_and_percent_signs_survive(put):
    name = 'O\'Neill\\N "Quoted" 100%s\tTab'
    text = io.StringIO()
    csv.writer(text).writerow(["100001", name])
    put("URN,EstablishmentName", text.getvalue().strip())
    assert School.objects.get().name == name


@pytest.mark.parametrize("head", ["URN,Name", "EstablishmentName", "", "a;b"])
def test_a_file_without_the_needed_columns_is_refused(put, head):
    with pytest.raises(ImportRefused, match=r"file\.csv has no column"):
        put(head, "100001,Penns")


def test_links_are_kept_as_registered_and_understood_both_ways(put):
    head = '"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"'
    lines = (
        head,
        "115342,136625,Davenant Foundation School,Successor,31-03-2011",
        "136625,115342,Davenant Foundation School,Predecessor,01-04-2011",
        "115219,137694,Burnt Mill Academy,Successor,",
        "137694,900000,,,",
    )
    report = put(*lines, load=import_links)
    assert counts(report) == (3, 0, 0, 0, 1)
    assert told(report.unreadable) == ["line 5: LinkType is empty"]
    assert counts(put(*lines, load=import_links)) == (0, 0, 3, 0, 1)
    assert family(136625) == family(115342) == {115342, 136625}
    assert family(137694) == {115219, 137694}
    assert SchoolLink.objects.get(urn=115342).established == date(2011, 3, 31)
    changed = put(head, "115219,137694,Burnt Mill Academy,Successor,30-11-2011", load=import_links)
    assert counts(changed) == (0, 1, 0, 0, 0)
    assert SchoolLink.objects.count() == 3


def test_the_command_prints_a_report_and_refuses_what_is_no_register(tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(b"URN,EstablishmentName\n100001,Caf\xe9\nx,Penns\n")
    bad.write_text("Name\nPenns\n")
    out = io.StringIO()
    call_command("import_gias", good, stdout=out)
    assert out.getvalue().splitlines()[0] == (
        "good.csv (windows-1252: 1 bytes do not read as UTF-8): 1 added, 0 changed, 0 unchanged, 0 repaired, "
        "1 unreadable."
    )
    assert "  unreadable line 3: “x” is not a URN of five or six digits" in out.getvalue()
    for path in (bad, tmp_path / "none.csv"):
        with pytest.raises(CommandError):
            call_command("import_gias", path, stdout=out)


def test_an_import_that_fails_half_way_changes_nothing(put, monkeypatch):
    put("URN,EstablishmentName", "100001,Penns")

    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr("alliance.schools.services.register._keep_findable", broken)
    with pytest.raises(RuntimeError):
        put("URN,EstablishmentName", "100001,Renamed", "100002,New")
    assert School.objects.get().name == "Penns"
