"""32. Every list of the round costs the same number of queries for 1, 3 and 12 rows."""

import pytest
from django.utils import timezone

from sle.services import rounds
from sle.services.reminders import remind
from tests.factories import sle as made
from tests.factories.people import PersonFactory
from tests.queries import asked, costs_the_same, queries_of

pytestmark = pytest.mark.slow

COUNTS = (1, 3, 12)


def more(round, school, numbers):
    for _ in numbers:
        made.hand_over(made.fill(made.start(round, PersonFactory()), school))


@pytest.mark.parametrize("page", ["applications/", "chase/", ""])
def test_pages_of_a_round_do_not_grow(cast, sign_in, open_round, penns, page):
    client = sign_in(cast.administrator)
    path = f"/boldmere/sle/rounds/{open_round.pk}/{page}"
    costs_the_same(lambda: queries_of(client, path), lambda new: more(open_round, penns, new), COUNTS)


def test_the_list_of_rounds_does_not_grow(cast, sign_in):
    client = sign_in(cast.administrator)

    def create(numbers):
        for _ in numbers:
            rounds.create_round(alliance=cast.alliance, title="Round", by=cast.lead)

    costs_the_same(lambda: queries_of(client, "/boldmere/sle/"), create, COUNTS)


def test_a_reminder_run_with_nothing_due_does_not_grow(cast, open_round, penns):
    run = lambda: asked(lambda: remind(cast.alliance, timezone.now()))  # noqa: E731  # a name for one test
    costs_the_same(run, lambda new: more(open_round, penns, new), COUNTS)
