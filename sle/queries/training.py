"""Core training: the days, who has done it, who is still to be invited, and what home schools owe."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from alliance.diary.models import Attendance, Occasion
from alliance.diary.queries import TAKEN
from alliance.diary.states import AttendanceState, OccasionState
from alliance.schools.models import Alliance
from sle.leader_kinds import designated_here
from sle.models import Designation, Planned, Training, TrainingDay
from sle.queries.register import register
from sle.states import DesignationState

ABOUT = "sle.trainingday"
# Whoever is asked or has a place need not be asked again.
ASKED = (AttendanceState.INVITED, AttendanceState.BOOKED)


def _occasions() -> QuerySet[Occasion]:
    def count(state: str) -> Count:
        return Count("attendances", filter=Q(attendances__state=state))

    return Occasion.objects.filter(about_type=ABOUT).annotate(
        taken=TAKEN,
        invited=count(AttendanceState.INVITED),
        booked=count(AttendanceState.BOOKED),
        attended=count(AttendanceState.ATTENDED),
    )


def planned_days() -> list[Planned]:
    """Every day of core training of the alliance in scope, the latest first; two queries."""
    days = TrainingDay.objects.select_related("alliance").in_bulk()
    found = _occasions().select_related("alliance").order_by("-starts_at", "-pk")
    return [Planned(days[one.about_id], one) for one in found if one.about_id in days]


def coming_days(now: datetime) -> list[Planned]:
    """The days that are still to come and not called off, the next first."""
    return [one for one in reversed(planned_days()) if one.starts_at > now and not one.is_called_off]


def planned(day: TrainingDay) -> Planned:
    """This day with its occasion."""
    return Planned(day, _occasions().select_related("alliance").get(about_id=day.pk))


def own_days(designation: Designation, now: datetime) -> list[tuple[Planned, Attendance | None]]:
    """The days to come for leaders of this kind, each with what the holder has there: an invitation, a place."""
    own = Attendance.objects.filter(person=designation.person_id, occasion__about_type=ABOUT)
    rows = {row.occasion_id: row for row in own}
    return [(one, rows.get(one.occasion.pk)) for one in coming_days(now) if designation.kind in one.day.kinds]


def trained_on() -> Subquery:
    """For designations: when their holder did core training for this kind, in this alliance."""
    done = Training.objects.filter(designation__person=OuterRef("person"), designation__kind=OuterRef("kind"))
    return Subquery(done.order_by("-done_on").values("done_on")[:1])


def untrained(alliance: Alliance) -> QuerySet[Designation]:
    """Current leaders, of the kinds that the alliance designates itself, who have not done core training."""
    codes = [kind.code for kind in designated_here(alliance)]
    current = register().filter(state=DesignationState.CURRENT, kind__in=codes)
    return current.annotate(trained_on=trained_on()).filter(trained_on=None)


def to_invite(alliance: Alliance, now: datetime) -> QuerySet[Designation]:
    """Of the `untrained`, those who are not asked to any day that is still to come."""
    asked = Attendance.objects.filter(
        occasion__about_type=ABOUT,
        occasion__starts_at__gt=now,
        occasion__state=OccasionState.PLANNED,
        state__in=ASKED,
        person=OuterRef("person"),
    )
    return untrained(alliance).filter(~Exists(asked))


def people_at(planned: Planned) -> list[tuple[Attendance, Designation]]:
    """Everybody who was asked or booked, by name, with the designation they come with; two queries."""
    rows = list(
        planned.occasion.attendances.select_related("person", "occasion").order_by(
            "person__surname", "person__first_name", "pk"
        )
    )
    held = register().annotate(trained_on=trained_on()).in_bulk([row.about_id for row in rows])
    return [(row, held[row.about_id]) for row in rows if row.about_id in held]


def waiting_for_certificates() -> QuerySet[Attendance]:
    """As `to_certify`, on all days of the alliance in scope."""
    done = Training.objects.filter(designation=OuterRef("about_id"))
    at_training = Attendance.objects.filter(occasion__about_type=ABOUT, state=AttendanceState.ATTENDED)
    return at_training.filter(~Exists(done)).select_related("occasion")


def fees() -> QuerySet[Training]:
    """What home schools owe for core training, the latest day first."""
    owed = Training.objects.filter(fee_pence__gt=0, day__isnull=False)
    return owed.select_related("designation__person", "school", "alliance", "day", "certificate").order_by(
        "-done_on", "school__name", "designation__person__surname", "pk"
    )


def answers_wanted(now: datetime, until: date) -> QuerySet[Attendance]:
    """Invitations to days to come that are not answered, whose last day for an answer is at most `until`."""
    return Attendance.objects.filter(
        occasion__about_type=ABOUT,
        occasion__state=OccasionState.PLANNED,
        occasion__starts_at__gt=now,
        occasion__book_by__gt=now,
        occasion__book_by__date__lte=until,
        state=AttendanceState.INVITED,
    ).select_related("occasion", "person", "alliance")
