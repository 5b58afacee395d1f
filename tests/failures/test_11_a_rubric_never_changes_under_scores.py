"""11. A rubric cannot change under scores: a change makes a new version, and rankings say which they used."""

import dataclasses

import pytest

from alliance.addresses import path_to
from alliance.panels import services
from alliance.panels.models import Entry, Rubric
from alliance.panels.queries import spec_of
from alliance.panels.standard import ONE_TO_FOUR
from alliance.refusal import Refused


@pytest.mark.slow
def test_a_change_makes_a_version_and_the_scores_keep_theirs(scoring, sign_in):
    scoring.score(scoring.ann, scoring.one, "Green")
    before = spec_of(scoring.rubric)
    client = sign_in(scoring.staff)
    page = path_to("panels:rubric", scoring.alliance, pk=scoring.rubric.pk)
    form = client.get(page).context["form"]
    data = {name: "" if form.initial.get(name) is None else form.initial[name] for name in form.fields}
    answer = client.post(page, data | {"criterion_0_name": "Changed", "level_2_points": "9"}, follow=True)
    assert "Version 2 is saved. Panels that have begun keep version 1." in answer.content.decode()
    assert spec_of(Rubric.objects.get(pk=scoring.rubric.pk)) == before
    scoring.exercise.refresh_from_db()
    assert scoring.exercise.rubric_id == scoring.rubric.pk
    assert Entry.objects.get(pk=scoring.one.pk).mean == 2000


@pytest.mark.slow
def test_an_exercise_cannot_take_another_rubric_once_scoring_has_opened(scoring):
    new = services.reword_rubric(rubric=scoring.rubric, spec=ONE_TO_FOUR, by=scoring.staff)
    with pytest.raises(Refused, match="the rubric and the way of scoring stay as they are"):
        services.change_setup(
            exercise=scoring.exercise,
            rubric=new,
            anonymous=True,
            scores_per_entry=None,
            score_by=scoring.exercise.score_by,
            by=scoring.staff,
        )


def test_the_ranking_says_which_version_it_used(panel, sign_in):
    panel.start_version = services.reword_rubric(rubric=panel.rubric, spec=spec_of(panel.rubric), by=panel.staff)
    assert panel.start_version.version == 1  # nothing was scored with it: it changed in place
    Rubric.objects.filter(pk=panel.rubric.pk).update(frozen_at="2026-01-01T00:00Z")
    second = services.reword_rubric(
        rubric=Rubric.objects.get(pk=panel.rubric.pk), spec=dataclasses.replace(ONE_TO_FOUR, name="Ours"), by=None
    )
    panel.exercise.rubric = second
    panel.exercise.save()
    chair = panel.sit("Carol Chair", "chair")
    page = path_to("panels:table", panel.alliance, pk=panel.exercise.pk)
    assert "“Ours, version 2”" in sign_in(chair.person).get(page).content.decode()
