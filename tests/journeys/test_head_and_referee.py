"""Heads and referees, with nothing but the link in their mail: from opening it to the receipt."""

from __future__ import annotations

import pytest
from django.db.models import F
from django.utils import timezone

from alliance.library.services import store
from sle.models import Reference
from sle.queries.applications import EVIDENCE
from sle.services.applications import hand_over
from tests.factories import sle as made
from tests.factories.files import pdf, upload
from tests.factories.schools import SchoolFactory
from tests.journeys.test_whole_round import mail_to, post_goes_out
from tests.mail_server import link_in


@pytest.fixture
def application(cast):
    """Handed over just now, with a file and a private request."""
    school = SchoolFactory(urn=103356, name="Penns Primary School", telephone="0121 496 0101")
    made.know_head(cast.administrator, school, cast.alliance)
    draft = made.fill(made.start(made.make_round(cast.lead, cast.alliance), cast.outsider), school)
    store(subject=draft, purpose=EVIDENCE, upload=upload(pdf(), "results.pdf"), by=cast.outsider)
    return made.hand_over(draft)


def link_to(mail_server, address, subject):
    """Workers send what is due; the link in the mail to `address`."""
    post_goes_out(mail_server)
    return link_in(mail_to(mail_server, address, subject))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_head_sends_back_then_completes_the_application(cast, application, mail_server, new_journey, javascript):
    window = new_journey(javascript=javascript)
    first = link_to(mail_server, made.HEAD_EMAIL, "needs your part")
    window.visit(first)
    assert window.heading == "Complete the application of Otis Outsider"
    window.says(made.ANSWER)
    window.shot("head")
    with window.page.expect_download() as download:
        window.page.get_by_role("link", name="results.pdf").click()
    assert download.value.suggested_filename == "results.pdf"
    window.page.locator("textarea").fill("She leads maths across the school, and it shows.")
    window.click("Save and come back")
    window.says("Your draft is kept. Come back with the link in your e-mail.")
    window.click("Send the application back for changes")
    window.click("Send it back")
    window.says("What should the applicant change is missing.")
    window.page.locator("textarea").fill("Name the years.")
    window.click("Send it back")
    window.says("The application is with the applicant at the moment.")
    application.refresh_from_db()
    hand_over(application=application, by=cast.outsider, received=timezone.now(), now=timezone.now())

    window.visit(link_to(mail_server, made.HEAD_EMAIL, "needs your part"))
    assert window.page.locator("textarea").input_value() == "She leads maths across the school, and it shows."
    groups = window.page.get_by_role("radiogroup")
    groups.nth(0).get_by_label("Yes").check()
    groups.nth(1).get_by_label("Yes").check()
    window.click("Save and check")
    window.says("Say for how many years the applicant has held a leadership role.")
    window.says("Type your name.")
    window.shot("head lacks")
    window.page.get_by_label("For how many full years").fill("4")
    window.fill("Your name, as your signature", "Jo Ward")
    window.fill("Your post", "Headteacher")
    window.click("Save and check")
    assert window.heading == "Check and send your reference for Otis Outsider"
    window.says("She leads maths across the school, and it shows.")
    window.click("Send: submit the application")
    assert window.heading == "Reference received"
    window.does_not_say("She leads maths across the school")
    window.shot("receipt")
    window.visit(first, status=200)
    assert window.heading == "Reference received"
    application.refresh_from_db()
    assert application.state == "submitted"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_second_referee_writes_and_signs(application, mail_server, new_journey, javascript):
    window = new_journey(javascript=javascript)
    window.visit(link_to(mail_server, made.REFEREE_EMAIL, "asks you for a reference"))
    assert window.heading == "Reference for Otis Outsider"
    window.does_not_say(made.ANSWER)
    window.fill("How do you know the applicant?", "She coached our maths team.")
    window.fill("How long have you known them?", "Three years")
    window.page.locator("textarea").fill("Our results rose because of her.")
    typed = Reference.objects.filter(application=application, kind="second")
    typed.update(statement="Typed on the phone.", revision=F("revision") + 1)
    window.click("Save and check")
    window.says("This was changed in another window")
    window.says("Typed on the phone.")
    assert window.page.locator("textarea").input_value() == "Our results rose because of her."
    window.click("Save and check")
    window.says("Say whether you support the application.")
    window.shot("referee lacks")
    window.choose("Yes, with reservations")
    window.fill("Your name, as your signature", "Sam Lee")
    window.fill("Your post", "Maths lead")
    window.fill("Your school or organisation", "Maney Hill Primary School")
    window.click("Save and check")
    window.says("Supports the application with reservations")
    window.click("Send the reference")
    assert window.heading == "Reference received"
    assert made.reference_of(application, "second").support == "reservations"


def test_a_second_referee_declines(application, mail_server, plain_journey):
    plain_journey.visit(link_to(mail_server, made.REFEREE_EMAIL, "asks you for a reference"))
    plain_journey.click("Decline to give this reference")
    plain_journey.page.locator("textarea").fill("I have moved away.")
    plain_journey.click("Decline")
    plain_journey.says("You have declined to give this reference, and the alliance knows.")
    assert made.reference_of(application, "second").state == "declined"
