"""Supporters: who can help, and how much of it."""

from __future__ import annotations

from django.db import transaction

from alliance.people.models import Person
from alliance.refusal import Refusal, Refused
from alliance.schools.models import Alliance
from alliance.workflow.events import record
from support.models import Supporter
from support.queries.leaders import Leader, designated


@transaction.atomic
def supporter_for_designation(*, alliance: Alliance, designation_id: int, by: Person | None) -> Supporter:
    """The supporter who stands on the register under this id, made on first use.

    Raises Refused where nobody holds such a designation in the alliance now.
    """
    held = designated(alliance, designation_id)
    if held is None:
        raise Refused(Refusal("This leader is not on the register any more. Choose somebody else."))
    supporter, new = Supporter.objects.get_or_create(
        alliance=alliance, designation_id=designation_id, defaults={"person": held.person}
    )
    if new:
        record(supporter, "add", by=by)
    return supporter


def supporter_of(leader: Leader, *, by: Person) -> Supporter:
    """The stored supporter of a leader, made on first use. Raises Refused where they are not designated any more."""
    if leader.supporter.pk or leader.designation_id is None:
        return leader.supporter
    alliance = leader.supporter.alliance
    return supporter_for_designation(alliance=alliance, designation_id=leader.designation_id, by=by)
