"""The register's import on whole files: one of full size, and the real samples where they lie beside the checkout."""

from __future__ import annotations

import csv
import subprocess
import sys

import pytest
from django.conf import settings

from alliance.schools.models import School, SchoolLink
from alliance.schools.queries import family, search_schools
from alliance.schools.services.register import import_links, import_schools
from alliance.schools.states import SchoolStatus
from tests.factories.gias import write_register
from tests.schools.reports import counts, told

pytestmark = pytest.mark.django_db

SAMPLES = settings.BASE_DIR.parent / "shared" / "data" / "gias"

MEASURE = """
import os, resource, sys
import django
django.setup()
from pathlib import Path
from django.core.management import call_command
from alliance.schools.services.register import import_schools
call_command("migrate", verbosity=0)
report = import_schools(path=Path(sys.argv[1]))
assert report.added == int(sys.argv[2]), report.summary()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.processes
@pytest.mark.embedded
def test_a_full_size_file_is_imported_in_constant_memory(tmp_path):
    """Ten times the rows (5,000 and 50,000 of 140 columns) may not take 25 MB more."""
    peaks = []
    for rows in (5_000, 50_000):
        path = write_register(tmp_path / f"{rows}.csv", rows=rows)
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(path), str(rows)],
            capture_output=True,
            text=True,
            check=False,
            cwd=settings.BASE_DIR,
            env={
                "PATH": "/usr/bin:/bin",
                "PORTAL_DATA": str(tmp_path / f"data-{rows}"),
                "DJANGO_SETTINGS_MODULE": "alliance.settings",
            },
        )
        assert done.returncode == 0, done.stderr
        peaks.append(int(done.stdout.split()[-1]))
    assert peaks[1] - peaks[0] < 25, peaks


real = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the register's samples are not beside this checkout")


def read(name: str, encoding: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, restkey="more"))


@real
def test_the_sample_of_140_columns():
    path = SAMPLES / "bulk_140_columns.csv"
    assert counts(import_schools(path=path)) == (8, 0, 0, 0, 0)
    assert counts(import_schools(path=path)) == (0, 0, 8, 0, 0)
    aldgate = School.objects.get(urn=100000)
    assert (aldgate.religious_character, aldgate.fsm_tenths, aldgate.easting) == ("Church of England", 181, 533498)
    assert School.objects.get(urn=126370).status == SchoolStatus.CLOSING
    assert School.objects.get(urn=137666).trust_code == "3104"


@real
def test_the_sample_of_135_columns_after_the_one_of_140():
    import_schools(path=SAMPLES / "bulk_140_columns.csv")
    before = School.objects.get(urn=100000)
    report = import_schools(path=SAMPLES / "bulk_135_columns.csv")
    assert counts(report) == (0, 1, 0, 1, 0)
    assert told(report.repaired) == ["line 2: U+0092 as ’"]
    after = School.objects.get(urn=100000)
    assert (after.fsm_tenths, after.pupils) == (217, 244)
    # 02 and 2 are the same type, and the code of the authority did not change.
    assert (after.type_name, after.la_code, after.pk) == (before.type_name, before.la_code, before.pk)


@real
def test_the_ragged_search_download():
    path = SAMPLES / "search_download_111_columns.csv"
    report = import_schools(path=path)
    rows = read(path.name, "utf-8")
    assert counts(report) == (len(rows), 0, 0, 0, 0) == (728, 0, 0, 0, 0)
    assert sum("more" in row for row in rows) == 35
    for row in rows:
        school = School.objects.get(urn=row["URN"])
        assert (school.name, school.postcode) == (row["EstablishmentName"].strip(), row["Postcode"].strip())
        assert (school.easting, school.northing) == (int(row["Easting"]), int(row["Northing"]))
    assert counts(import_schools(path=path)) == (0, 0, 728, 0, 0)


@real
def test_the_links():
    path = SAMPLES / "links_windows_1252.csv"
    assert counts(import_links(path=path)) == (420, 0, 0, 0, 0)
    assert counts(import_links(path=path)) == (0, 0, 420, 0, 0)
    assert SchoolLink.objects.filter(link_name__startswith="St Thomas à Becket").exists()
    assert SchoolLink.objects.filter(link_name__startswith="Utkinton St Paul’s").exists()
    assert family(136857) == {136857, 131188, 117086, 117295}  # Bovingdon: two became one, then an academy
    assert family(132007) == {132007, 103348, 103354}  # Whitehouse Common
    assert family(145599) == {145599, 115094}


@real
def test_every_seed_school_is_found_by_its_urn_and_name(put):
    for row in read("seed_schools.csv", "utf-8"):
        put("URN,EstablishmentName,Town,Postcode", f'{row["urn"]},"{row["name"]}",{row["town"]},{row["postcode"]}')
        assert [school.urn for school in search_schools(row["urn"])] == [int(row["urn"])]
        assert int(row["urn"]) in {school.urn for school in search_schools(f"{row['name']} {row['postcode']}")}


@real
def test_no_byte_of_any_sample_is_lost():
    for path in SAMPLES.glob("*.csv"):
        if path.name.startswith(("bulk", "search")):
            assert import_schools(path=path).unreadable.count == 0
        elif path.name.startswith("links"):
            assert import_links(path=path).unreadable.count == 0
