"""People, roles, invitations and contacts of an alliance: for its staff."""

from __future__ import annotations

from typing import Any

from alliance.members import links, services
from alliance.members.models import Invitation, Membership
from alliance.members.states import Role
from tests.architecture.role_matrix.rows import PUBLIC, STAFF, Row
from tests.conftest import Cast
from tests.factories.people import SchoolContactFactory


def invite(cast: Cast) -> Invitation:
    """An invitation that any of the staff could have sent."""
    return services.invite(
        alliance=cast.alliance, email="n@example.org", role=Role.HEADTEACHER, school=cast.school, by=cast.director
    )


def invitation(cast: Cast) -> dict[str, Any]:
    return {"pk": invite(cast).pk}


def link(cast: Cast) -> dict[str, Any]:
    invited = invite(cast)
    return {"token": links.mint(subject=invited, purpose="invitation", email=invited.email, days=30)}


def contact(cast: Cast) -> dict[str, Any]:
    made = SchoolContactFactory(
        alliance=cast.alliance, school=cast.school, name="Ms Ward", email="ward@penns.sch.uk", is_head=True
    )
    return {"pk": made.pk}


def teacher(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.teacher.pk}


def role(cast: Cast) -> dict[str, Any]:
    return {"pk": Membership.objects.get(person=cast.teacher).pk}


ROWS = {
    "members:member_list": Row(STAFF),
    "members:person": Row(STAFF, teacher),
    "members:role_give": Row(STAFF, teacher),
    "members:role_end": Row(f"{STAFF} teacher", role),
    "members:person_invite": Row(STAFF),
    "members:invitation_list": Row(STAFF),
    "members:invitation": Row(STAFF, invitation),
    "members:invitation_send_again": Row(STAFF, invitation, post=True, ok=302),
    "members:invitation_withdraw": Row(STAFF, invitation, post=True, ok=302),
    "members:invitation_accept": Row(PUBLIC, link),
    "members:contact_list": Row(STAFF),
    "members:contact_add": Row(STAFF),
    "members:contact_import": Row(STAFF),
    "members:contact_change": Row(STAFF, contact),
    "members:contact_confirm": Row(STAFF, contact),
    "members:contact_end": Row(STAFF, contact),
}
