"""Calibration: everybody scores one dossier first, sees the spread, agrees on a reading; then the applications open."""

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import queries, services
from alliance.panels.inbox import inbox
from alliance.panels.models import Assignment, Entry, Level
from alliance.panels.queries import table
from alliance.panels.states import ExerciseState
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.workflow.notes import notes_about
from tests.factories.panels import make_panel

pytestmark = pytest.mark.slow
SECTIONS = [{"key": "q1", "title": "Question 1", "kind": "answer", "text": "I led phonics across two schools."}]


@pytest.fixture
def together(cast, candidates):
    """A chair and two scorers, two applications, and a dossier to score together; scoring has opened."""
    panel = make_panel(cast.alliance, cast.lead, candidates)
    panel.chair = panel.sit("Carol C", "chair")
    panel.ann, panel.bob = panel.sit("Ann A"), panel.sit("Bob B")
    panel.one, panel.two = panel.enter(1), panel.enter(2)
    panel.first = services.write_calibration(
        exercise=panel.exercise, sections=SECTIONS, by=panel.staff, now=timezone.now()
    )
    panel.start()
    return panel


def at(panel, name, **more):
    return path_to(f"panels:{name}", panel.alliance, pk=panel.exercise.pk, **more)


def all_score(panel):
    for seat, level in ((panel.chair, "Green"), (panel.ann, "Red"), (panel.bob, "Green")):
        panel.score(seat, panel.first, level, comment=f"By {seat.person.first_name}.")


def lead(panel):
    """The chair shows the spread, agrees on Amber throughout, and opens the applications."""
    given = {"by": panel.chair.person, "now": timezone.now()}
    services.show_spread(exercise=panel.exercise, reason="", **given)
    amber = Level.objects.get(rubric=panel.rubric, name="Amber")
    agreed = [(criterion, amber, "One school only.") for criterion in panel.rubric.criteria.all()]
    services.agree(entry=panel.first, agreed=agreed, revision=0, **given)
    services.end_calibration(exercise=panel.exercise, **given)


def titles(panel, seat):
    return [item.title for item in inbox(seat.person, panel.alliance)]


def test_applications_stay_closed_until_the_panel_has_agreed(together, sign_in):
    ann = sign_in(together.ann.person)
    page = at(together, "score", code=together.one.code)
    refused = ann.get(page)
    assert refused.status_code == 403
    assert f"Score {together.first.code} first: everybody on the panel does." in refused.content.decode()
    with pytest.raises(Refused, match="first: everybody on the panel does"):
        together.score(together.ann, together.one, "Green")
    assert titles(together, together.ann) == ["Score 1 application"]
    assert [one.entry.code for one in queries.readable_of(together.ann)[0][:1]] == [together.first.code]
    together.score(together.ann, together.first, "Green")
    assert "opens once the panel has agreed" in ann.get(page).content.decode()
    assert titles(together, together.ann) == []
    together.score(together.chair, together.first, "Green")
    together.score(together.bob, together.first, "Red")
    lead(together)
    assert ann.get(page).status_code == 200
    assert titles(together, together.ann) == ["Score 2 applications"]
    assert Mail.objects.filter(kind="panels.calibrated").count() == 3


def test_scorers_see_the_spread_by_letter_and_the_chair_by_name(together, sign_in):
    ann, chair = sign_in(together.ann.person), sign_in(together.chair.person)
    page = at(together, "calibration")
    all_score(together)
    assert "By Bob." not in ann.get(page).content.decode()
    assert titles(together, together.chair)[:1] == [
        f"Everybody has scored {together.first.code}: show the panel how it read it"
    ]
    chair.post(at(together, "calibration_show"))
    shown = ann.get(page).content.decode()
    assert "By Bob." in shown
    assert "Bob B" not in shown
    assert "Scorer B (you)" in shown
    assert "Red 1, Green 2" in shown
    assert "Bob B" in chair.get(page).content.decode()


