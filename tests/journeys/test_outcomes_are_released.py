"""From the last score to the register: proposals, approval, letters, release, and an offer accepted."""

from alliance.addresses import path_to
from sle.models import Designation, OutcomeLetter
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_application, make_stage


def test_outcomes_from_the_chair_to_the_register(journey, cast):
    stage = make_stage(cast.alliance, cast.lead)
    application = make_application(stage.round, "Otis Outsider", person=cast.outsider, school=SchoolFactory())
    stage.start_scoring()
    stage.score(application, "Green")
    pk = stage.round.pk
    at = lambda name, **more: path_to(f"sle:{name}", cast.alliance, **more)  # noqa: E731

    journey.sign_in(cast.lead)
    journey.visit(at("round_panel", pk=pk))
    journey.click("End scoring")
    journey.says("Scoring has ended. The chair can now propose outcomes.")
    journey.sign_in(stage.chair)
    journey.visit(at("decision_list", pk=pk))
    journey.does_not_say("Outsider")
    journey.click("Propose as recommended wherever nothing is proposed")
    journey.says("1 outcome is proposed as recommended.")
    journey.sign_in(cast.director)
    journey.visit(at("decision_list", pk=pk))
    journey.choose(f"{stage.entry(application).code}, Maths")
    journey.click("Approve the ticked proposals")
    journey.says("1 outcome is approved.")
    letter = OutcomeLetter.objects.get()
    journey.sign_in(cast.administrator)
    journey.visit(at("round_release", pk=pk))
    journey.says("0 of 1 approved")
    journey.visit(at("letter_edit", pk=letter.pk))
    journey.visit(at("letter", pk=letter.pk))
    journey.click("Approve")
    journey.says("1 of 1 approved")
    journey.click("Release now")
    journey.says("This cannot be undone.")
    journey.click("Release 1 letter")
    journey.says("How the release went")
    journey.sign_in(cast.outsider)
    journey.visit(at("outcome", code=application.code))
    journey.click("Accept the designation")
    journey.says("You are now a specialist leader of education")
    assert Designation.objects.get().state == "current"
    journey.sign_in(cast.lead)
    journey.visit(at("register"))
    journey.says("Otis Outsider")
    journey.visit(at("designation", pk=Designation.objects.get().pk))
    journey.visit(at("return_list"))
    journey.click("Make the return")
    journey.says("The return is made.")
