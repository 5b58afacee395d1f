"""Evaluations: written by the school, read by the leader and staff; measures for those whom they concern."""

from __future__ import annotations

from datetime import date
from typing import Any

from support.models import Evaluation, Measure
from tests.architecture.role_matrix.rows import STAFF, Row
from tests.conftest import Cast
from tests.factories.support_evaluations import ask, ended, give

SCHOOL = "head coordinator"


def asked_for(cast: Cast) -> Evaluation:
    work = ended(cast.school, by=cast.lead)
    work.supporter.person = cast.outsider
    work.supporter.save()
    made = ask(work, by=cast.lead)
    assert made is not None
    return made


def asked(cast: Cast) -> dict[str, Any]:
    return {"pk": asked_for(cast).pk}


def given(cast: Cast) -> dict[str, Any]:
    return {"pk": give(asked_for(cast), by=cast.head).pk}


def lasted(cast: Cast) -> dict[str, Any]:
    made = give(asked_for(cast), by=cast.head)
    Evaluation.objects.filter(pk=made.pk).update(follow_up_on=date(2026, 1, 1))
    return {"pk": made.pk}


def work_ended(cast: Cast) -> dict[str, Any]:
    return {"pk": asked_for(cast).deployment_id}


def in_request(cast: Cast) -> dict[str, Any]:
    return {"code": asked_for(cast).deployment.request.code}


def measure(cast: Cast) -> dict[str, Any]:
    need = asked_for(cast).deployment.needs.get().need
    values = {"name": "Expected standard", "source": "Results", "baseline": 52, "baseline_on": date(2025, 7, 1)}
    return {"pk": Measure.objects.create(alliance=cast.alliance, need=need, **values).pk}


ROWS = {
    "support:evaluation": Row(f"{SCHOOL} outsider {STAFF}", given),
    "support:evaluation to be written": Row(SCHOOL, asked),
    "support:evaluation_save": Row(SCHOOL, asked, post=True),
    "support:evaluation_comment": Row("outsider", given),
    "support:evaluation_settle": Row(STAFF, given),
    "support:evaluation_follow_up": Row(SCHOOL, lasted),
    "support:deployment_gained": Row("outsider", work_ended),
    "support:request_outcomes": Row(f"{SCHOOL} outsider {STAFF}", in_request),
    "support:measure_read": Row(f"{SCHOOL} {STAFF}", measure),
}
