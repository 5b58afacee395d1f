"""From the last score to the register, with every form on the way filled: deciding with a reason, a tie,
editing and holding letters, a set time, replies with and without a designation elsewhere, resigning and lapsing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.addresses import path_to
from sle.models import Designation, OutcomeLetter, RoundArea
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_application, make_stage
from tests.journeys.test_staff_run_applications import moment

REPLY_DECLINED = "You have declined. The alliance’s staff see it, and nothing else is needed."


@pytest.fixture
def stage(cast):
    """A round with three places in maths, scored: Otis, Petra, Rashid and Una wait for a decision."""
    made = make_stage(cast.alliance, cast.lead)
    school = SchoolFactory()
    applications = [
        make_application(made.round, "Otis Outsider", person=cast.outsider, school=school),
        make_application(made.round, "Petra Phillips"),
        make_application(made.round, "Rashid Rahman"),
        make_application(made.round, "Una Underhill"),
    ]
    RoundArea.objects.filter(round=made.round, area__name="Maths").update(target=3)
    made.start_scoring()
    for application in applications:
        made.score(application, "Green")
    with scopes_disabled():
        Designation.objects.create(
            alliance=cast.other, person=cast.outsider, home_school=school, state="current", starts_on=date(2024, 9, 1)
        )
    return made


def decide(window, at, stage, director):
    """The chair proposes two against the rule, with a reason, the others by it, and says how the tie was broken."""
    code = stage.entry(stage.round.applications.get(surname="Outsider")).code
    reserve = stage.entry(stage.round.applications.get(surname="Underhill")).code
    window.sign_in(stage.chair)
    window.visit(at("decision_list", pk=stage.round.pk))
    window.does_not_say("Outsider")
    window.click("Propose for the ticked lines")
    window.says("Tick at least one line of the table.")
    window.choose(f"{code}, Maths")
    window.choose("Designated with a support plan")
    window.click("Propose for the ticked lines")
    window.says("Give a reason where the outcome is not what the panel’s rule recommends.")
    window.page.get_by_label("Reason").fill("New to working with adults.")
    window.click("Propose for the ticked lines")
    window.says("1 outcome is proposed. The director approves them next.")
    window.choose(f"{reserve}, Maths")
    window.choose("Reserve")
    window.page.get_by_label("Reason").fill("Three can be supported this year.")
    window.click("Propose for the ticked lines")
    window.says("Say until when the applicant stays in reserve.")
    moment(window, "In reserve until", timezone.localtime() + timedelta(days=200))
    window.click("Propose for the ticked lines")
    window.says("1 outcome is proposed.")
    window.click("Propose as recommended wherever nothing is proposed")
    window.says("2 outcomes are proposed as recommended.")
    window.click("Record the reason")
    window.says("Give the reason, for the record.")
    window.fill("Why was the tie broken like this?", "The others have worked in more schools.")
    window.click("Record the reason")
    window.says("The reason is on the record, with each of them below.")
    window.sign_in(director)
    window.visit(at("decision_list", pk=stage.round.pk))
    window.says("New to working with adults.")
    window.choose(f"{code}, Maths")
    window.click("Approve the ticked proposals")
    window.says("1 outcome is approved.")
    window.click("Approve all 3 proposals")
    window.says("3 outcomes are approved.")


def prepare_letters(window, at, pk):
    """Edit and approve one letter, tick another, hold the third back by name."""
    window.visit(at("round_release", pk=pk))
    window.says("0 of 4 approved")
    window.click("Otis Outsider")
    window.click("Change the words")
    body = window.page.get_by_label("Text of the letter")
    words = body.input_value()
    body.fill(words + "\n\nWelcome, {nobody}.")
    window.click("Save")
    window.says("Nobody fills in {nobody}: put the right words in its place.")
    body.fill(words + "\n\nWelcome.")
    window.page.get_by_label("Feedback: ").first.fill("You listen well.")
    window.click("Save")
    window.says("The letter is saved.")
    window.click("Approve")
    window.says("Approved: Otis Outsider. This is the next.")
    window.click("Hold this letter back")
    window.says("Give the reason, for the record.")
    window.fill("Why is this letter held back?", "Her head has asked us to wait.")
    window.click("Hold this letter back")
    window.says("is held back")
    window.visit(at("round_release", pk=pk))
    window.choose("I have read it: Rashid Rahman")
    window.choose("I have read it: Una Underhill")
    window.click("Approve the letters I have ticked")
    window.says("Held back: Petra Phillips")


def release(window, at, pk):
    """A time that has passed, a time to come, no time; then now. The held letter follows by itself."""
    moment(window, "Release at", timezone.localtime() - timedelta(days=1))
    window.click("Release at this time")
    window.says("The time of release must be in the future.")
    moment(window, "Release at", timezone.localtime() + timedelta(days=1))
    window.click("Release at this time")
    window.says("The outcomes are released on")
    window.click("Do not release by itself")
    window.click("Release now")
    window.says("This cannot be undone.")
    window.click("Release 3 letters")
    window.says("How the release went")
    window.visit(at("letter", pk=OutcomeLetter.objects.get(state="held").pk))
    window.click("Approve")
    window.visit(at("letter", pk=OutcomeLetter.objects.get(state="approved").pk))
    window.click("Release this letter")
    window.says("Released: Petra Phillips is being told by e-mail.")


def reply(window, at, otis, petra):
    """One accepts and leaves another alliance, then resigns; one declines."""
    window.sign_in(otis.applicant)
    window.visit(at("outcome", code=otis.code))
    window.says("You listen well.")
    window.click("Accept the designation")
    window.says("Choose what becomes of the designation that you hold.")
    window.choose("Transfer it")
    window.click("Accept the designation")
    window.says("You are now designated as specialist leader of education")
    window.click("See the designation")
    window.click("Resign this designation")
    window.click("End the designation")
    window.says("Give the reason, for the record.")
    window.fill("Why do you resign?", "I am moving abroad.")
    window.click("End the designation")
    window.says("The designation has ended.")
    window.sign_in(petra.applicant)
    window.visit(at("outcome", code=petra.code))
    window.page.get_by_label("Would you tell us why?").fill("I am to be a head.")
    window.click("Decline")
    window.says(REPLY_DECLINED)


def offer_place(window, at, stage, cast, una):
    """A place has come up: the lead offers it to Una, the director approves, the administrator lets the letter out."""
    window.sign_in(cast.lead)
    window.visit(path_to("web:inbox", cast.alliance))
    window.click("A place has come up in Maths: 1 in reserve")
    window.click("Offer the place to Una Underhill: Maths")
    window.click("Offer the place")
    window.says("Choose how they will be designated.")
    window.choose("Designated")
    window.fill("Which place has come up, and why is it offered to this applicant first?", "Petra has declined.")
    window.click("Offer the place")
    window.says("The offer to Una Underhill waits to be approved by somebody else.")
    window.click("Take it back from Una Underhill: Maths")
    window.fill("Why is the place not offered after all?", "Petra thinks it over.")
    window.click("Take it back")
    window.says("Una Underhill stays in reserve.")
    window.click("Offer the place to Una Underhill: Maths")
    window.choose("Designated")
    window.fill("Which place has come up, and why is it offered to this applicant first?", "Petra has declined.")
    window.click("Offer the place")
    window.sign_in(cast.director)
    window.visit(path_to("web:inbox", cast.alliance))
    window.click("Approve 1 outcome")
    window.choose(f"{stage.entry(una).code}, Maths")
    window.click("Approve the ticked proposals")
    window.sign_in(cast.administrator)
    window.visit(at("reserve_list", pk=stage.round.pk))
    window.click("Letter to Una Underhill: Maths")
    window.says("A place has come up, and we should like to offer it to you.")
    window.click("Approve")
    window.visit(path_to("web:inbox", cast.alliance))
    window.click("Release the letter to Una Underhill")
    window.click("Release this letter")
    window.says("Released: Una Underhill is being told by e-mail.")
    window.sign_in(una.applicant)
    window.visit(at("outcome", code=una.code))
    window.says("Our earlier letter of")
    window.click("Accept the designation")
    window.says("You are now designated as specialist leader of education of")


@pytest.mark.parametrize("javascript", [True, False])
def test_outcomes_from_the_last_score_to_the_register(new_journey, cast, stage, javascript):
    window, pk = new_journey(javascript=javascript), stage.round.pk
    otis, petra, rashid, una = stage.round.applications.select_related("applicant").order_by("pk")

    def at(name, **more):
        return path_to(f"sle:{name}", cast.alliance, **more)

    window.sign_in(cast.lead)
    window.visit(at("round_panel", pk=pk))
    window.click("End scoring")
    window.says("Scoring has ended. The chair can now propose outcomes.")
    stage.round.refresh_from_db()
    decide(window, at, stage, cast.director)
    window.sign_in(cast.administrator)
    prepare_letters(window, at, pk)
    release(window, at, pk)
    reply(window, at, otis, petra)
    offer_place(window, at, stage, cast, una)

    Designation.objects.filter(application=rashid).update(reply_by=timezone.localdate() - timedelta(days=1))
    window.sign_in(cast.lead)
    window.visit(path_to("web:inbox", cast.alliance))
    window.says("Petra Phillips has declined the designation")
    window.click("No reply from Rashid Rahman to the offer of designation")
    window.click("Let the offer lapse")
    window.says("The offer ends, and they are told by e-mail. It cannot be taken back.")
    window.click("Let the offer lapse")
    window.says("The offer to Rashid Rahman has lapsed, and they have been told.")
    window.visit(at("register"))
    window.says("4 in all")
    states = dict(Designation.objects.values_list("person__surname", "state"))
    assert states == {"Outsider": "resigned", "Phillips": "declined", "Rahman": "lapsed", "Underhill": "current"}
    window.visit(at("return_list"))
    window.click("Make the return")
    window.says("The return is made.")
    window.click("Mark as sent")
    window.says("Marked as sent")
    window.says("Everything has been reported.")
