"""10. "Not applicable" or an abstention never moves a mean. Recusal hides and outlives reassignment."""

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import services
from alliance.panels.models import Assignment, Entry


def figures(panel):
    one = Entry.objects.get(pk=panel.one.pk)
    return one.mean, one.median, one.spread, one.score_count


@pytest.mark.slow
def test_who_cannot_judge_anything_moves_nothing(scoring):
    scoring.score(scoring.ann, scoring.one, "Amber")
    scoring.score(scoring.bob, scoring.one, "Green")
    before = figures(scoring)
    scoring.score(scoring.chair, scoring.one, None)
    assert figures(scoring) == before == (1500, 1500, 1000, 2)


@pytest.mark.slow
def test_a_criterion_that_cannot_be_judged_is_not_a_zero(scoring):
    scoring.score(scoring.ann, scoring.one, "Green", "Green", "Green", "Green", None)
    assert figures(scoring)[0] == 2000
    held = scoring.desk(scoring.ann, scoring.one)
    assert (held.mean, held.scores.get(cannot_judge=True).level) == (2000, None)


@pytest.mark.slow
def test_a_recusal_hides_and_outlives_every_reassignment(scoring, sign_in):
    services.recuse(entry=scoring.one, seat=scoring.ann, now=timezone.now())
    services.leave_seat(seat=scoring.bob, by=scoring.staff, reason="Ill")
    services.share_out(exercise=scoring.exercise, now=timezone.now())
    assert Assignment.objects.get(entry=scoring.one, seat=scoring.ann).state == "recused"
    client = sign_in(scoring.ann.person)
    page = path_to("panels:score", scoring.alliance, pk=scoring.exercise.pk, code=scoring.one.code)
    assert client.get(page).status_code == 404
    desk = client.get(path_to("panels:desk", scoring.alliance, pk=scoring.exercise.pk)).content.decode()
    assert scoring.one.code not in desk
    assert "0 of 1 done" in desk
