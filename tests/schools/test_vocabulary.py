"""The alliance's own words stand in refusals, labels and texts of the post as they do on pages."""

import pytest
from django_scopes import scope

from alliance.members.states import Role
from alliance.post.kinds import kind_named
from alliance.post.services import send
from alliance.post.texts import problems_of, sample_of
from alliance.schools.models import Term
from alliance.schools.vocabulary import said, with_article
from sle.forms.rounds import TimesForm
from sle.rules.references import may_read_application
from sle.states import ApplicationState, ReferenceKind


@pytest.fixture
def own_words(cast):
    with scope(alliance=cast.alliance):
        Term.objects.create(key="headteacher", word="principal", plural="principals", alliance=cast.alliance)
        Term.objects.create(key="sle", word="expert", plural="experts", alliance=cast.alliance)
    return cast.alliance


def test_a_sentence_is_said_in_the_words_of_the_alliance_in_scope(cast, own_words):
    sentence = "{Headteachers} and each {sle} of {name}: {0}"
    assert said(sentence) == "Principals and each expert of {name}: {0}"
    with scope(alliance=cast.other):
        assert said("the {headteacher}") == "the headteacher or principal"


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("specialist leader", "a specialist leader"),
        ("expert teacher", "an expert teacher"),
        ("SLE", "an SLE"),
        ("NLE of schools", "an NLE of schools"),
        ("TSA leader", "a TSA leader"),
        ("university tutor", "a university tutor"),
        ("Early years leader", "an Early years leader"),
    ],
)
def test_a_word_has_the_article_it_is_spoken_with(word, shown):
    assert with_article(word) == shown


def test_the_article_of_a_sentence_follows_the_word_of_the_alliance(cast, own_words):
    assert said("A {sle} helps; not a {headteacher}, nor a {name}") == "An expert helps; not a principal, nor a {name}"


def test_labels_and_refusals_are_said_where_they_are_shown(cast, own_words):
    assert str(Role.HEADTEACHER.label) == "Principal"
    assert str(ApplicationState.HANDED_OVER.label) == "With the principal"
    assert "By when do principals and referees return their part?" in TimesForm().as_p()

    class Second:
        kind = ReferenceKind.SECOND

    assert may_read_application(Second()).sentence == "Only the principal reads the application."
    with scope(alliance=cast.other):
        assert "their headteacher or principal?" in TimesForm().as_p()


def test_texts_of_the_post_use_the_words_without_being_reworded(cast, own_words):
    kind = kind_named("members.invite")
    assert problems_of(kind, "To the {headteacher}", "{link}") == []
    assert sample_of(kind, "To all {headteachers}", "{link}", own_words)[0] == "To all principals"
    values = {"name": "A", "round": "R", "alliance": "B", "page": "p", "hand_over_by": "h", "references_by": "r"}
    mail = send("sle.application_started", to=cast.teacher, alliance=own_words, values=values, dedupe="x")
    assert "for designation as expert: R." in mail.body
    assert "Hand it over to your principal by h." in mail.body
