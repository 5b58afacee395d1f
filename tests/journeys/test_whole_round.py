"""Staff: a whole round from its draft to the register; every mail on the way really arrives, and its link is used."""

from __future__ import annotations

import io
import re

import pikepdf
from django.utils import timezone

from alliance.expertise.services import load_areas
from alliance.panels.queries import exercise_about
from alliance.people.models import Person
from alliance.post import delivery, letters
from alliance.post.sweeping import take_due
from sle.models import Designation, OutcomeLetter, Round
from tests.factories import sle as made
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import Stage
from tests.journeys.test_staff_run_applications import say_who_and_when
from tests.mail_server import link_in

WORK = {"post.deliver_mails": delivery.deliver, "post.make_letters": letters.make}
APPLICANTS = ("Otis Outsider", "Petra Phillips", "Rashid Rahman")


def post_goes_out(mail_server):
    """What workers do, until nothing is due: letters are made, mails are sent."""
    mail_server.mails.clear()
    while calls := take_due(now=timezone.now()):
        for call in calls:
            WORK[call.task](call.argument)


def mail_to(mail_server, address, subject):
    """The one mail to `address` whose subject holds `subject`."""
    [found] = [mail for mail in mail_server.to(address) if subject in " ".join(str(mail["Subject"]).split())]
    return found


def set_up_and_open(window):
    """The round's pages from "Start a round" to "Open the round"; what need not be changed is left as it is offered."""
    window.visit("/boldmere/sle/")
    window.click("Start a round")
    window.fill("What is the round called?", "Spring round")
    window.click("Create the draft")
    say_who_and_when(window, references_after=12)
    window.click("Choose at least one area that you are looking for.")
    window.page.get_by_label("Maths").check()
    window.click("Save and set targets")
    window.page.get_by_label("Maths").fill("2")
    window.click("Save")
    round = Round.objects.get()
    window.visit(f"/boldmere/sle/rounds/{round.pk}/")
    window.click("Open the round")
    window.says("The round is open.")
    return Round.objects.select_related("alliance").get()


def apply(round, school):
    """Three who hand over, and one who never does. Typing is another journey's: see test_applicant."""
    applications = []
    for name in APPLICANTS:
        first, surname = name.split()
        person = Person.objects.filter(surname=surname).first() or PersonFactory(first_name=first, surname=surname)
        applications.append(made.hand_over(made.fill(made.start(round, person), school)))
    made.start(round, PersonFactory(first_name="Una", surname="Unready", email="una@example.org"))
    return applications


def return_references(window, mail_server, applications):
    """The first head by the link in the mail, with nothing else; the others' words add nothing here."""
    first, *others = applications
    window.sign_out()
    window.visit(link_in(mail_to(mail_server, made.HEAD_EMAIL, "Otis Outsider needs your part")))
    groups = window.page.get_by_role("radiogroup")
    groups.nth(0).get_by_label("Yes").check()
    groups.nth(1).get_by_label("Yes").check()
    window.page.get_by_label("For how many full years").fill("4")
    window.page.locator("textarea").fill("He leads maths across the school, and it shows.")
    window.page.get_by_label("Your name, as your signature").fill("Jo Ward")
    window.page.get_by_label("Your post").fill("Headteacher")
    window.click("Save and check")
    window.click("Send: submit the application")
    assert window.heading == "Reference received"
    for application in others:
        made.return_reference(made.reference_of(application))
    for application in applications:
        made.return_reference(made.reference_of(application, "second"))
    first.refresh_from_db()
    assert first.state == "submitted"


def seat(window, round, chair, *scorers):
    """Staff open the panel and give the seats."""
    window.visit(f"/boldmere/sle/rounds/{round.pk}/panel/")
    window.click("Open the panel")
    window.says("The panel is open. Now say who sits on it.")
    window.click("Seats, clearing and scores of this panel")
    window.click("Change who sits on the panel")
    for person, role in ((chair, "Chair"), *((scorer, "Scorer") for scorer in scorers)):
        window.fill("E-mail address", person.email)
        window.choose(role)
        window.click("Give a seat")
        window.says("has a seat and has been told by e-mail.")


def declare(window, mail_server, *people):
    """Each comes by the link of the mail about the seat."""
    for person in people:
        window.sign_in(person)
        window.visit(link_in(mail_to(mail_server, person.email, "You are on the panel")))
        window.choose("I have named everybody with whom I should have nothing to do, as far as I know")
        window.click("Declare and go on")


