"""A panel from its first seat to what it agreed: staff clear, scorers score, the chair decides what was meant."""

from alliance.addresses import path_to
from alliance.panels.models import AgreedScore, Assignment, Mark, Seat
from tests.factories.panels import make_panel
from tests.panels.conftest import candidates

__all__ = ["candidates"]


def test_a_panel_from_seats_to_what_it_agreed(journey, cast, candidates):
    panel = make_panel(cast.alliance, cast.lead, candidates)
    at = lambda name, **more: path_to(f"panels:{name}", cast.alliance, **more)  # noqa: E731

    journey.sign_in(cast.lead)
    journey.visit(at("rubric_list"))
    journey.visit(at("rubric", pk=panel.rubric.pk))
    journey.visit(at("exercise_list"))
    journey.click("SLE round Spring")
    journey.says("The panel has no chair.")
    journey.click("Change who sits on the panel")
    journey.fill("E-mail address", "out@side.example")
    journey.choose("Chair")
    journey.click("Give a seat")
    journey.says("has a seat and has been told by e-mail.")
    chair = Seat.objects.get(person__email="out@side.example")
    ann = panel.sit("Ann Scorer", declared=False)
    entry = panel.enter(1, cleared=False, names=("Ada Okafor",), text="Okafor led phonics.\nIt worked.")
    journey.visit(at("exercise_setup", pk=panel.exercise.pk))
    journey.visit(at("exercise", pk=panel.exercise.pk))
    journey.says("1 dossier is not cleared yet.")
    journey.click(f"Clear {entry.code}")
    journey.choose("Black out")
    journey.click("Save decisions")
    journey.says("1 passage is decided.")
    journey.fill("Black out another passage", "not there")
    journey.click("Black out", disabled=False)
    journey.says("stands nowhere in this dossier")
    journey.click("The dossier is clear")
    assert Mark.objects.get().state == "blacked_out"
    journey.says("Everything is ready.")
    journey.click("Open scoring")
    journey.says("Scoring is open. Everybody on the panel has been told.")
    journey.visit(at("sharing", pk=panel.exercise.pk, code=entry.code))

    journey.sign_in(ann.person)
    journey.visit(at("score", pk=panel.exercise.pk, code=entry.code))
    assert journey.heading.endswith("Declare your interests")
    journey.fill("People (optional)", "Somebody Else")
    journey.choose("I have named everybody with whom I should have nothing to do, as far as I know")
    journey.click("Declare and go on")
    journey.click(f"Score {entry.code}")
    journey.says("████ led phonics.")
    journey.does_not_say("Okafor")
    journey.click("Submit scores")
    journey.says("Choose a level for “Leads successfully”, or say that you cannot judge it.")
    for level in journey.page.get_by_label("Amber").all():
        level.check()
    journey.page.keyboard.press("3")
    journey.click("Submit scores")
    journey.says(f"Your scores for {entry.code} are submitted. That was the last one: thank you.")
    held = Assignment.objects.get(seat=ann)
    assert (held.state, held.mean) == ("submitted", 1200)
    journey.visit(at("recuse", pk=panel.exercise.pk, code=entry.code))

    journey.sign_in(chair.person)
    journey.visit(at("declaration", pk=panel.exercise.pk))
    journey.choose("I have named everybody with whom I should have nothing to do, as far as I know")
    journey.click("Declare and go on")
    journey.visit(at("table", pk=panel.exercise.pk))
    journey.says("Waiting for 1 scorer")
    panel.score(chair, entry, "Green")
    journey.visit(at("table", pk=panel.exercise.pk))
    journey.click(entry.code)
    criterion = panel.rubric.criteria.first()
    journey.page.locator(f"#id_level_{criterion.pk}").select_option(label="Amber")
    journey.click("Write down what we agreed")
    journey.says("Say in a sentence why the panel agreed on this for “Leads successfully”.")
    journey.page.locator(f"#id_reason_{criterion.pk}").fill("The second year is missing.")
    journey.click("Write down what we agreed")
    assert AgreedScore.objects.get().reason == "The second year is missing."
    journey.visit(at("fewer", pk=panel.exercise.pk, code=entry.code))


def test_scoring_without_javascript(plain_journey, cast, candidates):
    panel = make_panel(cast.alliance, cast.lead, candidates)
    chair, ann = panel.sit("Carol Chair", "chair"), panel.sit("Ann Scorer")
    entry = panel.enter(1)
    panel.start()
    plain_journey.sign_in(ann.person)
    plain_journey.visit(path_to("panels:score", cast.alliance, pk=panel.exercise.pk, code=entry.code))
    for level in plain_journey.page.get_by_label("Cannot judge").all():
        level.check()
    plain_journey.click("Save draft")
    plain_journey.says("Your draft is saved. It counts once you submit it.")
    plain_journey.click("Submit scores")
    held = Assignment.objects.get(seat=ann)
    assert (held.state, held.mean) == ("submitted", None)
    assert Assignment.objects.get(seat=chair).state == "assigned"
