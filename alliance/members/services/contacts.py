"""Contacts at schools: who they are, and whether staff have asked the school."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.members import rules
from alliance.members.models import SchoolContact
from alliance.members.queries import known_head
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance, School
from alliance.workflow.events import record
from alliance.workflow.notes import write_note


@transaction.atomic
def add_contact(
    *,
    alliance: Alliance,
    school: School,
    name: str,
    email: str,
    by: Person | None,
    telephone: str = "",
    post: str = "",
    is_head: bool = False,
) -> SchoolContact:
    """Write down somebody at a school; an address already known there is returned as it is.

    The address counts as the headteacher's only after `confirm_contact`.
    """
    email = email.strip().lower()
    contact, new = SchoolContact.objects.get_or_create(
        alliance=alliance,
        school=school,
        email=email,
        until=None,
        defaults={"name": name, "telephone": telephone, "post": post, "is_head": is_head},
    )
    if new:
        record(contact, "add_contact", by=by)
    return contact


@transaction.atomic
def change_contact(
    *,
    contact: SchoolContact,
    school: School,
    name: str,
    email: str,
    telephone: str,
    post: str,
    is_head: bool,
    by: Person,
) -> None:
    """Correct a contact. A new address or school, or becoming the head, takes the confirmation away.

    Raises Refused where the same address is known at that school already.
    """
    allow(rules.may_change_contact(by, contact.alliance))
    changes = {
        "school": school,
        "name": name,
        "email": email.strip().lower(),
        "telephone": telephone,
        "post": post,
        "is_head": is_head,
    }
    changed = [field for field, value in changes.items() if getattr(contact, field) != value]
    same = SchoolContact.objects.filter(
        alliance=contact.alliance, school=school, email=changes["email"], until__isnull=True
    ).exclude(pk=contact.pk)
    if same.exists():
        raise Refused(Refusal("This address is known at that school already."))
    for field, value in changes.items():
        setattr(contact, field, value)
    if {"email", "school"} & set(changed) or ("is_head" in changed and is_head):
        contact.confirmed_at = contact.confirmed_by = None
    contact.save()
    record(contact, "change_contact", by=by, fields=changed)


@transaction.atomic
def confirm_contact(*, contact: SchoolContact, by: Person, how: str, now: datetime) -> None:
    """Staff have asked the school whether this address is right; `how` they did is kept as a note.

    Raises Refused: nobody confirms their own address, or one already confirmed.
    """
    SchoolContact.objects.select_for_update().get(pk=contact.pk)
    contact.refresh_from_db()
    allow(rules.may_confirm_contact(by, contact))
    contact.confirmed_at, contact.confirmed_by = now, by
    contact.save(update_fields=["confirmed_at", "confirmed_by"])
    record(contact, "confirm_contact", by=by, at=now)
    write_note(contact, "confirm_contact", how, by=by)


@transaction.atomic
def end_contact(*, contact: SchoolContact, by: Person) -> None:
    """The person is no contact at this school any more, from today on. Ending twice does nothing."""
    allow(rules.may_change_contact(by, contact.alliance))
    if SchoolContact.objects.filter(pk=contact.pk, until__isnull=True).update(until=timezone.localdate()):
        record(contact, "end_contact", by=by)


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
