"""Two records handed in at the same moment never use more half days than are agreed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from alliance.refusal import Refused
from support.models import LedgerLine
from support.queries.visits import all_visits
from support.services import visits
from tests.conftest import make_cast
from tests.factories.support_work import at_work, visited

pytestmark = pytest.mark.slow
WORDS = {"focus": "Reasoning", "activity": "Taught.", "next_steps": "Plan."}


def test_of_two_records_at_once_for_the_last_half_days_one_is_handed_in(transactional_db):
    cast = make_cast()
    with scope(alliance=cast.alliance):
        deployment = at_work(cast, half_days=3)
        leader = deployment.supporter.person
        keys = [visited(deployment, half_days=2, days_ago=days).pk for days in (1, 2)]
        for visit in all_visits().filter(pk__in=keys):
            visits.save_record(visit=visit, revision=0, values=WORDS, by=leader, now=timezone.now())
    barrier = Barrier(2)

    def hand_in(pk: int) -> str:
        try:
            with scope(alliance=cast.alliance):
                visit = all_visits().get(pk=pk)
                barrier.wait(timeout=20)
                visits.submit_record(visit=visit, by=leader, now=timezone.now())
                return "handed in"
        except Refused as refused:
            return refused.refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(hand_in, keys))
    assert said[1] == "handed in"
    assert said[0].startswith("Agreed: 1½ days. Used: 1 day.")
    with scope(alliance=cast.alliance):
        assert list(LedgerLine.objects.values_list("half_days", flat=True)) == [2]
