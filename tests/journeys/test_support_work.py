"""From the home head's release to the record of a visit: by link, on a phone, with everybody's signature."""

from __future__ import annotations

from django.utils import timezone

from alliance.addresses import path_to
from support.models import Agreement, Deployment
from support.services import agreements
from support.states import DeploymentState
from tests.factories.support_work import HOME_HEAD, assure, planned, sign_all
from tests.journeys.story import PHONE
from tests.journeys.test_whole_round import mail_to, post_goes_out
from tests.mail_server import link_in


def type_day(window, day) -> None:
    """A day in its three parts."""
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        window.page.get_by_label(label, exact=True).first.fill(str(value))


def test_a_leader_is_released_chosen_agreed_on_and_writes_down_a_visit(new_journey, cast, mail_server):
    made = planned(cast)
    leader, today = made.supporter.person, timezone.localdate()
    page = path_to("support:deployment", cast.alliance, pk=made.pk)

    staff = new_journey()
    staff.sign_in(cast.lead)
    staff.visit(page)
    staff.click("Ask the home school")
    staff.says("Harriet Home has been asked.")

    post_goes_out(mail_server)
    head = new_journey(javascript=False)
    head.visit(link_in(mail_to(mail_server, HOME_HEAD, "Do you release")))
    head.click("Send your answer")
    head.says("There is a problem")
    head.choose("Yes, I release them")
    head.fill("Conditions, or the reason why not (optional)", "Not on Mondays.")
    head.fill("Your name, as your signature", "Harriet Home")
    head.fill("Your post", "Headteacher")
    head.click("Send your answer")

    phone = new_journey(width=PHONE)
    phone.sign_in(leader)
    phone.visit(path_to("web:inbox", cast.alliance))
    phone.click(f"Can you help {cast.school}?")
    phone.says("Not on Mondays.")
    phone.choose("Yes, propose me to the school")
    phone.click("Send your answer")
    phone.says("You are now proposed to the school")

    school = new_journey(width=PHONE)
    school.sign_in(cast.head)
    school.visit(path_to("support:request", cast.alliance, code=made.request.code))
    school.click("Read and choose")
    school.choose(leader.name)
    school.click("Choose")
    school.says("Those you have chosen get in touch")
    school.does_not_say("Not on Mondays.")

    staff.visit(path_to("support:request", cast.alliance, code=made.request.code))
    staff.click("Note the scoping visit")
    type_day(staff, today)
    staff.click("Note the visit")
    staff.click("Draw up the agreement")
    staff.page.get_by_label("Visits", exact=True).fill("Six half days.")
    for place, _ in enumerate(("first", "last", "review")):
        for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
            staff.page.get_by_label(label, exact=True).nth(place).fill(str(value))
    staff.click("Save")
    staff.shot("support-agreement-draft")
    staff.click("Send it to be signed")
    staff.says("Everybody has been asked to sign.")

    post_goes_out(mail_server)
    school.visit(link_in(mail_to(mail_server, cast.head.email, "Please sign the agreement")))
    school.choose("I have read this agreement and sign it")
    school.fill("Your full name, as your signature", "Hana Head")
    school.fill("Your post", "Headteacher")
    school.click("Sign")
    agreement = Agreement.objects.get()
    assert agreement.signatures.get(party="school").signed_name == "Hana Head"
    sign_all(agreement, cast)
    assert Deployment.objects.get().state == DeploymentState.ACTIVE

    phone.visit(page)
    phone.says("is not on file yet")
    assure(Deployment.objects.get(), cast.lead)
    phone.visit(page)
    phone.click("Write down a visit that is over")
    type_day(phone, today)
    phone.choose("Half a day")
    phone.click("Go on to the record")
    phone.fill("Focus", "Reasoning")
    phone.fill("What did you do?", "Taught together.")
    phone.page.get_by_text("Saved").first.wait_for()
    phone.shot("support-record")
    phone.click("Hand in")
    phone.says("Next steps, as agreed with the school is missing.")
    phone.fill("Next steps, as agreed with the school", "Plan the next unit.")
    phone.click("Hand in")
    phone.says("The record is handed in")
    phone.says("Agreed: 3 days. Used: half a day.")
    school.visit(page)
    school.page.get_by_role("link", name=str(today.year)).first.click()
    school.says("Plan the next unit.")
    assert agreements.agreements_of(made.request).count() == 1
