"""Writing people: one person per e-mail address, whoever meets them first."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from alliance.people.models import Person


@transaction.atomic
def person_for(*, email: str, first_name: str = "", surname: str = "") -> Person:
    """The person with this e-mail address (any of theirs), made without a password if there is none yet.

    Names are only filled in where the person has none: nobody renames somebody else.
    """
    email = email.strip().lower()
    person = Person.objects.filter(email=email).first()
    if person is None:
        known = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
        person = known.user if known else None
    if person is None:
        person = Person(email=email)
        person.set_unusable_password()
    if not person.surname:
        person.first_name, person.surname = person.first_name or first_name, surname
    person.search_name = person.findable()
    person.save()
    return person


@transaction.atomic
def change_name(*, person: Person, first_name: str, surname: str, telephone: str = "") -> None:
    """The person corrects their own name and telephone number."""
    person.first_name, person.surname, person.telephone = first_name, surname, telephone
    person.search_name = person.findable()
    person.save(update_fields=["first_name", "surname", "telephone", "search_name"])
