"""The crispy template pack: every kind of field with its label, hint and error, and a summary that leads there."""

from __future__ import annotations

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string


class Every(forms.Form):
    """One field of every kind."""

    name = forms.CharField(help_text="As on <your> badge")
    about = forms.CharField(widget=forms.Textarea(attrs={"data-maxwords": 3, "rows": 5}))
    short = forms.CharField(max_length=10, widget=forms.Textarea(attrs={"data-count": "characters"}), required=False)
    area = forms.ChoiceField(choices=[("", "Choose"), ("maths", "Maths")])
    level = forms.ChoiceField(choices=[("r", "Red"), ("g", "Green")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(choices=[("1", "Monday")], widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(label="I agree")
    on = forms.SplitDateTimeField()
    paper = forms.FileField()
    number = forms.IntegerField()
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    none = forms.ChoiceField(choices=[], widget=forms.RadioSelect)


def ids(html: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', html))


@pytest.mark.parametrize("data", [None, {}])
def test_every_reference_in_the_form_leads_somewhere(data):
    form = Every(data)
    html = render_crispy_form(form) + render_to_string("_error_summary.html", {"form": form})
    named = ids(html)
    references = re.findall(r'aria-describedby="([^"]+)"', html) + re.findall(r'\bfor="([^"]+)"', html)
    for reference in " ".join(references).split():
        assert reference in named, reference
    links = re.findall(r'href="#([^"]+)"', html)
    assert set(links) <= named
    assert len(links) == (0 if data is None else 10)
    assert len(re.findall(r'\bid="([^"]+)"', html)) == len(named), "an id stands twice"


def test_errors_stand_beside_their_field_and_in_the_summary():
    form = Every({"level": "purple"})
    html = render_crispy_form(form)
    summary = render_to_string("_error_summary.html", {"form": form})
    assert "There is a problem" in summary
    assert '<a href="#id_level_0">Level: choose one that is offered here.</a>' in summary
    assert 'id="id_level-error"' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'class="govuk-input govuk-input--error"' in html


def test_the_browser_is_not_asked_to_check():
    html = render_crispy_form(Every())
    assert "novalidate" in html
    assert " required" not in html


def test_hints_are_escaped_and_optional_fields_say_so():
    html = render_crispy_form(Every())
    assert "As on &lt;your&gt; badge" in html
    assert html.count("(optional)") == 1


def test_a_word_count_is_shown_and_bound():
    html = render_crispy_form(Every())
    assert 'data-module="govuk-character-count" data-maxwords="3"' in html
    assert "You can write up to 3 words" in html
    assert "You can write up to 10 characters" in html


def test_what_was_typed_comes_back():
    html = render_crispy_form(Every({"name": "A <b>", "about": "One", "level": "g", "agree": "on", "days": ["1"]}))
    assert 'value="A &lt;b&gt;"' in html
    assert len(re.findall(r" checked", html)) == 3


def test_a_form_without_errors_has_no_summary():
    assert render_to_string("_error_summary.html", {"form": Every()}).strip() == ""


def test_errors_of_a_formset_are_in_the_summary():
    made = forms.formset_factory(Every, extra=1)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "x"}
    )
    made.is_valid()
    assert 'href="#id_form-0-about"' in render_to_string("_error_summary.html", {"formset": made})


class Plain(forms.Form):
    name = forms.CharField(label="Your name", max_length=5)
    site = forms.URLField(assume_scheme="https")
    age = forms.IntegerField(min_value=3)
    own = forms.CharField(error_messages={"required": "Say it."})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, ["Your name is missing.", "Site is missing.", "Age is missing.", "Say it."]),
        (
            {"name": "{label} too long", "site": "no where", "age": "2", "own": "x"},
            [
                "Your name is too long: 16 characters, and at most 5 fit.",
                "Site: enter an address of the web, like www.example.org.",
                "Age: enter 3 or more.",
            ],
        ),
        (
            {"name": "a\0", "site": "a.example", "age": "x", "own": "x"},
            ["Your name holds a character that cannot be stored. Type it again.", "Age: enter a whole number, like 3."],
        ),
    ],
)
def test_djangos_own_words_for_what_is_wrong_become_the_portals(data, expected):
    form = Plain(data)
    summary = render_to_string("_error_summary.html", {"form": form})
    html = render_crispy_form(form)
    assert re.findall(r"<li><a[^>]*>(.*?)</a></li>", summary) == expected
    assert all(sentence in html for sentence in expected)
