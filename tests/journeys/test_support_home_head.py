"""A home head without an account: releases, sends the letter of assurance, tells a concern, signs; each by a link."""

from __future__ import annotations

from django.utils import timezone

from alliance.addresses import path_to
from support.services import agreements, deployments, releases
from support.states import DeploymentState, Party, RequestState
from tests.factories import files
from tests.factories.support import make_deployment, make_request, make_supporter
from tests.factories.support_work import draft, scope, sign_all
from tests.journeys.story import PHONE
from tests.journeys.test_whole_round import mail_to, post_goes_out
from tests.mail_server import link_in

NORA = "nora.new@example.sch.uk"


def test_a_home_head_without_an_account_does_their_part_by_links(new_journey, cast, mail_server, tmp_path):
    request = make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.MATCHING)
    made = make_deployment(request, make_supporter(cast.alliance), by=cast.lead, half_days=6)
    leader, now = made.supporter.person, timezone.now()
    how = "Rang the office on the school’s own number."
    releases.name_head(deployment=made, name="Nora New", email=NORA, how=how, by=cast.lead, now=now)

    head = new_journey(width=PHONE)
    post_goes_out(mail_server)
    head.visit(link_in(mail_to(mail_server, NORA, "Do you release")))
    head.choose("Yes, I release them")
    head.fill("Your name, as your signature", "Nora New")
    head.fill("Your post", "Headteacher")
    head.click("Send your answer")
    head.says("Your answer has been received.")

    made.refresh_from_db()
    deployments.reply(deployment=made, accepts=True, reason="", by=leader, now=now)
    made.request.refresh_from_db()
    deployments.choose_leaders(request=made.request, chosen=[made], by=cast.head, now=now)
    post_goes_out(mail_server)
    program, letter = tmp_path / "letter.exe", tmp_path / "assurance.pdf"
    program.write_bytes(b"MZ" + bytes(200))
    letter.write_bytes(files.pdf())
    head.visit(link_in(mail_to(mail_server, NORA, "please send the letter of assurance")))
    head.click("Upload")
    head.says("Choose a file first.")
    head.attach("Add files", program)
    head.click("Upload")
    head.says("“letter.exe” is not a file we can take.")
    head.attach("Add files", letter)
    head.click("Upload")
    head.says("“assurance.pdf” is stored.")
    head.says("The letter of assurance is on file")
    head.shot("support-home-head")
    head.click("Tell the alliance something in confidence")
    head.fill("What concerns you?", "The days were changed twice.")
    head.click("Tell the alliance")
    head.says("have been told, and nobody else")

    made.refresh_from_db()
    scope(made, cast)
    agreement = draft(made, cast)
    agreements.propose_agreement(agreement=agreement, by=cast.lead, now=now)
    sign_all(agreement, cast, but=Party.HOME)
    post_goes_out(mail_server)
    head.visit(link_in(mail_to(mail_server, NORA, "Please sign the agreement")))
    head.says("£175 for half a day")
    head.click("Sign")
    head.says("Tick that you have read the agreement and sign it.")
    head.choose("I have read this agreement and sign it")
    head.fill("Your full name, as your signature", "Nora New")
    head.fill("Your post", "Headteacher")
    head.click("Sign")
    head.says("Your signature has been received.")
    made.refresh_from_db()
    assert made.state == DeploymentState.ACTIVE

    staff = new_journey()
    staff.sign_in(cast.lead)
    staff.visit(path_to("support:deployment", cast.alliance, pk=made.pk))
    staff.click("Letter of assurance")
    staff.says("assurance.pdf")
    staff.visit(path_to("web:inbox", cast.alliance))
    staff.click("Something was told in confidence")
    staff.says(f"Nora New, {NORA}")
    staff.says("The days were changed twice.")
