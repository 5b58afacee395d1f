"""Giving and ending roles."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.members import rules
from alliance.members.models import Membership
from alliance.members.states import SCHOOL_ROLES, Role
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance, Partner, School
from alliance.workflow.events import record


def check_role(*, role: str, school: School | None, responsibility: str, partner: Partner | None) -> None:
    """A lead leads something, a role at a school has a school, and a commissioner speaks for a partner.

    Raises Refused with the sentence.
    """
    if role == Role.LEAD and not responsibility:
        raise Refused(Refusal("Say which responsibility the person leads."))
    if role in SCHOOL_ROLES and school is None:
        raise Refused(Refusal("Say at which school the person has this role."))
    if (role == Role.COMMISSIONER) != (partner is not None):
        raise Refused(Refusal("Say for which organisation the person commissions support."))


@transaction.atomic
def give_role(
    *,
    alliance: Alliance,
    person: Person,
    role: str,
    by: Person | None,
    school: School | None = None,
    responsibility: str = "",
    partner: Partner | None = None,
    post: str = "",
    since: date | None = None,
) -> Membership:
    """Give `person` a role in the alliance from `since` (today) on; the role they hold already is returned as it is.

    `school` is required for a role at a school, `responsibility` for a lead and only kept for one, `partner` for a
    commissioner. Raises Refused.
    Whether `by` may is asked by the view (`rules.may_give_role`): imports and accepted invitations come here too.
    """
    check_role(role=role, school=school, responsibility=responsibility, partner=partner)
    kept_responsibility = responsibility if role == Role.LEAD else ""
    # The person's row is the lock: the same role given twice at once is given once.
    Person.objects.select_for_update().get(pk=person.pk)
    held = Membership.objects.filter(
        alliance=alliance,
        person=person,
        role=role,
        school=school,
        responsibility=kept_responsibility,
        partner=partner,
        until__isnull=True,
    ).first()
    if held:
        return held
    membership = Membership.objects.create(
        alliance=alliance,
        person=person,
        role=role,
        school=school,
        responsibility=kept_responsibility,
        partner=partner,
        post=post,
        since=since or timezone.localdate(),
        given_by=by,
    )
    record(membership, "give_role", by=by)
    forget_roles(person)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: Person) -> None:
    """End a role today; it stays in the person's history. Raises Refused (an alliance keeps a director)."""
    # The alliance's row is the lock: two directors who end each other's role at once leave one.
    alliance = Alliance.objects.select_for_update().get(pk=membership.alliance_id)
    fresh = Membership.objects.select_related("person").get(pk=membership.pk, alliance=alliance)
    allow(rules.may_end_role(by, fresh))
    fresh.until = membership.until = timezone.localdate()
    fresh.save(update_fields=["until"])
    record(fresh, "end_role", by=by)
    forget_roles(by if by.pk == fresh.person_id else membership.person)


def forget_roles(person: Person) -> None:
    """The roles read for this request are read again (see `standing.memberships_of`)."""
    for kept in ("_memberships", "_spoken_for"):
        person.__dict__.pop(kept, None)
