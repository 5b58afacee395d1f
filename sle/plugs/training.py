"""Core training, as the core asks for it: what waits for leaders and staff, what schools owe, what must never be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F
from django.utils import timezone

from alliance.addresses import path_to
from alliance.diary.models import Attendance
from alliance.diary.states import AttendanceState
from alliance.members.queries import holds, is_staff
from alliance.members.states import SPEAK_FOR
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from alliance.times import day_in_short
from sle.models import Training
from sle.queries.training import ABOUT, coming_days, fees, planned_days, to_invite, waiting_for_certificates
from sle.rules.training import schools_answered_for

# What schools owe is news for so long.
NEWS = timedelta(days=60)


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """What their school owes, for heads and coordinators of schools that owe anything."""
    if holds(person, alliance, *SPEAK_FOR) and not is_staff(person, alliance, Responsibility.SLE):
        urns = schools_answered_for(person, alliance) or ()
        if fees().filter(school__urn__in=urns).exists():
            yield NavItem("Training fees", path_to("sle:fee_list", alliance))


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Invitations and places of a leader; days that staff have to do something about; new fees for a school."""
    yield from _own(person, alliance)
    if is_staff(person, alliance, Responsibility.SLE):
        yield from _staff(alliance)
    elif holds(person, alliance, *SPEAK_FOR):
        urns = schools_answered_for(person, alliance) or ()
        owed = fees().filter(school__urn__in=urns, done_on__gte=timezone.localdate() - NEWS, order_number="")
        for training in owed:
            yield InboxItem(
                title=f"{training.designation.person.name} did core training on {day_in_short(training.done_on)}",
                about="What your school owes",
                url=path_to("sle:fee_order", alliance, pk=training.pk),
                action="Give the order number",
                section="news",
            )


def _own(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    mine = Attendance.objects.filter(
        person=person,
        occasion__about_type=ABOUT,
        occasion__starts_at__gt=timezone.now(),
        state__in=(AttendanceState.INVITED, AttendanceState.BOOKED),
        about_id__isnull=False,
    ).select_related("occasion")
    for row in mine.order_by("occasion__starts_at", "pk"):
        invited = row.state == AttendanceState.INVITED
        yield InboxItem(
            title=f"{'Can you come? ' if invited else ''}{row.occasion.title}, {day_in_short(row.occasion.starts_at)}",
            about="Core training",
            url=path_to("sle:training_own", alliance, pk=row.about_id),
            action="Answer",
            due=(row.occasion.book_by or row.occasion.starts_at) if invited else row.occasion.starts_at,
            section="owed" if invited else "waiting",
        )


def _staff(alliance: Alliance) -> Iterator[InboxItem]:
    now = timezone.now()
    newly = to_invite(alliance, now).filter(application__isnull=False).count()
    if newly:
        following = next(iter(coming_days(now)), None)
        leaders = "1 new leader has" if newly == 1 else f"{newly} new leaders have"
        yield InboxItem(
            title=f"{leaders} not been invited to core training",
            about="Register",
            url=path_to("sle:training_day", alliance, pk=following.pk)
            if following
            else path_to("sle:training_plan", alliance),
            action="Invite" if following else "Plan a day",
        )
    certify = set(waiting_for_certificates().values_list("occasion__about_id", flat=True))
    for one in planned_days():
        page = path_to("sle:training_day", alliance, pk=one.pk)
        if one.occasion.ends_at <= now and one.occasion.booked:  # type: ignore[attr-defined]  # counted
            yield InboxItem(f"Write down who came to “{one.occasion.title}”", "Core training", page, "Write down")
        elif one.pk in certify:
            yield InboxItem(f"Send the certificates of “{one.occasion.title}”", "Core training", page, "Send")


def invariants(alliance: Alliance) -> Iterator[str]:
    """What must never be: each broken one is a sentence."""
    attended = Attendance.objects.filter(occasion__about_type=ABOUT, state=AttendanceState.ATTENDED)
    for training in Training.objects.filter(day__isnull=False).exclude(designation__in=attended.values("about_id")):
        yield f"Designation {training.designation_id} has a certificate of core training and did not attend."
    twice = Training.objects.values("designation__person", "designation__kind").annotate(n=Count("pk")).filter(n__gt=1)
    for row in twice:
        yield f"Person {row['designation__person']} has done core training {row['n']} times."
    for training in Training.objects.filter(day__isnull=False).exclude(fee_pence=F("day__fee_pence")):
        yield f"Core training {training.pk} has another fee than its day."
