"""Leaders in requests: the home head by link, the leader, the school that chooses, and staff."""

from __future__ import annotations

from typing import Any

from alliance.members.links import mint
from support.kinds.deployments import RELEASE_LINK
from tests.architecture.role_matrix.rows import PUBLIC, STAFF, Row
from tests.conftest import Cast
from tests.factories.support_work import leader_asked, offered, planned, release_asked

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
    "support:release": Row(PUBLIC, in_link, anonymous=200),
}
