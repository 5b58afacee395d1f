"""From the yearly ask to targets: staff ask, a school answers by its link on a phone, a round's targets follow."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from alliance.addresses import path_to
from alliance.expertise.services import load_areas
from alliance.surveys import services
from alliance.surveys.models import Ask
from tests.factories import sle
from tests.journeys.story import PHONE
from tests.journeys.test_whole_round import mail_to, post_goes_out
from tests.mail_server import link_in


def test_from_the_yearly_ask_to_targets(new_journey, cast, mail_server):
    load_areas()
    round = sle.make_round(cast.lead, cast.alliance, opened=False)
    staff = new_journey()
    staff.sign_in(cast.lead)
    staff.visit(path_to("surveys:ask_list", cast.alliance))
    staff.click("Set up an ask")
    staff.page.get_by_role("radio").first.check()
    today, closes = timezone.localdate(), timezone.localdate() + timedelta(days=21)
    for group, day in (("From when can schools answer?", today), ("Until when can schools answer?", closes)):
        parts = staff.page.get_by_role("group", name=group)
        for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year), ("Time", "12:01am")):
            parts.get_by_label(label).fill(str(value))
    staff.click("Save")
    staff.says("Nothing is missing.")
    staff.click("questions as schools will see them")
    staff.says("In which areas does your school need support?")
    ask = Ask.objects.get()
    staff.visit(path_to("surveys:ask", cast.alliance, pk=ask.pk))
    staff.click("Open the ask")
    staff.click("Open it and ask the schools")
    staff.says("The ask is open: 1 school is asked by e-mail.")
    staff.shot("ask")

    post_goes_out(mail_server)
    head = new_journey(width=PHONE)
    head.visit(link_in(mail_to(mail_server, cast.head.email, "what do you need and what can you offer")))
    head.click("In which areas does your school need support?")
    head.choose("Maths")
    head.choose("Science")
    head.shot("ask-need-on-a-phone")
    head.click("Save and continue")
    assert head.heading == "Which of these are urgent?"
    head.choose("Maths")
    head.click("Save and continue")
    head.choose("English")
    head.click("Save and continue")
    assert head.heading == "How much could your school give to other schools?"
    head.fill("How many half days in a school term, all of them together?", "6")
    head.click("Save and continue")
    head.click("Check and hand in")
    head.click("Hand in the answers")
    assert head.heading == "Answers received"

    staff.visit(path_to("surveys:ask", cast.alliance, pk=ask.pk))
    services.close_ask(ask=ask, by=cast.lead, now=timezone.now())
    staff.visit(path_to("sle:priorities", cast.alliance))
    staff.says("1 of 1 school has answered")
    staff.shot("priorities")
    staff.click(f"Set targets of “{round.title}” from this")
    staff.fill("Science (optional)", "2")
    staff.click("Set these targets")
    staff.says("Areas and targets are taken from what schools need.")
    assert dict(round.areas.values_list("area__name", "target")) == {"Maths": 1, "Phonics": None, "Science": 2}
