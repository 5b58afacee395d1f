"""The only writers of roles, invitations and contacts."""

from alliance.members.services.contacts import add_contact, change_contact, confirm_contact, end_contact
from alliance.members.services.invitations import (
    accept_invitation,
    invitation_link,
    invite,
    send_invitation_again,
    set_up_account,
    withdraw_invitation,
)
from alliance.members.services.roles import end_role, give_role

__all__ = [
    "accept_invitation",
    "add_contact",
    "change_contact",
    "confirm_contact",
    "end_contact",
    "end_role",
    "give_role",
    "invitation_link",
    "invite",
    "send_invitation_again",
    "set_up_account",
    "withdraw_invitation",
]
