"""Bringing in the contacts at schools that an alliance already has."""

from __future__ import annotations

from django.db import transaction

from alliance.imports import Effect, Line, LineRefused, Sheet, SheetColumn, email_in, school_in
from alliance.members.models import SchoolContact
from alliance.members.services.contacts import add_contact, change_contact
from alliance.people.models import Person
from alliance.schools.models import Alliance

CONTACTS = Sheet(
    "contacts",
    (
        SheetColumn("URN", needed=True, example="103356", meaning="Of the school, from the national register."),
        SheetColumn("Name", needed=True, example="Jordan Ward", meaning="First name and surname."),
        SheetColumn("E-mail", needed=True, example="head@penns.example", meaning="Their own address at the school."),
        SheetColumn("Telephone", example="0121 496 0000"),
        SheetColumn("Post", example="Headteacher", meaning="As they call it."),
        SheetColumn(
            "Head",
            example="yes",
            meaning="Yes for the headteacher or principal. The address counts as theirs once you have confirmed it "
            "with the school.",
        ),
    ),
)


@transaction.atomic
def bring_in_contact(*, alliance: Alliance, line: Line, by: Person) -> Effect:
    """Store one line of the contacts' sheet: an address known at the school is changed, else added.

    Nobody is confirmed by an import: that stays a step of its own. Raises LineRefused and Refused.
    """
    school, email = school_in(line), email_in(line)
    if len(line["Name"]) > 120 or len(line["Telephone"]) > 20 or len(line["Post"]) > 100:
        raise LineRefused("A name may have 120 characters, a telephone number 20, a post 100.")
    values = {
        "school": school,
        "name": line["Name"],
        "email": email,
        "telephone": line["Telephone"],
        "post": line["Post"],
        "is_head": line.yes("Head"),
    }
    known = SchoolContact.objects.filter(alliance=alliance, school=school, email=email, until__isnull=True).first()
    if known is None:
        add_contact(alliance=alliance, by=by, **values)  # type: ignore[arg-type]  # one dict of several types
        return Effect.ADDED
    if all(getattr(known, field) == value for field, value in values.items()):
        return Effect.UNCHANGED
    change_contact(contact=known, by=by, **values)  # type: ignore[arg-type]  # one dict of several types
    return Effect.CHANGED
