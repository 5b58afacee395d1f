"""An applicant: from the alliance's public home to the letter."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sle.models import Answer, Application, Designation
from sle.services import references, rounds
from sle.services.release import release_round
from sle.states import Outcome
from tests.factories import sle as made
from tests.factories.files import pdf
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_stage


@pytest.fixture
def penns(cast):
    school = SchoolFactory(urn=103356, name="Penns Primary School", telephone="0121 496 0101")
    made.know_head(cast.administrator, school, cast.alliance)
    return school


@pytest.fixture
def round(cast, penns):
    return made.make_round(cast.lead, cast.alliance)


QUESTIONS = (
    "Your work as a leader",
    "Your expertise",
    "Improving the work of others",
    "Working beyond your own classroom",
    "Your capacity to support",
)


def apply(window, cast, round, tmp_path):
    """Fill every form on the way, one bad answer included."""
    window.visit("/boldmere/")
    window.click("Apply to be a specialist leader of education")
    assert window.heading == round.title
    window.says("Hand over to your headteacher or principal by")
    window.shot("round public")
    window.sign_in(cast.outsider)
    window.click("Start now")
    window.click("Start your application")
    assert window.heading == "Application for specialist leader of education"
    window.says("0 of 12 parts completed")
    window.shot("task list")

    window.click("Your name and post")
    window.fill("Your post", "")
    window.click("Save and continue")
    window.says("Your post is missing.")
    window.fill("First name", "Otis")
    window.fill("Surname", "Outsider")
    window.fill("Your post", "Assistant headteacher")
    window.click("Save and come back")
    window.click("Your name and post")
    window.fill("Telephone number", "0121 496 0000")
    window.click("Save and continue")
    assert window.heading == "Your school"
    window.fill("Which school do you work at?", "Nowhere School")
    window.click("Save and continue")
    window.says("No school was found for “Nowhere School”")
    window.fill("Which school do you work at?", "103356")
    window.click("Save and continue")
    window.says("Saved: Penns Primary School")
    assert window.heading == "Teacher reference number"
    window.fill("Teacher reference number", "12")
    window.click("Save and continue")
    window.says("A teacher reference number has seven digits, like 1234567.")
    window.shot("refused number")
    window.fill("Teacher reference number", "12/34567")
    window.click("Save and continue")
    window.fill("Your leadership role", "Head of maths")
    window.fill("For how many full years have you held a leadership role?", "4")
    groups = window.page.get_by_role("radiogroup")
    for index in (0, 1):
        groups.nth(index).get_by_label("No").check()
    window.click("Save and continue")
    window.choose("Maths")
    window.click("Save and continue")
    for title in QUESTIONS:
        assert window.heading == title
        window.page.locator("textarea").fill(f"{title}: what I did, and what changed.")
        window.click("Save and continue")
    assert window.heading == "Evidence files"
    evidence = tmp_path / "results.pdf"
    evidence.write_bytes(pdf())
    window.attach("Add files", evidence)
    window.click("Upload")
    window.says("results.pdf")
    window.click("Continue")
    window.page.locator("textarea").fill("A room without steps.")
    window.click("Save and continue")
    assert window.heading == "Your headteacher or principal"
    window.fill("Name", "Jo Ward")
    window.fill("E-mail address at work", "otis@example.org")
    window.click("Save and continue")
    window.says("This is one of your own e-mail addresses.")
    window.fill("E-mail address at work", made.HEAD_EMAIL)
    window.click("Save and continue")
    window.fill("Name", "Sam Lee")
    window.fill("E-mail address at work", made.REFEREE_EMAIL)
    window.click("Save and continue")
    assert window.heading == "Check and hand over"
    window.shot("check")
    window.click("Hand over to Jo Ward")
    window.says("Confirm the declaration to hand your application over.")
    window.page.get_by_label("What I have written is true").check()
    window.click("Hand over to Jo Ward")
    assert window.heading == "Your application"
    window.says("Jo Ward was asked on")
    window.shot("tracker")
    return Application.objects.get()


def decide(cast, application):
    """What others do meanwhile: references, panel, decision, release. They have journeys of their own."""
    for kind in ("head", "second"):
        made.return_reference(made.reference_of(application, kind))
    rounds.close_round(round=application.round, by=cast.lead, now=timezone.now())
    stage = make_stage(cast.alliance, cast.lead, round=application.round)
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    stage.propose(application, Outcome.DESIGNATED)
    stage.approve(cast.director)
    stage.approve_letters(application)
    release_round(round=stage.round, by=cast.administrator, now=timezone.now())


@pytest.mark.parametrize("javascript", [True, False])
def test_an_applicant_from_the_public_page_to_the_letter(cast, round, new_journey, tmp_path, javascript):
    window = new_journey(javascript=javascript)
    application = apply(window, cast, round, tmp_path)
    decide(cast, application)
    window.visit(f"/boldmere/sle/applications/{application.code}/")
    window.says("Returned by your headteacher or principal: submitted")
    window.says("Read the reference from Sam Lee")
    window.click("Read the outcome of your application")
    window.says("Dear Otis Outsider")
    window.shot("letter")
    window.click("Accept the designation")
    window.says("You are now designated as specialist leader of education")
    assert Designation.objects.get().state == "current"


def test_an_answer_is_saved_as_one_types_and_a_stale_window_shows_both(cast, round, new_journey):
    application = made.start(round, cast.outsider)
    path = f"/boldmere/sle/applications/{application.code}/question/q1/"
    first, second = new_journey(), new_journey()
    for window in (first, second):
        window.sign_in(cast.outsider)
        window.visit(path)
    first.page.locator("textarea").fill("Typed and never sent.")
    first.page.get_by_text("Saved ", exact=False).wait_for()
    assert Answer.objects.get().text == "Typed and never sent."
    second.page.locator("textarea").fill("From the other window.")
    second.page.get_by_text("Not saved: this was changed in another window", exact=False).wait_for()
    second.troubles.clear()  # the refused save is what this story is about
    second.click("Save and continue")
    second.says("Typed and never sent.")
    assert second.page.locator("textarea").input_value() == "From the other window."
    second.shot("stale")
    second.troubles.clear()
    second.click("Save and continue")
    assert Answer.objects.get(question__key="q1").text == "From the other window."


def test_another_referee_is_named_and_the_application_withdrawn(cast, round, penns, plain_journey):
    application = made.hand_over(made.fill(made.start(round, cast.outsider), penns))
    references.decline_reference(
        reference=made.reference_of(application, "second"), reason="I have moved away.", by=None, now=timezone.now()
    )
    window = plain_journey
    window.sign_in(cast.outsider)
    window.visit(f"/boldmere/sle/applications/{application.code}/")
    window.says("Sam Lee has declined.")
    window.click("Name another second referee")
    window.fill("Name", "Kim Cole")
    window.fill("E-mail address at work", made.HEAD_EMAIL)
    window.click("Ask them")
    window.says("Your headteacher or principal and your second referee have to be two different people.")
    window.fill("E-mail address at work", "kim@example.org")
    window.click("Ask them")
    window.says("Kim Cole is asked for your second reference.")
    window.click("Withdraw your application")
    window.click("Withdraw my application")
    window.says("You have withdrawn this application. Nobody will consider it.")
    application.refresh_from_db()
    assert application.state == "withdrawn"
