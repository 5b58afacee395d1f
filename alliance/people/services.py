"""Writing people: one person per e-mail address, whoever meets them first."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from alliance.people.models import Person


@transaction.atomic
def person_for(*, email: str, first_name: str = "", surname: str = "") -> Person:
    """The person with this e-mail address (any of theirs), made without a password if there is none yet.

    Names are only filled in where the person has none, or where nobody has ever signed in to the account: nobody
    renames somebody else, and a stranger who registered the address does not name its holder.
    """
    email = email.strip().lower()
    person = Person.objects.filter(email=email).first()
    if person is None:
        known = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
        person = known.user if known else None
    new = person is None
    if person is None:
        person = Person(email=email)
        person.set_unusable_password()
    if surname and (not person.surname or (person.last_login is None and person.has_usable_password())):
        person.first_name, person.surname = first_name or person.first_name, surname
    person.search_name = person.findable()
    person.save()
    if new:
        # Not proven yet: the first sign-in by a code that is mailed there proves it.
        EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
    return person


@transaction.atomic
def change_name(*, person: Person, first_name: str, surname: str, telephone: str = "") -> None:
    """The person corrects their own name and telephone number."""
    person.first_name, person.surname, person.telephone = first_name, surname, telephone
    person.search_name = person.findable()
    person.save(update_fields=["first_name", "surname", "telephone", "search_name"])


@transaction.atomic
def keep_findable(*, person: Person) -> None:
    """After the address to which mails go was changed: the person is found by the new one."""
    person.refresh_from_db()
    person.search_name = person.findable()
    person.save(update_fields=["search_name"])


@transaction.atomic
def forget_password(*, person: Person) -> None:
    """The account has no password any more; its holder signs in by code until they set one."""
    person.set_unusable_password()
    person.save(update_fields=["password"])


@transaction.atomic
def make_operator(*, email: str) -> Person:
    """The person with this address runs the installation from now on; made if there is none yet."""
    person = person_for(email=email)
    person.is_operator = True
    person.save(update_fields=["is_operator"])
    return person
