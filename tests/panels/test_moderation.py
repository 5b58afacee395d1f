"""Adjusted means and leniency on the pages: what they say, to whom, and in whose figures a candidate has no part."""

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import queries
from alliance.panels.models import Conflict, Entry
from alliance.panels.states import ExerciseState

# Dee is strict and Bob lenient; Ann and Cat are in between.
GIVEN = {
    1: "GG A",
    2: "AGA ",
    3: "AG R",
    4: "GGGA",
    5: " AAR",
    6: "AA R",
    7: "RARR",
    8: "GGG ",
    9: "GG A",
    10: "AGAR",
    11: " GGA",
}


@pytest.fixture
def moderated(panel, cast):
    roles = (("Ann A", "chair"), ("Bob B", "deputy"), ("Cat C", "scorer"), ("Dee D", "scorer"))
    panel.ann, panel.bob, panel.cat, panel.dee = (panel.sit(name, role) for name, role in roles)
    panel.entries = panel.scored([panel.ann, panel.bob, panel.cat, panel.dee], GIVEN)
    return panel


def page(panel, name, more="", **arguments):
    return path_to(f"panels:{name}", panel.alliance, pk=panel.exercise.pk, **arguments) + more


def lines(answer):
    header, *rows = answer.content.decode("utf-8-sig").splitlines()
    return [dict(zip(header.split(","), row.split(","), strict=False)) for row in rows]


@pytest.mark.slow
def test_the_chairs_table_has_adjusted_means_beside_those_given(moderated, sign_in):
    client = sign_in(moderated.ann.person)
    read = client.get(page(moderated, "table")).content.decode()
    assert "The adjusted mean is what all scorers together would have given" in read
    assert "Adjusted means inform, they never decide; the scores as given stand beside them." in read
    assert "nothing is adjusted" not in read
    rows = {row["Code"]: row for row in lines(client.get(page(moderated, "table", "?format=csv&sort=-adjusted")))}
    values = [float(row["Adjusted mean"]) for row in rows.values()]
    assert values == sorted(values, reverse=True)
    for row in rows.values():
        assert float(row["Adjusted: from"]) <= float(row["Adjusted mean"]) <= float(row["Adjusted: to"]) <= 2
        assert 1 <= int(row["Best place"]) <= int(row["Last place"]) <= len(GIVEN)
    # Both have a mean of 1: one was read by the strict scorer, the other was not.
    assert rows["SLE-06"]["Mean"] == "0.67"
    assert float(rows["SLE-06"]["Adjusted mean"]) > 0.67
    assert rows["SLE-08"]["Mean"] == "2.00"
    assert int(rows["SLE-07"]["Best place"]) > int(rows["SLE-08"]["Last place"])


@pytest.mark.slow
def test_the_page_of_scorers_tells_who_is_strict_and_who_lenient(moderated, sign_in):
    read = sign_in(moderated.ann.person).get(page(moderated, "scorer_list")).content.decode()
    moderation, scorers = queries.scorer_leniency(queries.view_of(moderated.ann.person, moderated.exercise))
    said = {one.seat: one.said for one in scorers}
    assert said == {
        moderated.ann: "Not told apart from the panel",
        moderated.bob: "More lenient than the panel",
        moderated.cat: "Not told apart from the panel",
        moderated.dee: "Stricter than the panel",
    }
    assert moderation.scorers[moderated.dee.pk].high < 0 < moderation.scorers[moderated.bob.pk].low
    for words in (*said.values(), "Dee D", "What the panel agreed has no part in it.", "portal-chart__dots"):
        assert words in read


@pytest.mark.slow
def test_a_scorer_has_no_such_page_and_staff_see_it(moderated, cast, sign_in):
    assert sign_in(moderated.cat.person).get(page(moderated, "scorer_list")).status_code == 404
    assert sign_in(cast.lead).get(page(moderated, "scorer_list")).status_code == 200
    assert sign_in(cast.teacher).get(page(moderated, "scorer_list")).status_code == 404


@pytest.mark.slow
def test_the_comparison_of_scorers_has_the_adjusted_mean_for_those_who_see_the_table(moderated, cast, sign_in):
    one = page(moderated, "comparison", code="SLE-08")
    for who, told in ((moderated.ann.person, True), (cast.lead, True), (moderated.cat.person, False)):
        assert ("Adjusted mean" in sign_in(who).get(one).content.decode()) is told


@pytest.mark.slow
def test_while_scoring_staff_are_told_why_they_see_nothing(moderated, cast, sign_in):
    type(moderated.exercise).objects.filter(pk=moderated.exercise.pk).update(state=ExerciseState.SCORING)
    answer = sign_in(cast.lead).get(page(moderated, "scorer_list"))
    assert answer.status_code == 403
    assert "Scores are open to the alliance’s staff once scoring is over." in answer.content.decode()


@pytest.mark.slow
def test_a_candidate_closed_to_the_chair_has_no_part_in_any_figure(moderated, sign_in):
    """Nor in the deputy's, where it is closed to the deputy; to whom it is open it counts."""
    hidden = moderated.entries[5]
    Conflict.objects.create(
        alliance=moderated.alliance, entry=hidden, seat=moderated.ann, kind="declared", at=timezone.now()
    )
    names = ("table", "scorer_list", "meeting_list")

    def read(who):
        client = sign_in(who.person)
        asked = [page(moderated, name) for name in names] + [page(moderated, "table", "?format=csv")]
        return [client.get(one).content.decode().partition("<h1")[2] or client.get(one).content for one in asked]

    chair, deputy = read(moderated.ann), read(moderated.bob)
    Entry.objects.filter(pk=hidden.pk).update(withdrawn_at=timezone.now())
    assert read(moderated.ann) == chair
    assert read(moderated.bob) != deputy


@pytest.mark.slow
def test_cannot_judge_moves_nothing_and_an_agreed_score_neither(moderated):
    before = queries.moderation_of(moderated.exercise)
    one = moderated.entries[1]
    levels = {level.name: level for level in moderated.rubric.levels.all()}
    one.agreed.create(
        alliance=moderated.alliance,
        criterion=moderated.rubric.criteria.first(),
        level=levels["Red"],
        reason="So we agreed.",
        by=moderated.ann.person,
        at=timezone.now(),
    )
    assert queries.moderation_of(moderated.exercise) == before


@pytest.mark.slow
def test_a_criterion_that_could_not_be_judged_is_taken_out(moderated):
    """On the hard criterion everybody gives less; whoever could not judge it is not lenient for that."""
    hard = moderated.rubric.criteria.first()
    red = moderated.rubric.levels.get(name="Red")
    scores = moderated.entries[1].assignments.model.objects.filter(entry__exercise=moderated.exercise)
    for held in scores:
        held.scores.filter(criterion=hard).update(level=red)
        held.mean = held.mean * 4 // 5
        held.save(update_fields=["mean"])
    whole = queries.moderation_of(moderated.exercise)
    for held in scores.filter(seat=moderated.cat):
        held.scores.filter(criterion=hard).update(level=None, cannot_judge=True)
        held.mean = held.mean * 5 // 4
        held.save(update_fields=["mean"])
    without = queries.moderation_of(moderated.exercise)
    for seat, estimate in whole.scorers.items():
        assert abs(without.scorers[seat].value - estimate.value) < 100
