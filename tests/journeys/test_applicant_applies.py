"""An applicant: from the alliance's public home to the tracker; the head: from the mail's link to done."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sle.models import Answer, Application
from tests.factories import sle as made
from tests.factories.files import pdf
from tests.factories.schools import SchoolFactory


@pytest.fixture
def round(cast):
    school = SchoolFactory(urn=103356, name="Penns Primary School", telephone="0121 496 0101")
    made.know_head(cast.administrator, school, cast.alliance)
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
    window.click("Apply to be a specialist leader")
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
    window.fill("First name", "Otis")
    window.fill("Surname", "Outsider")
    window.fill("Your post", "Assistant headteacher")
    window.fill("Telephone number", "0121 496 0000")
    window.click("Save and continue")
    assert window.heading == "Your school"
    window.fill("Which school do you work at?", "Nowhere School")
    window.click("Save and continue")
    window.says("No school was found for “Nowhere School”")
    window.fill("Which school do you work at?", "103356")
    window.click("Save and continue")
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
    window.attach("Choose a file", evidence)
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


def complete(window, application):
    """The head, at another machine, with nothing but the link."""
    reference = made.reference_of(application)
    window.visit(f"/boldmere/sle/reference/{made.token_of(reference)}/")
    assert window.heading == "Complete the application of Otis Outsider"
    window.does_not_say("A room without steps.")
    window.shot("head")
    groups = window.page.get_by_role("radiogroup")
    groups.nth(0).get_by_label("Yes").check()
    groups.nth(1).get_by_label("Yes").check()
    window.page.get_by_label("For how many full years").fill("4")
    window.page.locator("textarea").fill("She leads maths across the school, and it shows.")
    window.click("Save and check")
    window.says("Type your name.")
    window.page.get_by_label("Your name, as your signature").fill("Jo Ward")
    window.page.get_by_label("Your post").fill("Headteacher")
    window.click("Save and check")
    assert window.heading == "Check and send your reference for Otis Outsider"
    window.says("She leads maths across the school, and it shows.")
    window.click("Send: submit the application")
    assert window.heading == "Reference received"
    window.does_not_say("She leads maths across the school")
    window.shot("receipt")


def test_with_javascript(cast, round, new_journey, tmp_path):
    applicant = new_journey()
    application = apply(applicant, cast, round, tmp_path)
    complete(new_journey(), application)
    applicant.visit(f"/boldmere/sle/applications/{application.code}/")
    applicant.says("Returned by your headteacher: submitted")
    application.refresh_from_db()
    assert application.state == "submitted"


def test_without_javascript(cast, round, new_journey, tmp_path):
    application = apply(new_journey(javascript=False), cast, round, tmp_path)
    complete(new_journey(javascript=False), application)
    application.refresh_from_db()
    assert application.state == "submitted"


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


def test_a_second_referee_declines_and_another_is_named(cast, round, new_journey):
    school = SchoolFactory(urn=103341 + 9, name="Another School")
    made.know_head(cast.administrator, school, cast.alliance)
    application = made.hand_over(made.fill(made.start(round, cast.outsider), school), timezone.now())
    referee = new_journey(javascript=False)
    referee.visit(f"/boldmere/sle/reference/{made.token_of(made.reference_of(application, 'second'))}/")
    referee.click("Decline to give this reference")
    referee.page.locator("textarea").fill("I have moved away.")
    referee.click("Decline")
    referee.says("You have declined to give this reference, and the alliance knows.")
    applicant = new_journey(javascript=False)
    applicant.sign_in(cast.outsider)
    applicant.visit(f"/boldmere/sle/applications/{application.code}/")
    applicant.says("Sam Lee has declined.")
    applicant.click("Name another second referee")
    applicant.fill("Name", "Kim Cole")
    applicant.fill("E-mail address at work", "kim@example.org")
    applicant.click("Save and continue")
    applicant.says("Kim Cole is asked for your second reference.")
