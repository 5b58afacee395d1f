"""What members plugs into the core: navigation for staff, what waits for them, and the invitation mail."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.addresses import path_to
from alliance.members import rules
from alliance.members.models import SchoolsImport
from alliance.members.queries import heads_to_confirm, invitations_to, is_staff, open_invitations
from alliance.members.services import invitation_link
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem, Portal
from alliance.post.kinds import Kind
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import word_for


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """People, for staff."""
    if rules.may_see_people(person, alliance) is None:
        yield NavItem("People", path_to("members:member_list", alliance))


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """For staff: heads' addresses to confirm with their schools, and invitations that nobody has accepted yet."""
    if not is_staff(person, alliance):
        return
    for contact in heads_to_confirm(alliance).order_by("pk")[:20]:
        yield InboxItem(
            title=f"Confirm the address of the {word_for(alliance, 'headteacher')} with {contact.school.name}",
            about=contact.name,
            url=path_to("members:contact_confirm", alliance, pk=contact.pk),
            action="Confirm",
        )
    for invitation in open_invitations(alliance).filter(invited_by=person)[:20]:
        sent = invitation.sent_at
        yield InboxItem(
            title=f"{invitation.email} to accept your invitation",
            about="People",
            url=path_to("members:invitation_list", alliance),
            section="waiting",
            detail=f"sent {sent.day} {sent:%B}",
        )


CODE = {"code": "ABCD-EFGH"}
SIGN_IN = {"sign_in": "https://portal.example.org/account/login/"}

PORTAL = Portal(
    name="members",
    navigation=navigation,
    inbox=inbox,
    alliances=invitations_to,
    second_factor=is_staff,
    jobs=((SchoolsImport, "members.bring_schools_in"),),
    post_kinds=(
        Kind(name="members.sign_in_code", title="Code to sign in", sample=CODE, secret=True),
        Kind(name="members.confirm_address", title="Code to confirm an e-mail address", sample=CODE, secret=True),
        Kind(name="members.reset_password", title="Code to set a new password", sample=CODE, secret=True),
        Kind(name="members.address_known", title="There is an account already", sample=SIGN_IN, secret=True),
        Kind(name="members.address_unknown", title="There is no account", sample=SIGN_IN, secret=True),
        Kind(
            name="members.account_changed",
            title="Somebody’s account was changed",
            sample={"what": "your password was changed", **SIGN_IN},
            secret=True,
        ),
        Kind(
            name="members.invite",
            title="Invitation to the portal",
            sample={
                "first_name": "Ann",
                "alliance": "Boldmere Teaching School Alliance",
                "role": "headteacher or principal at Penns Primary School",
                "invited_by": "Adam Admin",
                "days": "30",
            },
            link=invitation_link,
        ),
    ),
)
