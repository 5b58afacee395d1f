"""Staff prepare a panel and mend it while it scores: every form of theirs, with JavaScript and without."""

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.library.services import store
from alliance.panels import services
from alliance.panels.models import Assignment, ClearedCopy, Mark, Proposal, Rubric, Seat
from tests.factories import files
from tests.factories.panels import make_panel
from tests.panels.conftest import candidates

__all__ = ["candidates"]


def entry_with_a_paper(panel):
    """An application that names its applicant in the text, with one upload."""
    entry = panel.enter(1, cleared=False, names=("Ada Okafor",), text="Okafor led phonics.\nIt worked.")
    paper = store(subject=panel.exercise, purpose="evidence", upload=files.upload(files.pdf(), "a.pdf"), by=None)
    section = {"key": "e1", "title": "Evidence", "kind": "document", "document": paper.pk}
    services.add_papers(entry=entry, sections=[section], by=panel.staff, now=timezone.now())
    return entry


def share_out_as_proposed(journey):
    """Who scores what is worked out, with a cap that has to be a number, looked at and accepted."""
    journey.click("Share out all applications")
    journey.fill("Ann Scorer", "-1")
    journey.click("Propose who scores what")
    journey.says("Ann Scorer: enter 0 or more.")
    journey.fill("Ann Scorer", "1")
    journey.click("Propose who scores what")
    journey.says("It is being worked out who scores what. Nobody has been given anything.")
    services.make_proposal(Proposal.objects.get().pk)
    journey.click("See whether it is ready")
    journey.says("No way of sharing out is more even.")
    assert not Assignment.objects.exists()
    journey.click("Share out as proposed")
    journey.says("The applications are shared out as proposed.")
    assert Assignment.objects.count() == 2


@pytest.mark.parametrize("javascript", [True, False])
def test_staff_prepare_a_panel_and_mend_it(new_journey, cast, candidates, settings, tmp_path, javascript):
    settings.MEDIA_ROOT = tmp_path
    panel = make_panel(cast.alliance, cast.lead, candidates)
    ann, bob = panel.sit("Ann Scorer"), panel.sit("Bob Scorer")
    entry = entry_with_a_paper(panel)

    def at(name, **more):
        return path_to(f"panels:{name}", cast.alliance, pk=panel.exercise.pk, **more)

    journey = new_journey(javascript=javascript)

    journey.sign_in(cast.lead)
    journey.visit(path_to("panels:rubric_list", cast.alliance))
    journey.click("From “Four levels: 1 to 4”")
    journey.fill("Name of the rubric", "")
    journey.click("Save")
    journey.says("Give the rubric a name, like “SLE matrix”.")
    journey.fill("Name of the rubric", "Our own levels")
    journey.click("Save")
    journey.says("“Our own levels” is saved. A round can use it from now on.")
    assert Rubric.objects.get(name="Our own levels").levels.count() == 4
    journey.visit(path_to("panels:exercise_list", cast.alliance))
    journey.click("SLE round Spring")
    journey.says("The panel has no chair.")
    journey.click("Change how it scores")
    journey.fill("Scores for each application (optional)", "2")
    journey.click("Save")
    journey.says("The panel’s way of scoring is saved.")
    journey.click("Change who sits on the panel")
    journey.fill("E-mail address", "out@side.example")
    journey.choose("Chair")
    journey.click("Give a seat")
    journey.says("has a seat and has been told by e-mail.")
    chair = Seat.objects.get(person__email="out@side.example")

    journey.visit(at("exercise"))
    journey.says("1 dossier is not cleared yet.")
    journey.click(f"Clear {entry.code}")
    journey.choose("Black out")
    journey.click("Save decisions")
    journey.says("1 passage is decided.")
    journey.fill("Black out another passage", "not there")
    journey.click("Black out", disabled=False)
    journey.says("stands nowhere in this dossier")
    journey.fill("Black out another passage", "phonics")
    journey.click("Black out", disabled=False)
    journey.says("The passage is blacked out in 1 place.")
    journey.page.get_by_role("radio", name="A blacked-out version").check()
    journey.click("Save for paper 1")
    journey.says("Choose the blacked-out PDF or picture.")
    (tmp_path / "black.pdf").write_bytes(files.pdf())
    journey.page.get_by_role("radio", name="A blacked-out version").check()
    journey.page.get_by_label("Blacked-out version (optional)").set_input_files(tmp_path / "black.pdf")
    journey.click("Save for paper 1")
    journey.says("The panel gets your version as “Evidence 1.pdf”.")
    assert ClearedCopy.objects.get().left_out is False
    journey.click("The dossier is clear")
    assert set(Mark.objects.filter(dossier__version=2).values_list("state", flat=True)) == {"blacked_out"}
    journey.says("Everything is ready.")
    share_out_as_proposed(journey)
    journey.click("Open scoring")
    journey.says("Scoring is open. Everybody on the panel has been told.")

    journey.click(f"Share out {entry.code}")
    for seat, chosen in ((ann, True), (bob, True), (chair, False)):
        journey.page.get_by_label(seat.person.name, exact=True).set_checked(chosen)
    journey.click("Save")
    journey.says(f"Who scores {entry.code} is saved.")
    journey.click(f"Share out {entry.code}")
    journey.click("Excuse Bob Scorer")
    journey.click("Excuse them")
    journey.says("Say why. It stays on the record.")
    journey.fill("Why", "Bob is ill.")
    journey.click("Excuse them")
    journey.says(f"Bob Scorer need not score {entry.code}. What they had drafted is set aside.")
    states = dict(Assignment.objects.filter(entry=entry).values_list("seat", "state"))
    assert states == {ann.pk: "assigned", bob.pk: "excused", chair.pk: "excused"}
    journey.visit(at("exercise"))
    journey.says("Too few can score")
    journey.visit(at("seat_list"))
    journey.click("Take off Bob Scorer")
    journey.fill("Why", "Bob is ill.")
    journey.click("Take off the panel")
    journey.says("Bob Scorer has left the panel. Submitted scores stand; the rest is shared out again.")