def freeze_and_clear(window, round, stage, applications):
    """Staff hand the dossiers over and clear each, then open scoring."""
    panel = f"/boldmere/sle/rounds/{round.pk}/panel/"
    window.visit(panel)
    if window.page.get_by_role("button", name="Freeze what is ready").count():
        window.click("Freeze what is ready")
        window.says("3 dossiers have been frozen.")
    for application in applications:
        window.visit(f"/boldmere/panels/{stage.exercise.pk}/")
        window.click(f"Clear {stage.entry(application).code}")
        undecided = window.page.get_by_role("button", name="Black out everything undecided")
        if undecided.count():
            window.click("Black out everything undecided")
        window.click("The dossier is clear")
    window.visit(panel)
    window.says("Nothing is missing.")
    window.click("Start scoring")
    window.says("Scoring has started and the panel has been told.")


def score(window, mail_server, stage, scorer, applications):
    """The scorer's first application by the page; all others by the service."""
    window.sign_in(scorer)
    window.visit(link_in(mail_to(mail_server, scorer.email, "Scoring has opened")))
    window.visit(f"/boldmere/panels/{stage.exercise.pk}/score/{stage.entry(applications[0]).code}/")
    window.does_not_say("Outsider")
    for level in window.page.get_by_label("Green", exact=True).all():
        level.check()
    window.click("Submit scores")
    window.says("are submitted.")
    for application, level in zip(applications, ("Green", "Green", "Red"), strict=True):
        stage.score(application, level)


def test_a_whole_round_from_draft_to_register(new_journey, cast, mail_server):
    load_areas()
    school = SchoolFactory(urn=103356, name="Penns Primary School")
    made.know_head(cast.administrator, school, cast.alliance)
    chair, ann, bob = (
        PersonFactory(first_name=first, surname=surname, email=f"{first}@panel.example".lower())
        for first, surname in (("Carol", "Chair"), ("Ann", "Scorer"), ("Bob", "Marker"))
    )
    staff, other = new_journey(), new_journey(javascript=False)

    staff.sign_in(cast.lead)
    round = set_up_and_open(staff)
    base = f"/boldmere/sle/rounds/{round.pk}/"
    applications = apply(round, school)
    post_goes_out(mail_server)
    return_references(other, mail_server, applications)
    staff.visit(base)
    staff.click("Close this round now")
    staff.click("Close the round now")
    staff.says("The round is closed. 1 person who had not finished has been told.")
    post_goes_out(mail_server)
    assert mail_server.to("una@example.org")

    seat(staff, round, chair, ann, bob)
    post_goes_out(mail_server)
    declare(other, mail_server, chair, ann, bob)
    round.refresh_from_db()
    stage = Stage(round, cast.lead, exercise_about(round))
    freeze_and_clear(staff, round, stage, applications)
    post_goes_out(mail_server)
    score(other, mail_server, stage, ann, applications)
    staff.visit(f"{base}panel/")
    staff.click("End scoring")
    staff.says("Scoring has ended. The chair can now propose outcomes.")

    other.sign_in(chair)
    other.visit(f"{base}decisions/")
    other.click("Propose as recommended wherever nothing is proposed")
    other.says("3 outcomes are proposed as recommended.")
    other.sign_in(cast.director)
    other.visit(f"{base}decisions/")
    for application in applications:
        other.choose(f"{stage.entry(application).code}, Maths")
    other.click("Approve the ticked proposals")
    other.says("3 outcomes are approved.")
    for letter in OutcomeLetter.objects.all():
        staff.visit(f"/boldmere/sle/letters/{letter.pk}/")
        staff.click("Approve")
    post_goes_out(mail_server)
    assert not mail_server.to("otis@example.org")  # nobody is told anything before the release
    other.sign_in(cast.administrator)
    other.visit(f"{base}release/")
    other.says("3 of 3 approved")
    other.click("Release now")
    other.click("Release 3 letters")
    other.says("How the release went")

    post_goes_out(mail_server)
    other.sign_in(cast.outsider)
    other.visit(link_in(mail_to(mail_server, "otis@example.org", "The outcome of your application")))
    assert other.heading == "The outcome of your application"
    address = other.page.get_by_role("link", name="Download the letter (PDF)").get_attribute("href")
    answer = other.page.request.get(other.address + address)
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.body())) as letter:
        assert len(letter.pages) >= 1
    other.click("Accept the designation")
    other.says("You are now designated as specialist leader of education")
    assert dict(Designation.objects.values_list("person__surname", "state")) == {
        "Outsider": "current",
        "Phillips": "offered",
    }
    staff.visit("/boldmere/sle/register/")
    staff.says("Otis Outsider")
    staff.does_not_say("Rashid")
    staff.visit(base)
    staff.click("Finish this round")
    staff.click("Finish the round")
    round.refresh_from_db()
    assert round.state == "finished"
    assert re.search(r"Released|Finished", staff.words)
