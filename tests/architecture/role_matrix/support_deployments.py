"""Leaders in requests: the home head by link, the leader, the school that chooses, and staff."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from alliance.members.links import mint
from support.kinds.agreements import SIGNATURE_LINK
from support.kinds.deployments import HOME_LINK, RELEASE_LINK
from support.services.concerns import raise_concern
from support.services.endings import pause_deployment
from support.services.visits import call_off_visit
from tests.architecture.role_matrix.rows import PUBLIC, STAFF, Row
from tests.conftest import Cast
from tests.factories.support_work import (
    active,
    at_work,
    chosen,
    drafted,
    leader_asked,
    offered,
    planned,
    proposed,
    recorded,
    release_asked,
    visited,
)

SCHOOL = "coordinator head"


def in_planned(cast: Cast) -> dict[str, Any]:
    return {"pk": planned(cast).pk}


def in_asked(cast: Cast) -> dict[str, Any]:
    return {"pk": release_asked(cast).pk}


def in_link(cast: Cast) -> dict[str, Any]:
    made = release_asked(cast)
    return {"token": mint(subject=made, purpose=RELEASE_LINK, email=made.head_email)}


def in_leader_asked(cast: Cast) -> dict[str, Any]:
    """The outsider is the leader who is asked."""
    made = leader_asked(cast)
    made.supporter.person = cast.outsider
    made.supporter.save()
    return {"pk": made.pk}


def in_offered(cast: Cast) -> dict[str, Any]:
    return {"pk": offered(cast).pk}


def in_offered_request(cast: Cast) -> dict[str, Any]:
    return {"code": offered(cast).request.code}


def in_unassured(cast: Cast) -> dict[str, Any]:
    """The home head has not sent the letter of assurance."""
    return {"pk": active(cast).pk}


def in_home_link(cast: Cast) -> dict[str, Any]:
    made = chosen(cast)
    return {"token": mint(subject=made, purpose=HOME_LINK, email=made.head_email)}


def in_scoping(cast: Cast) -> dict[str, Any]:
    return {"code": chosen(cast).request.code}


def in_drafted(cast: Cast) -> dict[str, Any]:
    return {"code": drafted(cast).request.code}


def in_proposed(cast: Cast) -> dict[str, Any]:
    return {"code": proposed(cast).request.code}


def in_version(cast: Cast) -> dict[str, Any]:
    return {**in_proposed(cast), "version": 1}


def in_signature(cast: Cast) -> dict[str, Any]:
    """The home head has not signed."""
    return {"pk": proposed(cast).signatures.get(party="home").pk}


def in_signature_link(cast: Cast) -> dict[str, Any]:
    signature = proposed(cast).signatures.get(party="home")
    return {"token": mint(subject=signature, purpose=SIGNATURE_LINK, email=signature.email)}


def in_work(cast: Cast) -> dict[str, Any]:
    return {"pk": at_work(cast).pk}


def in_visit(cast: Cast) -> dict[str, Any]:
    """A visit that is not written down yet."""
    return {"pk": visited(at_work(cast)).pk}


def in_called_off_late(cast: Cast) -> dict[str, Any]:
    """The school called a visit off too late, so that it counts."""
    visit = visited(at_work(cast))
    call_off_visit(visit=visit, reason="Ill.", by=cast.head, now=timezone.now())
    return {"pk": visit.pk}


def in_record(cast: Cast) -> dict[str, Any]:
    return {"pk": recorded(at_work(cast)).pk}


def in_paused(cast: Cast) -> dict[str, Any]:
    found = active(cast)
    pause_deployment(deployment=found, reason="Half term.", by=cast.lead, now=timezone.now())
    return {"pk": found.pk}


def in_request_at_work(cast: Cast) -> dict[str, Any]:
    return {"code": active(cast).request.code}


def in_concern(cast: Cast) -> dict[str, Any]:
    request = chosen(cast).request
    return {"pk": raise_concern(request=request, words="Late.", by=cast.head, now=timezone.now()).pk}


ROWS = {
    "support:deployment": Row(f"{SCHOOL} {STAFF}", in_offered),
    "support:deployment planned": Row(STAFF, in_planned),
    "support:deployment asked": Row(f"outsider {STAFF}", in_leader_asked),
    "support:deployment_ask_release": Row(STAFF, in_planned, post=True, ok=302),
    "support:deployment_name_head": Row(STAFF, in_planned),
    "support:deployment_send_again": Row(STAFF, in_asked, post=True, ok=302),
    "support:deployment_reply": Row("outsider", in_leader_asked),
    "support:deployment_drop": Row(STAFF, in_planned),
    "support:request_choose": Row(f"{SCHOOL} {STAFF}", in_offered_request),
    "support:request_want_none": Row(f"{SCHOOL} {STAFF}", in_offered_request),
    "support:request_scope": Row(STAFF, in_scoping),
    "support:agreement": Row(f"{SCHOOL} {STAFF}", in_proposed),
    "support:agreement draft": Row(STAFF, in_drafted),
    "support:agreement_version": Row(f"{SCHOOL} {STAFF}", in_version),
    "support:agreement_draft": Row(STAFF, in_scoping, post=True, ok=302),
    "support:agreement_change": Row(STAFF, in_drafted),
    "support:agreement_propose": Row(STAFF, in_drafted, post=True, ok=302),
    "support:agreement_pdf": Row(f"{SCHOOL} {STAFF}", in_version, ok=404),  # not signed by all yet
    "support:signature_send_again": Row(STAFF, in_signature, post=True, ok=302),
    "support:agreement_sign": Row(PUBLIC, in_signature_link, anonymous=200),
    "support:deployment at work": Row(f"{SCHOOL} {STAFF}", in_work),
    "support:deployment_assurance": Row(STAFF, in_work),
    "support:visit_plan": Row(STAFF, in_work),
    "support:visit_note": Row(STAFF, in_work),
    "support:ledger_correct": Row(STAFF, in_work),
    "support:visit": Row(f"{SCHOOL} {STAFF}", in_record),
    "support:visit planned": Row(STAFF, in_visit),
    "support:visit_record": Row(STAFF, in_visit),
    "support:visit_save": Row(STAFF, in_visit, post=True),
    "support:visit_call_off": Row(f"{SCHOOL} {STAFF}", in_visit),
    "support:visit_let_off": Row(STAFF, in_called_off_late),
    "support:deployment_pause": Row(STAFF, in_work),
    "support:deployment_resume": Row(STAFF, in_paused, post=True, ok=302),
    "support:deployment_end": Row(STAFF, in_work),
    "support:request_review": Row(STAFF, in_request_at_work),
    "support:concern_raise": Row(f"{SCHOOL} {STAFF}", in_request_at_work),
    "support:concern": Row(STAFF, in_concern),
    "support:home_follow": Row(PUBLIC, in_home_link, anonymous=200),
    "support:home_concern": Row(PUBLIC, in_home_link, anonymous=200),
    "support:assurance_send_again": Row(STAFF, in_unassured, post=True, ok=302),
    "support:release": Row(PUBLIC, in_link, anonymous=200),
}
