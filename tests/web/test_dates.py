"""Days and times as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from alliance.dates import DayField, MomentField, read_time, time_in_words
from alliance.words import WordsField


class Form(forms.Form):
    day = DayField(label="Training day", required=False)
    moment = MomentField(label="Hand over by")
    answer = WordsField(label="Question 1", max_words=3, required=False)


def cleaned(**data: str) -> Form:
    return Form(data)


def moment(*parts: str) -> dict[str, str]:
    return {f"moment_{i}": part for i, part in enumerate(parts)}


@pytest.mark.parametrize(
    ("typed", "read"),
    [("3pm", time(15)), ("3.30 pm", time(15, 30)), ("15:00", time(15)), ("9:05am", time(9, 5)), ("midday", time(12))],
)
def test_times_are_read_as_people_write_them(typed, read):
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["midnight", "25:00", "13pm", "0am", "soon", "3:75pm"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError, match=r"midnight|no time of day|must be in"):
        read_time(typed)


@given(st.builds(time, st.integers(0, 23), st.integers(0, 59)))
def test_a_shown_time_is_read_back_as_it_was(at):
    assert read_time(time_in_words(at)) == at


def test_it_is_3pm_uk_time_if_nobody_says_otherwise():
    form = cleaned(**moment("1", "2", "2027", ""))
    assert form.is_valid()
    assert form.cleaned_data["moment"] == datetime(2027, 2, 1, 15, tzinfo=UTC)
    summer = cleaned(**moment("1", "Jul", "27", "3pm"))
    assert summer.is_valid()
    assert summer.cleaned_data["moment"].astimezone(UTC) == datetime(2027, 7, 1, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("", "", "", ""), "Hand over by: give a day, a month and a year."),
        (("1", "", "2027", ""), "Hand over by: the month is missing."),
        (("31", "2", "2027", ""), "Hand over by: there is no such day."),
        (("1", "2", "2027", "soon"), "Hand over by: give the time like 3pm or 15:00."),
        (("28", "3", "2027", "1:30am"), "Hand over by: the clocks change at that time. Choose another hour."),
        (("31", "10", "2027", "1:30am"), "Hand over by: the clocks change at that time. Choose another hour."),
    ],
)
def test_the_sentence_says_what_is_wrong(parts, sentence):
    form = cleaned(**moment(*parts))
    assert form.errors["moment"] == [sentence]
    assert [part for part in parts if part] == [part for part in form["moment"].value() if part], (
        "what was typed is shown again"
    )


def test_a_stored_moment_is_shown_in_uk_time():
    form = Form(initial={"moment": datetime(2027, 7, 1, 14, tzinfo=UTC), "day": date(2027, 3, 9)})
    html = str(form["moment"]) + str(form["day"])
    for value in ('value="3pm"', 'value="1"', 'value="7"', 'value="2027"', 'value="9"'):
        assert value in html


def test_a_day_that_is_not_asked_for_may_be_empty():
    form = cleaned(**moment("1", "2", "2027", "3pm"))
    assert form.is_valid()
    assert form.cleaned_data["day"] is None


def test_too_many_words_come_back_whole_with_how_many():
    form = cleaned(**moment("1", "2", "2027", "3pm"), answer="one two  three\nfour")
    assert form.errors["answer"] == ["Question 1: 4 words are 1 more than the 3 allowed."]
    assert "four" in str(form["answer"])
