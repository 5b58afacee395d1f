"""From a request to an agreed need: a school asks on a phone, staff ask back and diagnose; a commissioner asks."""

from __future__ import annotations

from alliance.addresses import path_to
from alliance.expertise.services import load_areas
from support.models import Request
from support.states import RequestState, Source
from tests.factories import files
from tests.factories.support_work import at_work, recorded
from tests.journeys.story import PHONE
from tests.journeys.test_whole_round import mail_to, post_goes_out
from tests.mail_server import link_in


def write_request(window, what: str) -> None:
    """The pages of a request, from the first to the documents."""
    window.fill("What is it about, in a few words?", what)
    window.fill("What does the school need?", "Two teachers are new to the upper years.")
    window.fill("What should be different afterwards?", "Fractions are taught with confidence.")
    window.click("Save and continue")
    window.choose("Maths")
    window.click("Save and continue")
    window.choose("Soon: this half term")
    window.fill("About how many half days? (optional)", "6")
    window.choose("The school’s own budget")
    window.click("Save and continue")


def test_a_school_asks_and_its_needs_are_agreed(new_journey, cast, mail_server, tmp_path):
    load_areas()
    plan = tmp_path / "improvement plan.pdf"
    plan.write_bytes(files.pdf())
    head = new_journey(width=PHONE)
    head.sign_in(cast.head)
    head.visit(path_to("support:request_list", cast.alliance))
    head.says("You have not asked for support yet.")
    head.click("Ask for support")
    head.click("Start")
    head.click("Save and continue")
    head.says("There is a problem")
    write_request(head, "Maths in years 5 and 6")
    head.click("Save and continue")
    head.attach("Add files", plan)
    head.click("Upload")
    head.says("“improvement plan.pdf” is stored.")
    head.click("Continue")
    head.shot("support-check")
    head.click("Ask for support")
    head.says("The request is made.")
    head.says("improvement plan.pdf")

    found = Request.objects.get()
    staff = new_journey()
    staff.sign_in(cast.lead)
    staff.visit(path_to("web:inbox", cast.alliance))
    staff.says("Read a request for support")
    staff.visit(path_to("support:request_list", cast.alliance))
    staff.click("Maths in years 5 and 6")
    staff.says("A leader is proposed by")
    staff.click("Ask whoever asked a question")
    staff.fill("Your question", "How many classes are there?")
    staff.click("Send the question")

    post_goes_out(mail_server)
    head.visit(link_in(mail_to(mail_server, cast.head.email, "A question about your request")))
    head.says("How many classes are there?")
    head.click("Answer")
    head.fill("Your answer", "Two in each year.")
    head.click("Send the answer")
    head.says("Your answer is with the alliance.")

    page = path_to("support:request", cast.alliance, code=found.code)
    staff.visit(page)
    staff.says("Two in each year.")
    staff.click("Accept the request")
    staff.click("Agree needs and measures")
    staff.shot("support-diagnosis")
    staff.click("Agree Maths")
    staff.fill("Half days", "8")
    staff.click("Agreed with the school")
    staff.click("Add a measure for Maths")
    staff.fill("What is measured?", "Pupils at the expected standard")
    staff.fill("In what unit? (optional)", "%")
    staff.fill("Where it stands before support", "61")
    for label, value in (("Day", "10"), ("Month", "7"), ("Year", "2026")):
        staff.fill(label, value)
    staff.fill("Who says so?", "Key stage 2 results")
    staff.fill("What it should reach (optional)", "75")
    staff.click("Save")
    staff.click("Write it down")
    staff.click("Keep this")
    staff.click("The needs are agreed: find leaders")
    staff.says("Finding leaders")
    staff.shot("support-request")
    head.visit(page)
    head.says("61%, to reach 75%")
    found.refresh_from_db()
    assert found.state == RequestState.MATCHING


def test_a_commissioner_asks_for_a_school_which_is_told_and_follows_its_part(new_journey, cast, mail_server):
    load_areas()
    window = new_journey()
    window.sign_in(cast.commissioner)
    window.visit(path_to("support:request_create", cast.alliance))
    window.click("Start")
    write_request(window, "Attendance")
    window.fill("Name of the person to contact at the school", "Hana Head")
    window.fill("Their e-mail address", cast.head.email)
    window.click("Save and continue")
    window.click("Continue")
    window.says("is told of it when you ask")
    window.click("Ask for support")
    found = Request.objects.get()
    assert found.source == Source.COMMISSIONER

    post_goes_out(mail_server)
    head = new_journey()
    head.sign_in(cast.head)
    head.visit(link_in(mail_to(mail_server, cast.head.email, "Support has been asked for")))
    head.says("Birmingham City Council")

    Request.objects.update(state=RequestState.MATCHING)
    made = at_work(cast, request=Request.objects.get())
    recorded(made)
    page = path_to("support:request", cast.alliance, code=found.code)
    head.visit(page)
    head.says(made.supporter.person.name)
    window.visit(path_to("support:request_list", cast.alliance))
    window.click("Attendance")
    window.says("Support under way")
    window.says("Maths")
    window.says("half a day")
    for unseen in (made.supporter.person.name, "Reasoning", "£175", "Two new teachers."):
        window.does_not_say(unseen)
    window.visit(path_to("support:agreement", cast.alliance, code=found.code), status=403)
    window.visit(path_to("support:deployment", cast.alliance, pk=made.pk), status=403)
