"""A headteacher's address that staff have confirmed with the school."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.members.models import SchoolContact
from alliance.people.models import Person
from alliance.schools.models import Alliance, School
from alliance.workflow.events import record


@transaction.atomic
def confirm_head(
    *, alliance: Alliance, school: School, name: str, email: str, telephone: str, by: Person, now: datetime
) -> SchoolContact:
    """Keep that `by` has confirmed with the school that `email` is its headteacher's; it counts from now on."""
    contact, _ = SchoolContact.objects.update_or_create(
        alliance=alliance,
        school=school,
        email=email.strip().lower(),
        until=None,
        defaults={
            "name": name,
            "telephone": telephone,
            "is_head": True,
            "confirmed_at": now,
            "confirmed_by": by,
        },
    )
    record(contact, "confirm_head", by=by, at=now)
    return contact
