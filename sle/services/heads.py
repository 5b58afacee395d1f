"""A headteacher's address that staff have confirmed with the school: kept among the alliance's contacts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.members.queries import known_head
from alliance.members.services.contacts import add_contact, change_contact, confirm_contact
from alliance.people.models import Person
from alliance.schools.models import Alliance, School


@transaction.atomic
def confirm_head(
    *, alliance: Alliance, school: School, name: str, email: str, telephone: str, how: str, by: Person, now: datetime
) -> None:
    """Keep that `by` has confirmed with the school that `email` is its headteacher's; it counts from now on.

    `how` they did is kept as a note. Raises Refused where `by` would confirm their own address. An address that is
    known already needs nothing.
    """
    if known_head(alliance, school, email):
        return
    contact = add_contact(
        alliance=alliance, school=school, name=name, email=email, telephone=telephone, is_head=True, by=by
    )
    if not contact.is_head:
        change_contact(
            contact=contact,
            school=school,
            name=contact.name,
            email=contact.email,
            telephone=contact.telephone or telephone,
            post=contact.post,
            is_head=True,
            by=by,
        )
    confirm_contact(contact=contact, by=by, how=how, now=now)
