"""Questions as data: what is asked of whom, what is kept, and that an old year reads as it was asked."""

from __future__ import annotations

import json

from alliance.surveys.questions import Question, Section, Shape, asked_with

AREAS = Question("areas", "Areas", Shape.SEVERAL, choices=(("1", "Maths"), ("2", "English"), ("3", "Phonics")))
NEED = Section("need", "Need", (AREAS,), version="2015")
URGENT = Section("urgent", "Urgent", (AREAS,), among="need")
MORE = Section(
    "more",
    "More",
    (
        Question("leaders", "Leaders", Shape.NUMBER, most=20),
        Question("term", "Term", Shape.ONE, choices=(("a", "Autumn"), ("s", "Spring"))),
        Question("text", "Anything else", Shape.TEXT, required=False),
    ),
)


def test_a_section_is_read_as_it_was_stored():
    for section in (NEED, URGENT, MORE):
        assert Section.read(json.loads(json.dumps(section.stored()))) == section


def test_only_what_was_ticked_before_is_asked_about():
    [need, urgent] = asked_with([NEED, URGENT], {"need": {"areas": ["1", "3"]}})
    assert need == NEED
    assert [words for _, words in urgent.questions[0].choices] == ["Maths", "Phonics"]
    assert asked_with([NEED, URGENT], {"need": {"areas": []}}) == [NEED]
    assert asked_with([NEED, URGENT], {}) == [NEED]


def test_a_tick_that_is_not_offered_any_more_counts_no_more():
    answers = {"need": {"areas": ["1"]}, "urgent": {"areas": ["1", "2"]}}
    urgent = asked_with([NEED, URGENT], answers)[1]
    assert urgent.kept(answers["urgent"]) == {"areas": ["1"]}
    assert urgent.kept({"areas": ["9"], "other": "x"}) == {"areas": []}


def test_answers_are_said_in_the_words_of_their_year():
    leaders, term, text = MORE.questions
    assert (AREAS.said(["3", "1", "9"]), AREAS.said([])) == ("Phonics\nMaths", "")
    assert (leaders.said(0), leaders.said(None)) == ("0", "")
    assert (term.said("s"), term.said("x"), text.said("Yes.")) == ("Spring", "", "Yes.")