def test_the_chair_writes_down_a_reading_and_it_stands_beside_the_rubric(together, sign_in):
    chair = sign_in(together.chair.person)
    all_score(together)
    chair.post(at(together, "calibration_show"))
    refused = chair.post(at(together, "calibration_end"), follow=True).content.decode()
    assert "Write down first how the panel reads" in refused
    amber = Level.objects.get(rubric=together.rubric, name="Amber")
    typed = {"revision": "0"}
    for criterion in together.rubric.criteria.all():
        typed |= {f"level_{criterion.pk}": amber.pk, f"reason_{criterion.pk}": "Two schools are few."}
    assert chair.post(at(together, "calibration"), {**typed, f"reason_{criterion.pk}": ""}).status_code == 422
    chair.post(at(together, "calibration"), typed)
    opened = chair.post(at(together, "calibration_end"), follow=True).content.decode()
    assert "The applications are open." in opened
    scoring = sign_in(together.ann.person).get(at(together, "score", code=together.one.code)).content.decode()
    assert "Two schools are few." in scoring


def test_going_on_without_somebody_takes_a_reason(together):
    given = {"exercise": together.exercise, "by": together.chair.person, "now": timezone.now()}
    with pytest.raises(Refused, match="Nobody has scored"):
        services.show_spread(reason="No time.", **given)
    together.score(together.ann, together.first, "Green")
    with pytest.raises(Refused, match="2 people have not scored"):
        services.show_spread(reason="", **given)
    services.show_spread(reason="Bob is ill.", **given)
    assert [note.text for note in notes_about(together.exercise, "show_spread")] == ["Bob is ill."]
    assert Assignment.objects.get(entry=together.first, seat=together.bob).state == "excused"


def test_going_on_without_a_reason_is_refused_beside_the_field(together, sign_in):
    together.score(together.ann, together.first, "Green")
    chair = sign_in(together.chair.person)
    page = chair.post(at(together, "calibration_show"), {"reason": " "})
    assert page.status_code == 422
    html = page.content.decode()
    assert '<a href="#id_reason">2 people have not scored' in html
    assert "There is a problem" in html
    assert queries.calibration_of(together.exercise).exercise.state == "scoring"
    assert chair.post(at(together, "calibration_show"), {"reason": "Bob is ill."}).status_code == 302
    assert queries.calibration_of(together.exercise).exercise.state == "scored"


def test_its_scores_enter_no_table_and_link_the_panel(together):
    all_score(together)
    lead(together)
    for seat in (together.chair, together.ann, together.bob):
        for entry in (together.one, together.two):
            together.score(seat, entry, "Green")
    services.end_scoring(exercise=together.exercise, by=together.staff, now=timezone.now())
    together.exercise.refresh_from_db()
    view = queries.view_of(together.chair.person, together.exercise)
    found = table.table_of(view)
    assert {row.code for row in found.rows} == {together.one.code, together.two.code}
    assert together.first.code not in str(table.all_scores(view, found.rows))
    assert {entry for _, entry, *_ in queries.submitted_means(together.exercise)} == {together.one.pk, together.two.pk}
    assert together.first.pk not in queries.moderation_of(together.exercise).entries
    assert [result.code for result in queries.results(together.exercise)] == sorted(
        [together.one.code, together.two.code]
    )


def test_whoever_joins_while_it_is_scored_scores_it_too(together):
    late = together.sit("Dee D")
    assert Assignment.objects.get(entry=together.first, seat=late).state == "assigned"


def test_staff_write_it_copy_it_and_do_without_it_on_pages(cast, candidates, sign_in):
    panel = make_panel(cast.alliance, cast.lead, candidates)
    panel.sit("Carol C", "chair")
    client = sign_in(cast.lead)
    page = at(panel, "calibration")
    assert client.post(page, {"harmless": "on"}).status_code == 422
    key = next(key for one in panel.rubric.criteria.all() for key in one.evidence)
    client.post(page, {f"text_{key}": "I led phonics.", "harmless": "on"})
    entry = queries.calibration_of(panel.exercise)
    assert entry.dossiers.get().sections[0]["text"] == "I led phonics."
    assert "I led phonics." in client.get(page).content.decode()
    client.post(at(panel, "calibration_drop"))
    assert queries.calibration_of(panel.exercise) is None
    assert not Entry.objects.exists()


def test_it_is_closed_with_its_panel(together):
    services.close_exercise(exercise=together.exercise, by=together.staff, now=timezone.now())
    assert queries.calibration_of(together.exercise).exercise.state == ExerciseState.CLOSED
