"""Schools and alliances."""

import factory

from alliance.schools.models import Alliance, LeadSchool, Partner, School
from alliance.schools.names import search_form


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School
        skip_postgeneration_save = True

    urn = factory.Sequence(lambda n: 200000 + n)
    name = factory.Sequence(lambda n: f"School {n}")
    town = "Sutton Coldfield"
    postcode = "B73 5SD"
    phase = "Primary"
    search_name = factory.LazyAttribute(lambda s: search_form(s.name, s.town, s.postcode))


class AllianceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Alliance
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"alliance-{n}")
    name = factory.Sequence(lambda n: f"Teaching School Alliance {n}")
    signatory_name = "Dr Jane Carter"
    signatory_post = "Director"


class LeadSchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LeadSchool
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    name = factory.LazyAttribute(lambda p: p.school.name)
