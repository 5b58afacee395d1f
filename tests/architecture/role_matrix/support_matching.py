"""Matching requests and leaders, and the plan for all: staff alone."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from support.services import plans
from support.states import RequestState
from tests.architecture.role_matrix.rows import STAFF, Row
from tests.conftest import Cast
from tests.factories.schools import SchoolFactory
from tests.factories.support import make_deployment, make_request, make_supporter


def matching(cast: Cast) -> dict[str, Any]:
    """A request that looks for leaders, and somebody who fits."""
    request = make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.MATCHING, areas=("Maths",))
    make_supporter(cast.alliance, areas=("Science",))
    make_supporter(cast.alliance)
    return {"code": request.code}


def candidate(cast: Cast) -> dict[str, Any]:
    request = make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.MATCHING)
    return {"code": request.code, "key": f"s{make_supporter(cast.alliance).pk}"}


def planned(cast: Cast) -> dict[str, Any]:
    request = make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.MATCHING)
    return {"pk": make_deployment(request, make_supporter(cast.alliance), by=cast.lead).pk}


def made(cast: Cast) -> dict[str, Any]:
    """A plan with one line, and a need that nobody would meet."""
    matching(cast)
    make_request(cast.alliance, SchoolFactory(), state=RequestState.MATCHING, areas=("History",))
    plan = plans.ask_for_plan(alliance=cast.alliance, by=cast.lead, now=timezone.now())
    plans.make_plan(plan.pk)
    return {}


def line(cast: Cast) -> dict[str, Any]:
    made(cast)
    return {"number": 0}


ROWS = {
    "support:request_match": Row(STAFF, matching),
    "support:leader_plan": Row(STAFF, candidate),
    "support:leader_rule_out": Row(STAFF, candidate, post=True, ok=302),
    "support:leader_rule_in": Row(STAFF, candidate, post=True, ok=302),
    "support:deployment_pin": Row(STAFF, planned, post=True, ok=302),
    "support:deployment_unpin": Row(STAFF, planned, post=True, ok=302),
    "support:plan": Row(STAFF, made),
    "support:plan without one": Row(STAFF),
    "support:plan_accept": Row(STAFF, made, post=True, ok=302),
    "support:plan_line": Row(STAFF, line),
    "support:plan_line_refuse": Row(STAFF, line, post=True, ok=302),
}
