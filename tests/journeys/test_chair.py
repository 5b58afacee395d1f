"""The chair of a round: fewer scores accepted, levels agreed at a meeting, outcomes proposed, a tie at a target broken;
and nothing of what is closed to them."""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import services as panels
from alliance.panels.models import AgreedScore, Assignment, Criterion, Entry, Level
from alliance.workflow.notes import notes_about
from sle.models import AreaDecision, RoundArea
from tests.factories.sle_panel import make_application, make_stage


def score(stage, application):
    """The chair finds everything Amber, the others Green: nothing is unanimous."""
    entry = stage.entry(application)
    held = Assignment.objects.select_related("entry__exercise", "seat").get(entry=entry, seat=stage.seats["chair"])
    amber = Level.objects.get(rubric=stage.exercise.rubric, name="Amber")
    criteria = Criterion.objects.filter(rubric=stage.exercise.rubric)
    panels.submit_scores(
        assignment=held,
        given={one.pk: panels.Given(level=amber.pk) for one in criteria},
        comment="",
        revision=0,
        dossier=entry.dossiers.get(),
        by=stage.chair,
        now=timezone.now(),
    )
    stage.score(application, "Green")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_chair_agrees_proposes_and_breaks_a_tie(new_journey, cast, javascript):
    stage = make_stage(cast.alliance, cast.lead)
    RoundArea.objects.filter(round=stage.round).update(target=1)
    one, two, closed = (make_application(stage.round, name) for name in ("Ada One", "Ben Two", "Cy Three"))
    stage.start_scoring()
    first, second = sorted((stage.entry(application) for application in (one, two)), key=lambda entry: entry.code)
    hidden = stage.entry(closed)
    panels.recuse(entry=hidden, seat=stage.seats["chair"], now=timezone.now())

    def at(name, **more):
        return path_to(f"panels:{name}", cast.alliance, pk=stage.exercise.pk, **more)

    journey = new_journey(javascript=javascript)

    journey.sign_in(stage.chair)
    journey.visit(at("fewer", code=first.code))
    journey.fill("How many scores are enough", "1")
    journey.click("Accept")
    journey.says("Say why fewer scores are enough. It stays on the record.")
    journey.fill("Why", "Two of us only know this area.")
    journey.click("Accept")
    journey.says(f"{first.code} can be decided with 1 score. Your reason is on the record.")
    journey.does_not_say(hidden.code)
    journey.visit(at("comparison", code=hidden.code), status=404)
    for application in (one, two):
        score(stage, application)
    stage.score(closed, "Green")
    stage.start_deciding()

    journey.visit(path_to("web:inbox", cast.alliance))
    journey.click("Agree on 2 applications on which scorers differ")
    journey.says("2 of 2 applications")
    journey.does_not_say(hidden.code)
    journey.says("nothing is adjusted for strict or lenient scorers. There are too few scores")
    journey.click("Moderation meetings")
    journey.says("No meeting has been held yet.")
    journey.click("Open a meeting")
    journey.fill("Others who are there (optional)", "Sam Clerk")
    journey.click("Open the meeting")
    journey.says("The meeting is open. What you agree until it is closed stands in its minutes.")
    journey.says(f"{stage.chair.name} (chair)")
    journey.does_not_say(hidden.code)
    meeting = urlsplit(journey.page.url).path
    journey.click(first.code)
    criteria = list(Criterion.objects.filter(rubric=stage.exercise.rubric))
    for entry in (first, second):
        for criterion in criteria:
            journey.page.locator(f"#id_level_{criterion.pk}").select_option(label="Green")
        if entry is first:
            journey.click("Write into the minutes")
            journey.says(f"Say in a sentence why the panel agreed on this for “{criteria[0].name}”.")
        for criterion in criteria:
            journey.page.locator(f"#id_reason_{criterion.pk}").fill("The reference settles it.")
        journey.click("Write into the minutes")
        journey.says(f"The minutes of the meeting say what the panel agreed on {entry.code}.")
        if entry is first:
            journey.click(f"Next to agree on: {second.code}")
    assert AgreedScore.objects.filter(reason="The reference settles it.").count() == 2 * len(criteria)
    assert set(Entry.objects.exclude(pk=hidden.pk).values_list("recommendation", flat=True)) == {"for"}
    journey.visit(meeting)
    journey.says("Nothing that you chair is left to talk about.")
    journey.says("The reference settles it.")
    journey.click("Close the meeting")
    journey.click("Close the meeting")
    journey.says("The meeting is closed. Its minutes stay as they are; print them below.")
    journey.says("Sam Clerk")
    journey.does_not_say(hidden.code)

    journey.visit(at("table"))
    journey.says("Maths 0 of 1")
    for entry, outcome in ((first, "Designated"), (second, "Not designated")):
        journey.choose(entry.code)
        journey.click("Propose outcomes for the ticked")
        journey.says("1 of 2 applications, as ticked in the table.")
        journey.click("Propose for the ticked lines")
        journey.says("Choose an outcome.")
        journey.says("1 of 2 applications, as ticked in the table.")
        journey.choose(outcome)
        journey.fill("Reason (optional)", "" if outcome == "Designated" else "One place only.")
        journey.click("Propose for the ticked lines")
        journey.says("1 outcome is proposed. The director approves them next.")
        assert journey.heading.endswith("Chair’s table")
    journey.click("Propose outcomes for all, or as recommended")
    journey.says(f"Maths: {first.code} and {second.code} have the same mean, the target is reached")
    journey.fill("Why was the tie broken like this?", "The wider experience.")
    journey.click("Record the reason")
    journey.says("The reason is on the record.")
    decision = AreaDecision.objects.get(outcome="not_designated")
    assert [note.text for note in notes_about(decision, "tie")] == ["The wider experience."]
    journey.visit(at("table"))
    journey.says("Maths 1 of 1")
    journey.says("Maths: Not designated")


