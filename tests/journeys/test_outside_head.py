"""A head from outside, asked because too few can score: from the mail to submitted scores, on a phone by keyboard."""

from __future__ import annotations

from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import services
from alliance.panels.models import Assignment
from tests.factories.panels import make_panel
from tests.factories.schools import SchoolFactory
from tests.journeys.story import PHONE
from tests.journeys.test_34_by_keyboard import choose, press, reach, tick, write
from tests.journeys.test_own_account import code_of_app, mailed_code
from tests.journeys.test_whole_round import mail_to, post_goes_out
from tests.mail_server import link_in
from tests.panels.conftest import candidates

__all__ = ["candidates"]
HEAD = "head@far.example"


def sign_in(window, link):
    """By the code that is mailed, and the app that a panel's second step needs."""
    window.visit(link)
    press(window, "get a sign-in code by e-mail")
    write(window, "E-mail address", HEAD)
    press(window, "Send the code")
    write(window, "Code from the e-mail", mailed_code())
    press(window, "Continue")
    assert window.heading == "Set up an authenticator app"
    write(window, "Code that the app shows now", code_of_app(window.page.locator("main strong").last.inner_text()))
    press(window, "Set it up")
    press(window, "I have kept them: go on")


def test_a_head_from_outside_scores_what_too_few_can(new_journey, cast, candidates, settings, mail_server):
    panel = make_panel(cast.alliance, cast.lead, candidates)
    chair, ann = panel.sit("Carol Chair", "chair"), panel.sit("Ann Scorer")
    school = SchoolFactory(urn=117600, name="Far Away Primary School", town="Ely")
    entry = panel.enter(1, text="I led phonics for years.")
    panel.start()
    services.recuse(entry=entry, seat=ann, now=timezone.now())
    panel.score(chair, entry, "Green", comment="Strong.")
    staff = new_journey()
    staff.sign_in(cast.lead)
    staff.visit(path_to("web:inbox", cast.alliance))
    staff.click("Too few can score 1 application")
    staff.says(
        f"{entry.code} can be scored by 1 person only (1 declared an interest). Add somebody from outside to the panel"
    )
    staff.click("Change who sits on the panel")
    staff.fill("E-mail address", HEAD)
    staff.fill("First name (optional)", "Flora")
    staff.fill("Surname (optional)", "Farr")
    staff.fill("Their school (optional)", "117600")
    staff.click("Give a seat")
    staff.says("Flora Farr has a seat and has been told by e-mail. They declare their interests first.")

    settings.REQUIRE_SECOND_FACTOR = True
    post_goes_out(mail_server)
    phone = new_journey(width=PHONE)
    sign_in(phone, link_in(mail_to(mail_server, HEAD, "You are on the panel")))
    assert phone.heading.endswith("Declare your interests")
    tick(phone, "I have named everybody")
    press(phone, "Declare and go on")
    assert phone.page.get_by_role("row").count() == 2, "a row of cards is a table to a screen reader"
    press(phone, f"Score {entry.code}")
    evidence = phone.page.locator("details[data-evidence]")
    assert [one.get_attribute("open") for one in evidence.all()] == [None] * evidence.count()
    reach(phone, evidence.first.locator("summary"))
    phone.page.keyboard.press("Enter")
    phone.says("I led phonics for years.")
    for criterion in phone.page.locator("[data-criterion]").all():
        choose(phone, criterion, 2)
    write(phone, "Comment on the whole application", "Ready.")
    phone.shot("score-on-a-phone")
    press(phone, "Submit scores")
    phone.says(f"Your scores for {entry.code} are submitted. That was the last one: thank you.")
    held = Assignment.objects.get(entry=entry, seat__person__email=HEAD)
    assert (held.state, held.mean, held.comment, held.seat.school) == ("submitted", 2000, "Ready.", school)
    press(phone, f"Compare scores of {entry.code}")
    phone.says("Strong.")
    staff.visit(path_to("panels:exercise", cast.alliance, pk=panel.exercise.pk))
    staff.does_not_say("Too few can score")
