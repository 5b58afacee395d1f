"""6. Two posts of one score make one score, no error 500."""

import threading

import pytest
from django.db import connection
from django_scopes import scope

from alliance.addresses import path_to
from alliance.panels.models import Assignment, Entry, Score
from alliance.workflow.models import Event
from tests.conftest import make_cast
from tests.factories.panels import make_panel


def form(panel, entry, level):
    data = {"revision": 0, "dossier": entry.dossiers.get().pk, "comment": "", "submit": "1"}
    for criterion_id, given in panel.given(level).items():
        data |= {f"level_{criterion_id}": given.level, f"comment_{criterion_id}": ""}
    return data


@pytest.mark.slow
def test_the_second_post_is_told_that_the_scores_are_submitted(scoring, sign_in):
    page = path_to("panels:score", scoring.alliance, pk=scoring.exercise.pk, code=scoring.one.code)
    client = sign_in(scoring.ann.person)
    client.post(page, form(scoring, scoring.one, "Green"))
    second = client.post(page, form(scoring, scoring.one, "Red"), follow=True)
    assert f"Your scores for {scoring.one.code} are submitted." in second.content.decode()
    assert set(Score.objects.values_list("level__name", flat=True)) == {"Green"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_posts_at_once_through_two_connections(candidates, sign_in):

    cast = make_cast()
    with scope(alliance=cast.alliance):
        panel = make_panel(cast.alliance, cast.lead, candidates)
        panel.sit("Carol Chair", "chair")
        ann = panel.sit("Ann A")
        entry = panel.enter(1)
        panel.start()
        page = path_to("panels:score", cast.alliance, pk=panel.exercise.pk, code=entry.code)
        data, codes = form(panel, entry, "Green"), []
        both = threading.Barrier(2)

        def post(client):
            try:
                both.wait(10)
                codes.append(client.post(page, data).status_code)
            finally:
                connection.close()

        threads = [threading.Thread(target=post, args=(sign_in(ann.person),)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert codes == [302, 302]
        held = Assignment.objects.get(seat=ann)
        assert (held.state, held.mean, held.revision) == ("submitted", 2000, 1)
        assert Score.objects.filter(assignment=held).count() == 5
        assert Event.objects.filter(move="submit", subject_id=held.pk).count() == 1
        assert Entry.objects.get(pk=entry.pk).score_count == 1
