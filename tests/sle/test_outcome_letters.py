"""Outcome letters before release: their words, edits, approval."""

from datetime import date

import pytest
from django.utils import timezone

from alliance.refusal import Refused
from alliance.workflow.notes import notes_about
from sle.queries.decisions import outcome_rows
from sle.queries.letters import late_values, letter_html, letter_lines
from sle.services import decisions, letters
from sle.states import Outcome
from sle.wording import fill, inert
from tests.factories.sle_panel import make_application, make_stage

pytestmark = pytest.mark.slow


def now():
    return timezone.now()


def test_one_letter_covers_all_areas_with_feedback_and_dates(cast):
    stage = make_stage(cast.alliance, cast.lead, reply_by=date(2099, 3, 12), training_on=date(2099, 3, 23))
    application = make_application(stage.round, areas=("Maths", "Phonics"))
    stage.start_scoring()
    stage.score(application, "Green", comment="Led *change*.")
    stage.start_deciding()
    maths, phonics = application.areas.select_related("application__round")
    decisions.propose_outcomes(
        round=stage.round,
        choices=[
            decisions.Choice(maths, Outcome.WITH_SUPPORT),
            decisions.Choice(phonics, Outcome.NOT_DESIGNATED),
        ],
        reason="As agreed.",
        by=stage.chair,
        now=now(),
    )
    stage.approve(cast.director)
    letter = stage.letter(application)
    html = letter_html(letter, late_values(stage.round, date(2099, 3, 2)))
    assert "<strong>Maths: designated with a support plan.</strong>" in html
    assert "<strong>Phonics: not designated this time.</strong>" in html
    assert "by Thursday 12 March 2099" in html
    assert "Core training is on Monday 23 March 2099." in html
    assert "by the end of Monday 16 March 2099" in html
    assert "You can appeal if the published process was not followed." in html
    assert "<p>Led *change*.</p>" in html
    assert letter.texts.count() == 3
    (line,) = letter_lines(stage.round, outcome_rows(stage.round), now())
    assert line.special == ["Two areas", "Good and bad news in one letter", "Condition: support plan"]


def test_edited_words_survive_as_a_note_when_the_outcome_changes_and_feedback_stays(cast, decided):
    stage, (alex, _) = decided
    letter = stage.letter(alex)
    feedback = [{**letter.feedback[0], "text": "Edited feedback."}]
    letters.edit_letter(
        letter=letter,
        body=letter.body + "\n\nCome and see us.",
        feedback=feedback,
        revision=letter.revision,
        by=cast.administrator,
        now=now(),
    )
    assert (stage.letter(alex).state, stage.letter(alex).edited) == ("draft", True)
    stage.propose(alex, Outcome.WITH_SUPPORT)
    changed = stage.letter(alex)
    assert (changed.state, changed.body, changed.feedback) == ("draft", "", feedback)
    assert notes_about(changed, "earlier_wording").get().text.endswith("Come and see us.")


def test_a_stale_tab_is_refused_and_overwrites_nothing(cast, decided):
    stage, (alex, _) = decided
    letter = stage.letter(alex)
    save = {"letter": letter, "feedback": [], "revision": letter.revision, "by": cast.administrator, "now": now()}
    letters.edit_letter(body="First {feedback}", **save)
    with pytest.raises(letters.StaleLetter):
        letters.edit_letter(body="Second {feedback}", **{**save, "letter": stage.letter(alex)})
    assert stage.letter(alex).body == "First {feedback}"


def test_a_letter_with_an_open_placeholder_is_not_approved(cast, decided):
    stage, (alex, _) = decided
    letter = stage.letter(alex)
    letters.edit_letter(
        letter=letter, body="Dear {nobody}", feedback=[], revision=letter.revision, by=cast.lead, now=now()
    )
    with pytest.raises(Refused, match=r"The letter still says \{nobody\}"):
        stage.approve_letters(alex)


@pytest.mark.parametrize(
    "typed", ["*bold*", "_a_", "# Heading", "<b>x</b>", "{feedback}", "[x](http://x)", "`x`", "1. x", "- x", "&copy;"]
)
def test_what_people_type_is_inert_in_a_letter(typed):
    class Draft:
        body = fill("Dear {name},", {"name": typed})
        feedback = [{"criterion": typed, "text": typed}]

    html = letter_html(Draft(), {})
    assert not any(tag in html for tag in ("<strong", "<em", "<h1", "<b>", "<a ", "<code", "<ol", "<ul", "©"))
    assert inert(typed) == inert(typed)
