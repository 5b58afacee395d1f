"""A calibrated, moderated round with interviews: the panel reads one dossier together, slots are planned and chosen,
one candidate stays away, interviewers score what they heard, and the chair decides on papers and interview together.

Scoring and the moderation meeting have journeys of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import services as panels
from alliance.panels.models import Assignment
from alliance.panels.queries import calibration_of
from alliance.post.models import Mail
from sle.demo import panels as told
from sle.models import AreaDecision
from sle.queries.interviews import entry_of
from sle.services import panel
from tests.factories import sle_interviews as made
from tests.factories.sle_panel import make_application, make_rubric, make_stage
from tests.journeys.test_staff_run_applications import moment


@pytest.fixture
def stage(cast):
    """Two applications wait for the panel, and a dossier to be scored together first."""
    rubric = make_rubric(cast.alliance, cast.lead)
    found = make_stage(cast.alliance, cast.lead, interviews=True, interview_rubric=rubric)
    for name in ("Alex Okafor", "Petra Phillips"):
        make_application(found.round, name)
    panel.hand_over(round=found.round, by=cast.lead, now=timezone.now())
    found.clear()
    told.write_calibration(cast, found.round, timezone.now())
    panel.start_scoring(round=found.round, by=cast.lead, now=timezone.now())
    found.round.refresh_from_db()
    return found


def calibrate(window, cast, stage):
    """Everybody scores the dossier, the last of them in the browser; the chair shows it and leads to one reading."""
    first = calibration_of(stage.exercise)
    levels = {one.name: one.pk for one in stage.exercise.rubric.levels.all()}
    criteria = list(stage.exercise.rubric.criteria.all())
    ann = stage.seats["scorer"]
    for held in Assignment.objects.filter(entry=first).exclude(seat=ann).select_related("entry__exercise", "seat"):
        panels.submit_scores(
            assignment=held,
            given={one.pk: panels.Given(level=levels["Green"], comment="Two schools.") for one in criteria},
            comment="",
            revision=held.revision,
            dossier=first.dossiers.get(),
            by=held.seat.person,
            now=timezone.now(),
        )
    window.sign_in(ann.person)
    window.visit(path_to("web:inbox", cast.alliance))
    window.click("Score 1 application")
    window.says(f"Everybody on the panel scores {first.code} before the applications.")
    for level in window.page.get_by_label("Red", exact=True).all():
        level.check()
    window.click("Submit scores")
    window.sign_in(stage.chair)
    window.visit(path_to("web:inbox", cast.alliance))
    window.click(f"Everybody has scored {first.code}: show the panel how it read it")
    window.click(f"Show the panel how it read {first.code}")
    window.says("Everybody on the panel sees now how the dossier was read. Agree on each criterion.")
    for criterion in criteria:
        window.page.locator(f"#id_level_{criterion.pk}").select_option(label="Amber")
        window.page.locator(f"#id_reason_{criterion.pk}").fill("One school only.")
    window.click("Write down what we agreed")
    window.click("Open the applications")
    window.says("The applications are open. Everybody on the panel has been told.")
    window.sign_in(ann.person)
    window.visit(path_to("web:inbox", cast.alliance))
    window.says("Score 2 applications")


def plan_a_day(window, at, stage):
    """Staff say where and until when, add two slots, and invite both."""
    soon = timezone.localtime() + timedelta(days=3)
    window.visit(at("interview_list", pk=stage.round.pk))
    window.click("Set up the interviews")
    window.fill("Where", "Penns Primary School")
    moment(window, "Until when do applicants choose a slot?", soon)
    window.click("Save")
    window.says("There are no slots yet.")
    window.click("Add slots")
    moment(window, "Day", soon + timedelta(days=2))
    window.fill("The first begins at", "10am")
    window.fill("The last is over by", "11am")
    window.fill("Room", "Library")
    window.click("Add the slots")
    window.says("Choose who interviews.")
    window.choose("Ann Scorer")
    window.choose("Bob Marker")
    window.click("Add the slots")
    window.says("2 of 2 are free and still to come.")
    window.choose("Invite Alex Okafor")
    window.choose("Invite Petra Phillips")
    window.click("Invite the ticked applicants")
    window.says("2 applicants are being asked by e-mail to choose a slot.")


def test_a_calibrated_moderated_round_with_interviews(new_journey, cast, stage):
    window = new_journey(javascript=True)
    alex, petra = stage.round.applications.select_related("applicant").order_by("pk")

    def at(name, **more):
        return path_to(f"sle:{name}", cast.alliance, **more)

    calibrate(window, cast, stage)
    for application in (alex, petra):
        stage.score(application, "Green")
    stage.start_deciding()
    told.moderate(cast, stage.round, timezone.now())

    window.sign_in(cast.lead)
    plan_a_day(window, at, stage)
    for applicant, time in ((alex, "10am to 10:30am"), (petra, "10:30am to 11am")):
        window.sign_in(applicant.applicant)
        window.visit(path_to("web:inbox", cast.alliance))
        window.click("Choose a time for your interview")
        window.does_not_say("Ann Scorer")
        window.page.get_by_label(time).check()
        window.click("Book this time")
        window.says("The slot is booked. An e-mail with an entry for the calendar confirms it.")
    assert Mail.objects.filter(kind="diary.booked", calendar__contains="METHOD:REQUEST").count() == 6

    interviews = [made.interview_of(one) for one in (alex, petra)]
    made.begin(interviews[0].plan)
    made.score(interviews[0], "Amber", comment="Nervous, and honest.")
    window.sign_in(cast.lead)
    window.visit(at("interview_list", pk=stage.round.pk))
    window.click("Did not come Petra Phillips")
    window.says("It is written down that Petra Phillips did not come.")

    window.sign_in(stage.chair)
    window.visit(at("decision_list", pk=stage.round.pk))
    window.says("5 Amber")
    window.says("Did not attend")
    window.does_not_say("Okafor")
    window.click("Propose as recommended wherever nothing is proposed")
    window.says("2 outcomes are proposed as recommended.")
    window.sign_in(cast.director)
    window.visit(at("decision_list", pk=stage.round.pk))
    window.click("Approve all 2 proposals")
    outcomes = AreaDecision.objects.order_by("application_area__application").values_list("outcome", flat=True)
    assert list(outcomes) == ["with_support", "designated"]
    assert entry_of(interviews[0]).recommendation == "support"
