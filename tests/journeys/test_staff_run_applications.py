"""Staff: a round set up page by page, opened, chased; paper, more time, eligibility; cancelled in the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.expertise.models import Area
from alliance.expertise.services import load_areas
from sle.models import Reference, Round
from sle.services import applications
from tests.factories import sle as made
from tests.factories.files import pdf
from tests.factories.schools import SchoolFactory

REFERENCES_BY = "By when do headteachers or principals and referees return their part?"


def moment(window, label, at):
    """Type a day, and leave the time as it is offered."""
    group = window.page.get_by_role("group", name=label)
    for part, value in (("Day", at.day), ("Month", at.month), ("Year", at.year)):
        group.get_by_label(part).fill(str(value))


def say_who_and_when(window, *, references_after):
    """The first two things that a draft lacks: who should apply, and its times; references close in so many days."""
    window.click("Say who should apply, for the public page.")
    window.fill("Who should apply, and why?", "Strong middle leaders.")
    window.click("Save")
    window.click("Set when the round opens, when applicants hand over and when references close.")
    today = timezone.localtime()
    moment(window, "When does the round open?", today - timedelta(days=1))
    moment(window, "By when do applicants hand over to their headteacher or principal?", today + timedelta(days=9))
    moment(
        window,
        REFERENCES_BY,
        today + timedelta(days=references_after),
    )
    window.click("Save")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_round_is_set_up_one_thing_per_page_and_opened(cast, new_journey, javascript):
    load_areas()
    window = new_journey(javascript=javascript)
    window.sign_in(cast.lead)
    window.visit("/boldmere/sle/")
    window.click("Start a round")
    window.click("Create the draft")
    window.says("There is a problem")
    window.fill("What is the round called?", "Spring round")
    window.click("Create the draft")
    assert window.heading == "Spring round"
    window.shot("round draft")
    say_who_and_when(window, references_after=8)
    window.says("References cannot close before applicants hand over.")
    window.shot("times refused")
    moment(
        window,
        REFERENCES_BY,
        timezone.localtime() + timedelta(days=12),
    )
    window.click("Save")
    window.click("Choose at least one area that you are looking for.")
    window.click("Add an area of your own")
    window.fill("What is the area called?", "Inclusion")
    window.click("Add the area")
    window.page.get_by_label("Maths").check()
    window.page.get_by_label("Inclusion").check()
    window.shot("areas")
    window.click("Save and set targets")
    window.page.get_by_label("Maths").fill("3")
    window.click("Save")
    round = Round.objects.get()
    base = f"/boldmere/sle/rounds/{round.pk}/"
    window.click("The public page as it will be")
    window.says("This round is a draft: nobody else sees this page until it is opened.")
    for step in ("later", "scoring", "appeal", "privacy", "reminders"):
        window.visit(f"{base}set-up/{step}/")
        window.click("Save")
        window.says("Saved.")
    window.visit(f"{base}questions/")
    window.click("Add a question")
    window.fill("Heading", "Anything else")
    window.fill("The question", "What else should we know?")
    window.click("Save")
    window.says("Anything else")
    window.click("Move up Anything else")
    window.says("“Anything else” is number 5 now.")
    window.visit(f"{base}rules/")
    window.click("Add a rule")
    window.fill("The rule", "Has taken the online course")
    window.page.get_by_label("Alliance staff").check()
    window.click("Save")
    window.says("Has taken the online course")
    window.click("Move up Has taken the online course")
    window.says("“Has taken the online course” is number")
    window.visit(base)
    window.says("Nothing is missing.")
    window.click("Open the round")
    window.says("The round is open.")
    round.refresh_from_db()
    assert (round.state, round.questions.count(), round.areas.get(area__name="Maths").target) == ("open", 6, 3)
    assert timezone.localtime(round.hand_over_by).hour == 15
    window.shot("round open")
    window.click("Close this round now")
    window.says("Nobody can hand over any more")
    window.click("Close the round now")
    window.says("The round is closed. Nobody had an unfinished application.")


@pytest.mark.parametrize("javascript", [True, False])
def test_staff_chase_confirm_redirect_give_time_and_settle(cast, new_journey, tmp_path, javascript):
    school = SchoolFactory(urn=103356, name="Penns Primary School", telephone="0121 496 0101")
    made.know_head(cast.administrator, school, cast.alliance)
    round = made.make_round(cast.lead, cast.alliance)
    waiting = made.fill(made.start(round, cast.outsider), school)
    applications.save_adjustments(
        application=waiting, revision=waiting.revision, request="A ground-floor room.", by=cast.outsider
    )
    Reference.objects.filter(application=waiting, kind="head").update(email="jo@private.example")
    made.hand_over(waiting)
    sent = made.submitted(round, cast.teacher, school)
    base = f"/boldmere/sle/rounds/{round.pk}/"
    window = new_journey(javascript=javascript)
    window.sign_in(cast.administrator)
    window.visit(f"{base}applications/")
    window.says("Otis Outsider")
    window.visit(f"{base}chase/")
    window.says("0121 496 0101")
    window.shot("chase")
    window.page.get_by_role("link", name="Note a call to Jo Ward").click()
    window.look()
    window.page.locator("textarea").fill("The office rings back.")
    window.click("Note the call")
    window.says("The office rings back.")
    window.page.get_by_role("button", name="Send again to Sam Lee").first.click()
    window.look()
    window.says("The link goes to Sam Lee again.")
    window.page.get_by_role("link", name="Confirm the address of Jo Ward").click()
    window.look()
    window.shot("confirm address")
    window.click("It is somebody else")
    window.fill("Name", "Ali Acting")
    window.fill("E-mail address at work", "acting@penns.example")
    window.page.locator("textarea").fill("Jo has left; confirmed by the office.")
    window.click("Ask them instead")
    window.says("Ali Acting is asked now.")
    window.shot("record")
    window.click("Name another second referee instead of Sam Lee")
    window.fill("Name", "Kim Ray")
    window.fill("E-mail address at work", "kim@penns.example")
    window.page.locator("textarea").fill("He rang: Sam Lee is ill.")
    window.click("Ask them instead")
    window.says("Kim Ray is asked now, and the applicant is told.")
    window.click("Give more time")
    moment(window, "New time for references", timezone.localtime() + timedelta(days=30))
    window.page.locator("textarea").fill("The head has changed.")
    window.click("Give more time")
    window.says("has more time and is told.")
    window.click("Adjustment asked for (private)")
    window.says("A ground-floor room.")
    window.page.locator("textarea").fill("Room 1.")
    window.click("Save")

    window.visit(f"/boldmere/sle/applications/{sent.code}/")
    window.page.get_by_role("link", name="Settle Not a headteacher or principal").click()
    window.look()
    window.page.get_by_label("No", exact=True).check()
    window.page.locator("textarea").fill("Acting head since May.")
    window.click("Settle the rule")
    window.click("Not eligible: send the letter")
    window.says("Not met: “Not a headteacher or principal”.")
    window.click("Send the letter")
    window.says("is not eligible.")

    window.visit(f"{base}paper/")
    window.fill("Applicant’s first name", "Pat")
    window.fill("Applicant’s surname", "Paper")
    window.fill("Applicant’s e-mail address", "pat@example.org")
    moment(window, "When did the alliance receive the paper?", timezone.localtime() - timedelta(days=1))
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf())
    window.click("Continue")
    assert window.heading == "Scan of the paper of Pat Paper"
    window.attach("Add files", scan)
    window.click("Upload")
    window.click("Continue")
    assert window.heading == "Type in the paper of Pat Paper"
    window.shot("paper")
    window.click("Ask the applicant to confirm")
    window.says("Pat Paper gets an e-mail to read and confirm the application.")

    window.visit(f"{base}extend/")
    moment(window, "New time for references", timezone.localtime() + timedelta(days=20))
    window.page.locator("textarea").fill("Snow.")
    window.click("Move the times and tell everyone")
    window.says("Everyone has more time.")
    window.visit(f"{base}copy/")
    window.fill("What is the round called?", "Summer round")
    window.click("Make the copy")
    window.visit(f"{base}cancel/")
    window.page.locator("textarea").fill("No funding.")
    window.click("Cancel the round")
    window.says("The round is cancelled.")
    assert Area.objects.exists()
