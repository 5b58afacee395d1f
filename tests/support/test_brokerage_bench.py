"""The bench of brokerage still runs: a small size, nothing timed."""

import pytest

from bench.brokerage import build, one_round
from support.models import Deployment, Plan


@pytest.mark.slow
def test_a_small_brokerage_is_planned_to_its_end_and_taken_back(cast):
    build(cast, requests=12, leaders=30)
    before = Deployment.objects.count()
    taken, plan, greedy, pairs = one_round(cast)
    assert set(taken) == {"read", "pair and build", "bare solver", "solve", "store"}
    assert plan.gap == 0
    assert 0 < len(plan.parts) <= pairs
    assert plan.cost <= greedy.cost
    assert (Deployment.objects.count(), Plan.objects.count()) == (before, 0)
