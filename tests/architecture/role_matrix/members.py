"""People, roles, invitations and contacts of an alliance: for its staff."""

from __future__ import annotations

from typing import Any

from django_scopes import scope

from alliance.members import links, services
from alliance.members.models import Invitation, Membership
from alliance.members.states import Role
from tests.architecture.role_matrix.rows import PUBLIC, STAFF, Row
from tests.conftest import Cast
from tests.factories.people import SchoolContactFactory
from tests.factories.schools import AllianceFactory


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


def directorless(cast: Cast) -> dict[str, Any]:
    return {"pk": AllianceFactory().pk}


def director_invited(cast: Cast) -> dict[str, Any]:
    alliance = AllianceFactory()
    with scope(alliance=alliance):
        invited = services.invite(alliance=alliance, email="d@example.org", role=Role.DIRECTOR, by=cast.operator)
    return {"pk": alliance.pk, "invitation_pk": invited.pk}


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
    "operator:alliance_list": Row("operator"),
    "operator:schools_import": Row("operator"),
    "operator:alliance_found": Row("operator"),
    "operator:director_invite": Row("operator", directorless),
    "operator:director_invite_again": Row("operator", director_invited, post=True, ok=302),
}
