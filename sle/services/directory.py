"""Consent to stand in the public directory: given and taken back by the leader, at once effective."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.people.models import Person
from alliance.refusal import allow
from alliance.workflow.events import record
from sle.models import Designation
from sle.rules.directory import may_join_directory, may_leave_directory


@transaction.atomic
def join_directory(*, designation: Designation, about: str, by: Person, now: datetime) -> None:
    """The leader agrees to stand in the public directory, with what they say of their work. Raises Refused."""
    allow(may_join_directory(by, designation))
    changed = [] if designation.about == about else ["about"]
    move = "change_listing" if designation.listed else "agree_to_be_listed"
    designation.listed, designation.about = True, about
    designation.save(update_fields=["listed", "about"])
    record(designation, move, by=by, at=now, fields=changed)


@transaction.atomic
def leave_directory(*, designation: Designation, by: Person, now: datetime) -> None:
    """The leader stands in the public directory no more, or not at all; what they had written stays theirs to see.

    Raises Refused.
    """
    allow(may_leave_directory(by, designation))
    if designation.listed is not False:
        move = "take_back_listing" if designation.listed else "decline_listing"
        designation.listed = False
        designation.save(update_fields=["listed"])
        record(designation, move, by=by, at=now)
