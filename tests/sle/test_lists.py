"""Every list of the round costs the same number of queries for 1, 3 and 30 rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sle.services import rounds
from sle.services.reminders import remind
from tests.factories import sle as made
from tests.factories.people import PersonFactory


def more(round, school, count):
    for _ in range(count):
        made.hand_over(made.fill(made.start(round, PersonFactory()), school))


@pytest.mark.parametrize("page", ["applications/", "chase/", ""])
def test_pages_of_a_round_do_not_grow(cast, sign_in, open_round, penns, page):
    client = sign_in(cast.administrator)
    path = f"/boldmere/sle/rounds/{open_round.pk}/{page}"
    costs = []
    for count in (1, 2, 9):
        more(open_round, penns, count)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        costs.append(len(seen))
    assert len(set(costs)) == 1, costs


def test_the_list_of_rounds_does_not_grow(cast, sign_in):
    client = sign_in(cast.administrator)
    costs = []
    for count in (1, 2, 9):
        for _ in range(count):
            rounds.create_round(alliance=cast.alliance, title="Round", by=cast.lead)
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/boldmere/sle/").status_code == 200
        costs.append(len(seen))
    assert len(set(costs)) == 1, costs


def test_a_reminder_run_with_nothing_due_does_not_grow(cast, open_round, penns):
    costs = []
    for count in (1, 2, 9):
        more(open_round, penns, count)
        with CaptureQueriesContext(connection) as seen:
            remind(cast.alliance, timezone.now())
        costs.append(len(seen))
    assert len(set(costs)) == 1, costs
