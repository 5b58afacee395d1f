"""Two appeals, with every form on the way filled: one is upheld and the outcome is decided again, one is dismissed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from sle.models import Appeal, Designation
from sle.services import release
from sle.states import Outcome
from tests.factories import sle_appeal as made
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_application, make_stage

GROUND = "The published process was not followed."
NOTICE = "The panel was not told something that you had told it."
FIND = f"“{GROUND}”: what do you find?"
WHY = f"“{GROUND}”: why?"


@pytest.fixture
def stage(cast):
    """A released round in which neither Otis nor Petra is designated; two people hear its appeals."""
    stage = make_stage(cast.alliance, cast.lead, appeal_grounds=f"{GROUND}\n{NOTICE}", appeal_hearers=2)
    applications = [
        make_application(stage.round, "Otis Outsider", person=cast.outsider, school=SchoolFactory()),
        make_application(stage.round, "Petra Phillips"),
    ]
    stage.start_scoring()
    for application in applications:
        stage.score(application, "Red")
    stage.start_deciding()
    for application in applications:
        stage.propose(application, Outcome.NOT_DESIGNATED)
    stage.approve(cast.director)
    stage.approve_letters(*applications)
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    return stage


def lodge(window, at, application):
    """From the letter to the lodged appeal; too many words come back whole."""
    window.sign_in(application.applicant)
    window.visit(at("outcome", code=application.code))
    window.click("Appeal against the outcome")
    window.says("Disagreeing with a judgement is not a ground for appeal.")
    window.click("Begin an appeal")
    window.click("Save and check")
    window.says("Say on at least one ground what went wrong.")
    window.fill(GROUND.rstrip("."), "word " * 501)
    window.click("Save and check")
    window.says("501 words are 1 more than the 500 allowed.")
    assert window.page.get_by_label(GROUND.rstrip(".")).input_value().count("word") == 501
    window.fill(GROUND.rstrip("."), made.STATEMENT)
    window.click("Save and check")
    window.says(made.STATEMENT)
    window.click("Lodge the appeal")
    window.says("Your appeal is lodged. We have sent you an e-mail that says so.")


def arrange(window, at, cast, name, *hearers):
    """The director names who hears it; who took part is refused by name."""
    window.sign_in(cast.director)
    window.visit(path_to("web:inbox", cast.alliance))
    window.click(f"An appeal waits: name who hears {name}")
    window.click("Arrange the hearing")
    window.says(f"{cast.director.name} decided on its outcome")
    window.click("Arrange the hearing")
    window.says("name 2 people at least.")
    for person in hearers:
        window.page.get_by_label(person.name).check()
    window.click("Arrange the hearing")
    window.says("The hearing is arranged.")


def decide(window, at, cast, appeal, finding, remedy=""):
    """One who hears it writes down what they find, the other confirms it, the director lets the letter out."""
    first, second = [hearer.person for hearer in appeal.hearers.all()]
    window.sign_in(first)
    window.visit(path_to("web:inbox", cast.alliance))
    window.click("Hear an appeal")
    window.says("The application as the panel had it")
    window.says(made.STATEMENT)
    window.click("Write down what you find")
    window.click("Save the findings")
    window.says(f"Choose what you find on “{GROUND}”.")
    window.page.get_by_label(finding, exact=True).check()
    window.fill(WHY, made.REASONS)
    if remedy:
        window.click("Save the findings")
        window.says("Say what is to be done, because a ground is upheld.")
        window.page.get_by_label(remedy).check()
    window.click("Save the findings")
    window.says("Written down. The others who hear the appeal confirm it next.")
    window.sign_in(second)
    window.visit(path_to("web:inbox", cast.alliance))
    window.click("Read and confirm what is found on an appeal")
    window.says(made.REASONS)
    window.click("Confirm the findings")
    window.says("You have confirmed the findings. The appeal is decided.")
    window.sign_in(cast.director)
    window.visit(at("appeal_case", pk=appeal.pk))
    window.click("Release the letter")
    window.click("Release the letter")
    window.says("is being told by e-mail.")


def decide_again(window, at, cast, stage, application):
    """The chair proposes, somebody else than the first time approves, the letter goes out and takes the place of the
    first."""
    stage.propose(application, Outcome.DESIGNATED)
    window.sign_in(cast.administrator)
    window.visit(path_to("web:inbox", cast.alliance))
    window.click("Approve 1 outcome")
    window.choose(f"{stage.entry(application).code}, Maths")
    window.click("Approve the ticked proposals")
    window.visit(at("letter", pk=stage.letter(application).pk))
    window.says("Your appeal was upheld, and your application")
    window.click("Approve")
    window.visit(path_to("web:inbox", cast.alliance))
    window.click("Release the letter to Otis Outsider")
    window.click("Release this letter")
    window.sign_in(application.applicant)
    window.visit(at("outcome", code=application.code))
    window.says("Our earlier letter of")
    window.click("Accept the designation")
    assert Designation.objects.get(application=application).state == "current"


@pytest.mark.parametrize("javascript", [True, False])
def test_one_appeal_is_upheld_and_one_dismissed(new_journey, cast, stage, javascript):
    window = new_journey(javascript=javascript)
    otis, petra = stage.round.applications.select_related("applicant").order_by("pk")

    def at(name, **more):
        return path_to(f"sle:{name}", cast.alliance, **more)

    lodge(window, at, otis)
    arrange(window, at, cast, "Otis Outsider", cast.teacher, cast.coordinator)
    decide(window, at, cast, Appeal.objects.get(application=otis), "Upheld", "It is decided again, on the scores")
    window.sign_in(otis.applicant)
    window.visit(at("appeal", code=otis.appeal.code))
    window.says("Your appeal is upheld.")
    decide_again(window, at, cast, stage, otis)

    made.lodge(petra)
    arrange(window, at, cast, "Petra Phillips", cast.teacher, cast.coordinator)
    decide(window, at, cast, Appeal.objects.get(application=petra), "Not upheld")
    window.sign_in(petra.applicant)
    window.visit(at("appeal", code=petra.appeal.code))
    window.says("Your appeal is dismissed: the decision stands.")
    window.says(made.REASONS)
    assert timezone.localdate() + timedelta(days=1) <= Appeal.objects.get(application=petra).decide_by
