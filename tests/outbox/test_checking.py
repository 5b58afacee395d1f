"""Whoever holds a letter learns whether it is genuine, and nothing else of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.test import Client

from alliance.addresses import path_to
from alliance.post.checking import SIGNS, code_in, new_code, number_in
from alliance.post.letters import make
from alliance.post.models import Letter
from alliance.post.pdf import letter_page
from alliance.post.services import write_letter

NONE = "has written no letter or certificate with this number and this code"


@pytest.fixture
def letter(cast) -> Letter:
    with transaction.atomic():
        letter = write_letter(
            "sle.outcome",
            to=cast.teacher,
            alliance=cast.alliance,
            about=cast.teacher,
            html="<p>You are designated.</p>",
            values={"round": "Spring 2027"},
            dated=date(2027, 3, 1),
            dedupe="one",
        )
    make([letter.pk])
    letter.refresh_from_db()
    return letter


def ask(alliance, number: str, code: str):
    answer = Client().post(path_to("post:letter_check", alliance), {"number": number, "code": code})
    return answer.status_code, answer.content.decode()


def test_number_and_code_confirm_number_date_and_alliance_and_nothing_else(cast, letter):
    status, page = ask(cast.alliance, f" {letter.reference} ", letter.check_code.replace("-", " ").lower())
    assert status == 200
    assert (
        f"Boldmere Teaching School Alliance wrote letter or certificate {letter.reference} on Monday 1 March 2027."
        in page
    )
    for secret in (letter.name, letter.subject, "designated"):
        assert secret not in page


def test_a_wrong_code_a_wrong_year_and_another_alliance_find_nothing(cast, letter):
    other = new_code()
    assert NONE in ask(cast.alliance, letter.reference, other)[1]
    assert NONE in ask(cast.alliance, f"2026/{letter.number:04}", letter.check_code)[1]
    assert NONE in ask(cast.other, letter.reference, letter.check_code)[1]


def test_a_letter_without_its_pdf_is_not_confirmed(cast, letter):
    with transaction.atomic():
        other = write_letter(
            "sle.outcome",
            to=cast.teacher,
            alliance=cast.alliance,
            about=cast.teacher,
            html="<p>x</p>",
            values={"round": "Spring 2027"},
            dedupe="two",
        )
    assert NONE in ask(cast.alliance, other.reference, other.check_code)[1]


def test_what_is_missing_or_no_number_is_said(cast):
    status, page = ask(cast.alliance, "12", "")
    assert status == 422
    assert "Enter the number as it stands at the top, for example 2027/0012." in page
    assert "Enter the code." in page
    assert 'value="12"' in page


def test_the_letter_bears_number_code_and_where_to_ask(cast, letter, settings):
    page = letter_page(letter)
    assert letter.check_code in page
    assert "/boldmere/post/letters/check/" in page


def test_codes_are_read_as_people_type_them():
    code = new_code()
    assert set(code) <= set(SIGNS + "-")
    assert code_in(f" {code.lower().replace('-', '')} ") == code
    assert number_in("2027 / 12") == (2027, 12)
    assert number_in("2027-12") is None
    assert number_in("") is None
