"""Who may see the pages of an alliance that belong to no responsibility."""

from __future__ import annotations

from alliance.members.queries import holds, is_staff
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance


def may_see_inbox(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Everybody signed in has an inbox: an applicant from a school outside the alliance holds no role in it."""
    if person is None:
        return Refusal("Sign in to see what is waiting for you.")
    return None


def may_import_partners(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Alliance staff bring in its partners."""
    if not is_staff(person, alliance):
        return Refusal("Only the alliance’s staff can bring in its partners.")
    return None


def may_change_settings(person: Person | None, alliance: Alliance) -> Refusal | None:
    """What an alliance says of itself is for its director and administrators."""
    if not holds(person, alliance, Role.DIRECTOR, Role.ADMINISTRATOR):
        return Refusal("Only a director or an administrator of the alliance can change its settings.")
    return None


def may_keep_partners(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Alliance staff keep the list of partners."""
    if not is_staff(person, alliance):
        return Refusal("Only the alliance’s staff can see and change its list of partners.")
    return None
