"""24. Exported cells that begin with `= + - @`, tab or return are inert."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.conf import settings

from alliance.exports import csv_response, inert


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_text_that_looks_like_a_formula_is_kept_as_text(start):
    cell = f'{start}HYPERLINK("http://x","y")'
    response = csv_response("list", ["Name", cell], [[cell, 'Ann, "the" head']])
    read = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert read == [["Name", f"'{cell}"], [f"'{cell}", 'Ann, "the" head']]


def test_numbers_and_ordinary_text_stay_as_they_are():
    assert [inert(value) for value in (-3, 2.5, None, "", "a=b", "St John's")] == [-3, 2.5, "", "", "a=b", "St John's"]


def test_the_file_has_a_name_and_says_what_it_is():
    response = csv_response("partners", ["Name"], [])
    assert response["Content-Disposition"] == 'attachment; filename="partners.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_nothing_is_exported_past_it():
    writers = {
        str(path.relative_to(settings.BASE_DIR))
        for app in ("alliance", "sle")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if re.search(r"csv\.writer|DictWriter", path.read_text())
    }
    # The second hands the rows of the national register to the database, and nobody opens them.
    assert writers == {"alliance/exports.py", "alliance/schools/services/staging.py"}