def test_the_deputy_chairs_what_is_closed_to_the_chair(new_journey, cast):
    stage = make_stage(cast.alliance, cast.lead)
    open_one, closed = (make_application(stage.round, name) for name in ("Ada One", "Cy Three"))
    stage.start_scoring()
    theirs, entry = stage.entry(open_one), stage.entry(closed)
    panels.recuse(entry=entry, seat=stage.seats["chair"], now=timezone.now())

    def at(name, **more):
        return path_to(f"panels:{name}", cast.alliance, pk=stage.exercise.pk, **more)

    journey = new_journey()
    journey.sign_in(stage.deputy)
    journey.visit(at("fewer", code=theirs.code), status=403)
    journey.visit(at("fewer", code=entry.code))
    journey.fill("How many scores are enough", "2")
    journey.fill("Why", "The chair cannot score it.")
    journey.click("Accept")
    journey.says(f"{entry.code} can be decided with 2 scores. Your reason is on the record.")
    stage.score(open_one, "Green")
    stage.seats["chair"] = stage.seats["deputy"]
    score(stage, closed)
    stage.start_deciding()

    journey.visit(path_to("web:inbox", cast.alliance))
    journey.click("Agree on 1 application on which scorers differ")
    journey.says("You chair this one")
    journey.click(entry.code)
    for criterion in Criterion.objects.filter(rubric=stage.exercise.rubric):
        journey.page.locator(f"#id_level_{criterion.pk}").select_option(label="Green")
        journey.page.locator(f"#id_reason_{criterion.pk}").fill("The reference settles it.")
    journey.click("Write down what we agreed")
    journey.says(f"What the panel agreed on {entry.code} is written down.")
    journey.visit(at("comparison", code=theirs.code))
    journey.says("The chair writes down what the panel agrees; the deputy where the chair has a conflict.")
    journey.visit(at("table"))
    assert journey.heading.endswith("Deputy chair’s table")
    assert journey.page.get_by_role("checkbox").count() == 1
    journey.choose(entry.code)
    journey.click("Propose outcomes for the ticked")
    journey.choose("Designated")
    journey.click("Propose for the ticked lines")
    journey.says("1 outcome is proposed. The director approves them next.")
    decision = AreaDecision.objects.select_related("application_area__application").get()
    assert (decision.application_area.application, decision.proposed_by) == (closed, stage.deputy)
