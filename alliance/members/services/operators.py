"""What the people who run the installation do: found an alliance, and see that it has a director."""

from __future__ import annotations

from django.db import transaction
from django_scopes import scope

from alliance.members import rules
from alliance.members.models import Invitation
from alliance.members.services.invitations import invite, send_invitation_again
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.refusal import Refused, allow
from alliance.schools.models import Alliance
from alliance.schools.rules import may_be_address
from alliance.workflow.events import record


@transaction.atomic
def found_alliance(
    *, name: str, slug: str, email: str, first_name: str, surname: str, by: Person, short_name: str = ""
) -> Alliance:
    """A new alliance at `/<slug>/`, and the invitation of its first director to `email`.

    Raises Refused where `by` is no operator or the address cannot be had.
    """
    allow(rules.may_run_installation(by))
    refusal = may_be_address(slug)
    if refusal:
        raise Refused(refusal)
    alliance = Alliance.objects.create(name=name, slug=slug, short_name=short_name)
    record(alliance, "found_alliance", by=by)
    invite_director(alliance=alliance, email=email, first_name=first_name, surname=surname, by=by)
    return alliance


@transaction.atomic
def invite_director(*, alliance: Alliance, email: str, first_name: str, surname: str, by: Person) -> Invitation:
    """Invite the first director of an alliance that has none. Raises Refused where it has one."""
    allow(rules.may_run_installation(by))
    with scope(alliance=alliance):
        return invite(alliance=alliance, email=email, first_name=first_name, surname=surname, role=Role.DIRECTOR, by=by)


@transaction.atomic
def invite_director_again(*, alliance: Alliance, invitation_id: int, by: Person) -> Invitation:
    """Send the first director's invitation anew. Raises Refused, and Invitation.DoesNotExist."""
    allow(rules.may_run_installation(by))
    with scope(alliance=alliance):
        invitation = Invitation.objects.select_related("alliance", "school").get(pk=invitation_id, role=Role.DIRECTOR)
        send_invitation_again(invitation=invitation, by=by)
    return invitation
