"""A scorer, from the declaration of interests to the others' scores: by keyboard alone, and without JavaScript."""

import pytest

from alliance.addresses import path_to
from alliance.panels.models import Assignment, Conflict, Interest, Pack
from alliance.panels.tasks import make_pack
from tests.factories.panels import make_panel
from tests.panels.conftest import candidates

__all__ = ["candidates"]


def choose_by_keyboard(journey):
    """Every criterion Green by its key, but for the first (Amber, by an arrow) and the last (cannot judge)."""
    criteria = journey.page.locator("[data-criterion]").all()
    for number, criterion in enumerate(criteria):
        criterion.get_by_label("Red").focus()
        journey.page.keyboard.press("1" if number == 0 else "0" if number == len(criteria) - 1 else "3")
        if number == 0:
            journey.page.keyboard.press("ArrowDown")


def choose_by_hand(journey):
    levels = [journey.page.get_by_label(name).all() for name in ("Amber", "Green", "Cannot judge")]
    levels[0][0].check()
    for green in levels[1][1:-1]:
        green.check()
    levels[2][-1].check()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_scorer_declares_reads_scores_and_steps_back(new_journey, cast, candidates, settings, tmp_path, javascript):
    settings.MEDIA_ROOT = tmp_path
    panel = make_panel(cast.alliance, cast.lead, candidates)
    chair, ann = panel.sit("Carol Chair", "chair"), panel.sit("Ann Scorer", declared=False)
    for number in (1, 2, 3):
        panel.enter(number, names=("Ada Okafor",), text="Okafor led phonics.\nIt worked.")
    panel.start()
    held = list(Assignment.objects.filter(seat=ann).order_by("position", "id").select_related("entry"))
    first, second, third = (one.entry for one in held)
    desk = path_to("panels:desk", cast.alliance, pk=panel.exercise.pk)
    journey = new_journey(javascript=javascript)

    journey.sign_in(ann.person)
    journey.visit(path_to("web:inbox", cast.alliance))
    journey.says("Declare your interests")
    journey.visit(desk)
    journey.fill("People (optional)", "Somebody Else")
    journey.click("Declare and go on")
    journey.says("Confirm that you have named everybody you know of.")
    journey.choose("I have named everybody with whom I should have nothing to do, as far as I know")
    journey.click("Declare and go on")
    assert Interest.objects.get().text == "Somebody Else"

    journey.click("My applications as one PDF")
    journey.click("Make the PDF")
    journey.says("0 of 3 applications are in the PDF.")
    make_pack(Pack.objects.get().pk)
    journey.click("See how far it is now")
    with journey.page.expect_download() as waiting:
        journey.page.get_by_role("button", name="Download the PDF").click()
    assert waiting.value.suggested_filename == "SLE-pack.pdf"

    journey.visit(desk)
    journey.click(f"Score {first.code}")
    journey.says("████ led phonics.")
    journey.does_not_say("Okafor")
    journey.click("Submit scores")
    journey.says("Choose a level for “Leads successfully”, or say that you cannot judge it.")
    if javascript:
        choose_by_keyboard(journey)
    else:
        choose_by_hand(journey)
    journey.click("Save draft")
    journey.says("Your draft is saved. It counts once you submit it.")
    journey.click("Submit scores")
    journey.says(f"Your scores for {first.code} are submitted. 2 left.")
    held[0].refresh_from_db()
    assert (held[0].state, held[0].mean) == ("submitted", 1750)  # (1 + 2 + 2 + 2) / 4; who cannot judge moves no mean

    journey.click("Declare a conflict")
    journey.fill("Anything the alliance should know (optional)", "We worked together.")
    journey.click("Declare the conflict")
    journey.says(f"{second.code} has been taken away from you.")
    assert Conflict.objects.get(seat=ann).entry == second

    journey.click(f"Score {third.code}")
    for level in journey.page.get_by_label("Cannot judge").all():
        level.check()
    journey.click("Submit scores")
    journey.says(f"Your scores for {third.code} are submitted. That was the last one: thank you.")
    journey.says("When all have scored")
    panel.score(chair, first, "Green", comment="Strong.")
    journey.visit(desk)
    journey.click(f"Compare scores of {first.code}")
    journey.says("Strong.")
    journey.visit(path_to("panels:score", cast.alliance, pk=panel.exercise.pk, code=first.code))
    journey.says(f"Your scores for {first.code} are submitted and cannot be changed.")
