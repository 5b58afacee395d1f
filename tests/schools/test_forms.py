"""Choosing a school in a form, without JavaScript."""

from datetime import date

import pytest
from django import forms

from alliance.schools.forms import SchoolField
from alliance.schools.models import SchoolLink
from alliance.schools.states import SchoolStatus
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db


class WhereForm(forms.Form):
    school = SchoolField()


class AnywhereForm(forms.Form):
    school = SchoolField(open_only=False, required=False)


@pytest.fixture
def all_saints():
    return [
        SchoolFactory(urn=urn, name="All Saints Primary School", town=town, postcode="")
        for urn, town in ((100001, "Acton"), (100002, "Barnet"))
    ]


def sent(form_class, **data):
    form = form_class(data={key: str(value) for key, value in data.items()})
    form.is_valid()
    return form


def test_one_hit_is_taken(all_saints):
    form = sent(WhereForm, school="all saints barnet")
    assert form.cleaned_data["school"] == all_saints[1]


def test_several_hits_are_offered_as_radios_and_the_picked_one_is_taken(all_saints):
    form = sent(WhereForm, school="all saints")
    assert form.errors["school"] == ["Several schools fit. Choose the one you mean."]
    html = str(form["school"])
    assert 'type="radio" name="school_picked" id="id_school_100001" value="100001"' in html
    assert "All Saints Primary School, Barnet (100002)" in html
    assert '<input type="hidden" name="school_asked" value="all saints">' in html
    again = sent(WhereForm, school="all saints", school_asked="all saints", school_picked=100002)
    assert again.cleaned_data["school"] == all_saints[1]


def test_a_pick_does_not_count_when_the_text_was_changed_afterwards(all_saints):
    form = sent(WhereForm, school="acton", school_asked="all saints", school_picked=100002)
    assert form.cleaned_data["school"] == all_saints[0]


def test_what_was_typed_stays_and_is_inert(all_saints):
    html = str(sent(WhereForm, school='"><b>x')["school"])
    assert "&quot;&gt;&lt;b&gt;x" in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the school’s name, town or URN."),
        ("nowhere", "No school was found for “nowhere”. Check the spelling, or try its town, postcode or URN."),
        ("999999", "There is no school with the URN 999999 on the register."),
    ],
)
def test_what_cannot_be_found_is_said(all_saints, typed, sentence):
    assert sent(WhereForm, school=typed).errors["school"] == [sentence]


def test_a_closed_school_leads_to_what_it_has_become():
    old = SchoolFactory(
        urn=115219, name="Burnt Mill Comprehensive", status=SchoolStatus.CLOSED, close_date=date(2011, 11, 30)
    )
    new = SchoolFactory(urn=137694, name="Burnt Mill Academy")
    assert sent(WhereForm, school=115219).errors["school"] == [
        "Burnt Mill Comprehensive closed on 30 November 2011. Enter a school that is open."
    ]
    SchoolLink.objects.create(urn=old.urn, link_urn=new.urn, link_type="Successor")
    form = sent(WhereForm, school=115219)
    assert form.errors["school"] == ["Burnt Mill Comprehensive closed on 30 November 2011. Choose what it has become."]
    assert 'value="137694"' in str(form["school"])
    picked = sent(WhereForm, school=115219, school_asked=115219, school_picked=137694)
    assert picked.cleaned_data["school"] == new
    assert sent(AnywhereForm, school=115219).cleaned_data["school"] == old


def test_a_stored_school_comes_back_unchanged(all_saints):
    form = WhereForm(initial={"school": all_saints[0].pk})
    shown = form["school"].value()
    assert shown == "All Saints Primary School, Acton (100001)"
    again = WhereForm(data={"school": shown}, initial={"school": all_saints[0].pk})
    assert again.is_valid()
    assert again.cleaned_data["school"] == all_saints[0]
    assert not again.has_changed()


def test_an_optional_school_may_stay_empty():
    assert sent(AnywhereForm, school="").cleaned_data["school"] is None


def test_more_than_twenty_are_cut_and_said():
    for _ in range(21):
        SchoolFactory(name="Holy Trinity")
    form = sent(WhereForm, school="holy trinity")
    assert form.errors["school"][0].startswith("More than 20 schools fit.")
    assert str(form["school"]).count('type="radio"') == 20


def test_the_search_page_answers_scripts_without_sign_in(cast, sign_in):
    answer = sign_in(None).get("/boldmere/schools/search/", {"q": "boldmere", "format": "json"})
    assert answer.json() == {
        "schools": [
            {
                "urn": 103341,
                "name": "Boldmere Junior School",
                "town": "Sutton Coldfield",
                "text": "Boldmere Junior School, Sutton Coldfield, B73 5SD (103341)",
                "label": "Boldmere Junior School, Sutton Coldfield, B73 5SD (103341)",
            }
        ]
    }
    assert sign_in(None).get("/boldmere/schools/search/", {"q": "b", "format": "json"}).json() == {"schools": []}
    assert sign_in(None).post("/boldmere/schools/search/").status_code == 405
