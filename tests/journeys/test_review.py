"""A review that ends a designation: the leader and the head are heard, two people decide, the letter says why."""

from __future__ import annotations

from alliance.addresses import path_to
from sle.models import Designation, RegisterChange
from tests.factories.schools import SchoolFactory
from tests.factories.sle import HEAD_EMAIL, know_head
from tests.factories.sle_life import make_designation
from tests.journeys.test_whole_round import mail_to, post_goes_out
from tests.mail_server import link_in


def test_a_review_ends_a_designation(new_journey, cast, mail_server):
    school = SchoolFactory(name="Penns Primary School")
    know_head(cast.lead, school, cast.alliance)
    held = make_designation(cast.alliance, cast.outsider, school, "Phonics")
    page = path_to("sle:designation", cast.alliance, pk=held.pk)

    lead = new_journey()
    lead.sign_in(cast.lead)
    lead.visit(page)
    lead.click("Begin a review")
    lead.fill("Has something come up? (optional)", "The last four schools were turned down.")
    lead.click("Begin the review")
    lead.says("The review has begun.")
    lead.says("has until")

    leader = new_journey(javascript=False)
    leader.sign_in(cast.outsider)
    leader.visit(path_to("web:inbox", cast.alliance))
    leader.click("Tell us about your work as a leader")
    leader.says("The last four schools were turned down.")
    leader.click("Give your account")
    leader.click("Send your account")
    leader.says("There is a problem")
    leader.fill("What have you done as a leader, and what came of it?", "I was needed in my own school.")
    leader.click("Send your account")
    leader.says("You can change your account until an outcome is proposed.")

    post_goes_out(mail_server)
    head = new_journey()
    head.visit(link_in(mail_to(mail_server, HEAD_EMAIL, "designation is reviewed")))
    head.choose("No")
    head.fill("How do you see their work, in your school and beyond? (optional)", "We cannot spare Otis.")
    head.fill("Your name, as your signature", "Jo Ward")
    head.fill("Your post", "Headteacher")
    head.page.get_by_role("button", name="Send your answer").click()
    head.look()
    head.says("Your answer has been received.")

    lead.visit(page)
    lead.page.get_by_role("link", name="Review of").click()
    lead.says("We cannot spare Otis.")
    lead.click("Propose an outcome")
    lead.choose("De-designate")
    lead.click("Propose this")
    lead.says("Give the reasons: they stand in the letter.")
    lead.fill("Reasons (optional)", "Your school cannot release you.")
    lead.click("Propose this")
    lead.says("Another person has to approve it before anybody is told.")
    leader.visit(page)
    leader.does_not_say("Your school cannot release you.")

    director = new_journey()
    director.sign_in(cast.director)
    director.visit(path_to("web:inbox", cast.alliance))
    director.click("Approve the outcome of the review of Otis Outsider")
    director.says("Your school cannot release you.")
    director.shot("review-to-approve")
    director.click("Approve, and end the designation")
    director.says("Otis Outsider is de-designated. The letter is on its way.")

    leader.visit(page)
    leader.says("Your school cannot release you.")
    leader.says("Lodge the appeal on your page in the portal by the end of")
    assert Designation.objects.get().state == "de_designated"
    lead.visit(path_to("sle:return_list", cast.alliance))
    lead.says("De-designated (SLE)")
    lead.click("Make the return")
    assert RegisterChange.objects.get().agency_return is not None
