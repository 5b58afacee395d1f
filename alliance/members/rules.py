"""Who may see people, give and end roles, invite, and confirm contacts."""

from __future__ import annotations

from alliance.members.models import Invitation, Membership, SchoolContact, SchoolsImport
from alliance.members.standing import accounts_of_address, addresses_of, holds, is_staff, last_director
from alliance.members.states import SCHOOL_ROLES, STAFF_ROLES, InvitationState, Role
from alliance.people.models import Person
from alliance.post.states import PrintState
from alliance.refusal import Refusal
from alliance.schools.models import Alliance


def may_see_people(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Alliance staff see who holds which role."""
    if not is_staff(person, alliance):
        return Refusal("Only the alliance’s staff can see its people and contacts.")
    return None


def roles_to_give(person: Person | None, alliance: Alliance) -> list[Role]:
    """The roles that the person can give: nobody gives more than their own standing allows.

    An operator gives the role of director only, and only while the alliance has none: that is its first director.
    """
    if holds(person, alliance, Role.DIRECTOR):
        return list(Role)
    if holds(person, alliance, Role.ADMINISTRATOR):
        return [role for role in Role if role != Role.DIRECTOR]
    if holds(person, alliance, Role.LEAD):
        return list(SCHOOL_ROLES)
    if person is not None and person.is_active and person.is_operator and last_director(alliance) is None:
        return [Role.DIRECTOR]
    return []


def may_give_role(person: Person | None, alliance: Alliance, role: str) -> Refusal | None:
    """May the person give `role`, at once or by invitation?"""
    allowed = roles_to_give(person, alliance)
    if role in allowed:
        return None
    if role == Role.DIRECTOR:
        return Refusal("Only a director can make somebody a director, or an operator where there is none.")
    if role in STAFF_ROLES and allowed:
        return Refusal("Only a director or an administrator can give somebody a role among the alliance’s staff.")
    return Refusal("Only the alliance’s staff can invite people.")


def may_invite(person: Person | None, alliance: Alliance) -> Refusal | None:
    """May the person invite anybody at all?"""
    if not roles_to_give(person, alliance):
        return Refusal("Only the alliance’s staff can invite people.")
    return None


def may_end_role(person: Person | None, membership: Membership) -> Refusal | None:
    """Whoever may give the role may end it, and everybody may lay down their own; but an alliance keeps a director."""
    alliance = membership.alliance
    if person is None or (membership.person_id != person.pk and may_give_role(person, alliance, membership.role)):
        if membership.role == Role.DIRECTOR:
            return Refusal("Only a director can end a director’s role.")
        return Refusal("Only a director or an administrator can end this role.")
    if membership.until is not None:
        return Refusal("This role has ended already.")
    if membership.role == Role.DIRECTOR and last_director(alliance) == membership.person_id:
        return Refusal("An alliance needs a director. Make somebody else a director first.")
    return None


def may_change_invitation(person: Person | None, invitation: Invitation) -> Refusal | None:
    """Send again or withdraw: whoever could have sent it, while it is open."""
    refused = may_give_role(person, invitation.alliance, invitation.role)
    if refused:
        return refused
    if invitation.state != InvitationState.SENT:
        return Refusal(f"This invitation is {invitation.get_state_display().lower()} by now.")
    return None


def may_accept_invitation(person: Person | None, invitation: Invitation) -> Refusal | None:
    """May the person take up this invitation? Whoever holds its link has shown that the invited address is theirs;
    an address that is another account's stays with that account."""
    if invitation.state == InvitationState.ACCEPTED:
        return Refusal("The role that it offered has been taken up: you need not do anything more.")
    if invitation.state == InvitationState.WITHDRAWN:
        return Refusal("This invitation has been withdrawn. Ask the alliance if you think that is a mistake.")
    owners = accounts_of_address(invitation.email)
    if person is not None and owners - {person.pk}:
        return Refusal(
            f"This invitation was sent to {invitation.email}, which belongs to another account. Sign out, open the "
            "link again and sign in with that address."
        )
    return None


def may_change_contact(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Staff keep the contacts at schools."""
    if not is_staff(person, alliance):
        return Refusal("Only the alliance’s staff can change contacts.")
    return None


def may_confirm_contact(person: Person | None, contact: SchoolContact) -> Refusal | None:
    """Staff confirm an address after asking the school; nobody confirms their own."""
    refused = may_change_contact(person, contact.alliance)
    if refused or person is None:
        return refused or Refusal("Sign in first.")
    if contact.email in addresses_of(person):
        return Refusal("This is your own address. Ask a colleague to confirm it with the school.")
    if contact.until is not None:
        return Refusal("This contact has ended. Add the person again if they are back.")
    if contact.confirmed_at is not None:
        return Refusal("This address has been confirmed already.")
    return None


def may_run_installation(person: Person | None) -> Refusal | None:
    """Operators create alliances and invite each one's first director; they see nothing inside."""
    if person is None or not person.is_active or not person.is_operator:
        return Refusal("Only the people who run this installation can open these pages.")
    return None


IMPORT_OVER = (PrintState.MADE, PrintState.FAILED)


def may_import_schools(person: Person | None) -> Refusal | None:
    """Operators bring the register of schools in, one file after the other."""
    refusal = may_run_installation(person)
    if refusal is None and SchoolsImport.objects.exclude(state__in=IMPORT_OVER).exists():
        return Refusal("Another file is being brought in. Wait until it is done.")
    return refusal
