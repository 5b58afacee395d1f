"""Supporters: who can help, and how much of it."""

from __future__ import annotations

from django.db import transaction

from alliance.people.models import Person
from alliance.refusal import Refusal, Refused
from alliance.schools.models import Alliance
from alliance.workflow.events import record
from support.models import Supporter
from support.queries.leaders import designated


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
