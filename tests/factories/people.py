"""People and their roles."""

from datetime import date

import factory

from alliance.members.models import Membership, SchoolContact
from alliance.members.states import Role
from alliance.people.models import Person


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda n: f"First{n}")
    surname = factory.Sequence(lambda n: f"Surname{n}")
    email = factory.Sequence(lambda n: f"person{n}@example.sch.uk")
    search_name = factory.LazyAttribute(
        lambda p: Person(first_name=p.first_name, surname=p.surname, email=p.email).findable()
    )


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    role = Role.SCHOOL_STAFF
    since = date(2020, 9, 1)


class SchoolContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SchoolContact
        skip_postgeneration_save = True
