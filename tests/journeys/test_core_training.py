"""A new leader is invited to core training, books and attends; the public learns that the certificate is genuine."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from alliance.addresses import path_to
from alliance.diary.models import Occasion
from alliance.post.models import Letter
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.sle_training import make_day
from tests.journeys.test_whole_round import mail_to, post_goes_out
from tests.mail_server import link_in


def test_a_leader_does_core_training_and_anybody_can_check_the_certificate(new_journey, cast, mail_server):
    make_designation(cast.alliance, cast.outsider, SchoolFactory(name="Penns Primary School"))
    day = path_to("sle:training_day", cast.alliance, pk=make_day(cast).pk)

    staff = new_journey()
    staff.sign_in(cast.administrator)
    staff.visit(day)
    staff.click("Invite leaders (1 to choose from)")
    staff.page.get_by_label("Otis Outsider").check()
    staff.click("Send the invitations")
    staff.says("1 leader is being invited by e-mail.")

    post_goes_out(mail_server)
    leader = new_journey()
    leader.sign_in(cast.outsider)
    leader.visit(link_in(mail_to(mail_server, cast.outsider.email, "can you come")))
    leader.page.get_by_role("button", name="Book a place").click()
    leader.look()
    leader.says("Your place is booked.")

    begun = timezone.now() - timedelta(hours=7)
    Occasion._base_manager.update(starts_at=begun, ends_at=begun + timedelta(hours=6))
    staff.visit(path_to("web:inbox", cast.alliance))
    staff.click("Write down who came to “Core training”")
    staff.click("Write down who came")
    staff.choose("Came")
    staff.click("Save")
    staff.click("Send the certificates")
    staff.says("1 certificate is being made")

    post_goes_out(mail_server)
    letter = Letter._base_manager.get()
    visitor = new_journey(javascript=False)
    visitor.visit(path_to("post:letter_check", cast.alliance))
    visitor.fill("Number of the letter or certificate", letter.reference)
    visitor.fill("Code", letter.check_code)
    visitor.click("Ask")
    visitor.says("Yes, it is genuine")
    visitor.does_not_say("Otis")
