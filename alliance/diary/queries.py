"""Reading the diary: what takes place about a record, and who comes."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Model, Q, QuerySet

from alliance.diary.models import Attendance, Occasion
from alliance.diary.states import HOLDS_A_PLACE, OccasionState, Part
from alliance.people.models import Person
from alliance.schools.models import Alliance

TAKEN = Count("attendances", filter=Q(attendances__part=Part.COMES, attendances__state__in=HOLDS_A_PLACE))


def occasions_about(record: Model) -> QuerySet[Occasion]:
    """What takes place about `record`, earliest first, each with `taken`: how many places are."""
    own = Occasion.objects.filter(about_type=record._meta.label_lower, about_id=record.pk)
    return own.annotate(taken=TAKEN).order_by("starts_at", "room", "pk")


def with_places(occasions: QuerySet[Occasion]) -> QuerySet[Occasion]:
    """Of `occasions_about`, those that are planned and have a place left."""
    return occasions.filter(Q(capacity=None) | Q(taken__lt=F("capacity")), state=OccasionState.PLANNED)


def attendances_about(*records: Model) -> QuerySet[Attendance]:
    """Who comes with these records of one model (applications, designations), earliest first."""
    own = Attendance.objects.filter(about_id__in=[record.pk for record in records])
    kind = records[0]._meta.label_lower if records else ""
    return own.filter(about_type=kind).select_related("occasion", "person").order_by("occasion__starts_at", "pk")


def attendances_of(person: Person, alliance: Alliance) -> QuerySet[Attendance]:
    """Where this person comes or leads in an alliance, earliest first."""
    own = Attendance.objects.filter(person=person, alliance=alliance)
    return own.select_related("occasion").order_by("occasion__starts_at", "pk")


def overbooked(alliance: Alliance) -> Iterator[str]:
    """A sentence per occasion with more people than places: there must be none."""
    many = Occasion.objects.filter(alliance=alliance).annotate(taken=TAKEN).filter(taken__gt=F("capacity"))
    for occasion in many.order_by("pk"):
        yield f"occasion {occasion.pk} has {occasion.taken} people and {occasion.capacity} places."
