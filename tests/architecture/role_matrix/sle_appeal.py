"""Appeals: the applicant's own; until they are decided open only to those who arrange and hear them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sle.models import Appeal
from sle.services.appeals import hearing, lodging
from sle.services.appeals.hearing import Found
from tests.architecture.role_matrix.rows import STAFF, Row
from tests.conftest import Cast
from tests.factories import sle_appeal as made

APPLICANT = "outsider"
ARRANGE = "director administrator"
HEAR = "teacher coordinator head"


def refused(cast: Cast) -> dict[str, Any]:
    return {"code": made.make_refused(cast, person=cast.outsider)[1].code}


def begun(cast: Cast) -> dict[str, Any]:
    application = made.make_refused(cast, person=cast.outsider)[1]
    return {"code": made.begin(application).code}


def _lodged(cast: Cast) -> Appeal:
    return made.lodge(made.make_refused(cast, person=cast.outsider)[1])


def lodged(cast: Cast) -> dict[str, Any]:
    return {"pk": _lodged(cast).pk}


def lodged_own(cast: Cast) -> dict[str, Any]:
    return {"code": _lodged(cast).code}


def _heard(cast: Cast) -> Appeal:
    return made.arrange(_lodged(cast), cast.director, cast.teacher, cast.coordinator, cast.head)


def heard(cast: Cast) -> dict[str, Any]:
    return {"pk": _heard(cast).pk}


def written_down(cast: Cast) -> dict[str, Any]:
    appeal = _heard(cast)
    said = {1: Found("not_upheld", made.REASONS)}
    hearing.record_findings(
        appeal=appeal, found=said, remedy="", revision=appeal.revision, by=cast.teacher, now=timezone.now()
    )
    return {"pk": appeal.pk}


def found(cast: Cast) -> dict[str, Any]:
    return {"pk": made.find(_heard(cast)).pk}


def decided(cast: Cast) -> Appeal:
    appeal = made.find(_heard(cast))
    hearing.release_appeal(appeal=appeal, by=cast.director, now=timezone.now())
    return lodging.locked(appeal)


def review_heard(cast: Cast) -> dict[str, Any]:
    appeal = made.lodge_against(made.make_ended(cast, person=cast.outsider))
    return {"pk": made.arrange(appeal, cast.administrator, cast.teacher, cast.coordinator, cast.head).pk}


ROWS = {
    "sle:review_appeal": Row(APPLICANT, lambda cast: {"pk": made.make_ended(cast, person=cast.outsider).pk}),
    "sle:appeal_case review": Row(f"administrator {HEAR}", review_heard),
    "sle:appeal_enter": Row(ARRANGE, refused),
    "sle:review_appeal_enter": Row(
        "administrator", lambda cast: {"pk": made.make_ended(cast, person=cast.outsider).pk}
    ),
    "sle:appeal_start": Row(APPLICANT, refused),
    "sle:appeal": Row(APPLICANT, begun),
    "sle:appeal lodged": Row(APPLICANT, lodged_own),
    "sle:appeal_save": Row(APPLICANT, begun, post=True),
    "sle:appeal_lodge": Row(APPLICANT, begun),
    "sle:appeal_withdraw": Row(APPLICANT, lodged_own),
    "sle:appeal_pdf": Row(f"{APPLICANT} {HEAR} {STAFF}", lambda cast: {"code": decided(cast).code}, ok=404),
    "sle:appeal_list": Row(STAFF),
    "sle:appeal_case": Row(ARRANGE, lodged),
    "sle:appeal_case heard": Row(f"{ARRANGE} {HEAR}", written_down),
    "sle:appeal_case decided": Row(f"{STAFF} {HEAR}", lambda cast: {"pk": decided(cast).pk}),
    "sle:appeal_arrange": Row(ARRANGE, lodged),
    "sle:appeal_paper": Row(f"{ARRANGE} {HEAR}", lambda cast: {**heard(cast), "section": "evidence-1"}, ok=404),
    "sle:appeal_record": Row(HEAR, heard),
    "sle:appeal_confirm": Row("coordinator head", written_down, post=True, ok=302),
    "sle:appeal_release": Row(ARRANGE, found),
}
