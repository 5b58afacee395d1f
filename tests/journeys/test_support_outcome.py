"""Work ends: the school evaluates it, the leader comments on a phone, the alliance reads it, and all see what came of
it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from alliance.addresses import path_to
from support.models import Measure
from tests.factories.support_work import at_work, home_head_of, recorded
from tests.journeys.story import PHONE
from tests.journeys.test_support_work import type_day
from tests.journeys.test_whole_round import mail_to, post_goes_out
from tests.mail_server import link_in


def test_a_school_evaluates_and_all_see_what_came_of_it(new_journey, cast, mail_server):
    made = at_work(cast)
    leader, need = made.supporter.person, made.request.needs.get()
    facts = {"name": "At the expected standard", "unit": "%", "source": "Results", "baseline": 61, "target": 75}
    Measure.objects.create(alliance=cast.alliance, need=need, baseline_on=date(2025, 7, 1), **facts)
    recorded(made)
    request_page = path_to("support:request", cast.alliance, code=made.request.code)
    page = path_to("support:deployment", cast.alliance, pk=made.pk)

    staff = new_journey()
    staff.sign_in(cast.lead)
    staff.visit(page)
    staff.click("End, also where somebody else takes over")
    staff.click("End it")
    staff.says("Not all agreed days are used, so say why it ends early.")
    staff.fill("Why does it end early? (optional)", "What was planned is reached.")
    staff.click("End it")
    staff.says("Ended. Leader and school have been told.")

    post_goes_out(mail_server)
    school = new_journey()
    school.sign_in(cast.head)
    school.visit(link_in(mail_to(mail_server, cast.head.email, "How did the support go?")))
    school.click("Send the evaluation")
    school.says("Give the evidence for Maths.")
    questions = ("Maths: how much has the support changed?", "How effective was the leader?", "How did it go over all?")
    for question in questions:
        school.page.get_by_role("radiogroup", name=question).get_by_label("Very good").check()
    school.fill("Maths: what is the evidence?", "Books and lessons show it.")
    school.shot("support-evaluation")
    school.click("Send the evaluation")
    school.says("you are asked once more in a term")
    school.click("What the measures say")
    school.click("Write down a value of At the expected standard")
    school.fill("Value", "70")
    type_day(school, timezone.localdate())
    school.fill("Source", "Results")
    school.click("Write it down")
    school.says("70 %")
    school.shot("support-outcomes")

    post_goes_out(mail_server)
    phone = new_journey(width=PHONE)
    phone.sign_in(leader)
    phone.visit(link_in(mail_to(mail_server, leader.email, "has evaluated your work")))
    phone.click(f"{cast.school}: very good")
    phone.says("Books and lessons show it.")
    phone.click("Comment")
    phone.click("Send the comment")
    phone.says("Write your comment.")
    phone.fill("Your comment", "The two teachers did the work.")
    phone.click("Send the comment")
    phone.visit(page)
    phone.click("Say what you took back from this work")
    phone.fill("What was gained?", "We plan in pairs at home now.")
    phone.click("Save")
    phone.says("very good")

    home = new_journey()
    home.sign_in(home_head_of(made))
    home.visit(page)
    home.does_not_say("Books and lessons show it.")
    home.does_not_say("very good")

    staff.visit(path_to("web:inbox", cast.alliance))
    staff.click(f"Read the evaluation of {leader.name}: Very good")
    staff.says("The two teachers did the work.")
    staff.click("Note that it is read")
    staff.click("It is read and dealt with")
    school.visit(request_page)
    school.says("This request is closed.")
    school.says("Evaluation of " + leader.name)
    staff.visit(path_to("support:board", cast.alliance))
    staff.says("100%")
