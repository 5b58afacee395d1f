"""The alliance's promises in time: which clocks run for a request, until when, and how they stand. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone

from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from support.models import Request, ServiceTimes
from support.states import RequestState

MATCH, CONTACT = "match", "contact"
# States in which nobody has been proposed yet, and in which somebody is to get in touch.
TO_MATCH = (RequestState.ASKED, RequestState.ASKED_BACK, RequestState.DIAGNOSING, RequestState.MATCHING)
TO_CONTACT = (RequestState.MATCHING, RequestState.AGREEING)


class Light(StrEnum):
    """How a clock stands, as the colour of its tag."""

    GREEN = "green"
    AMBER = "yellow"
    RED = "red"


WORDS = {Light.GREEN: "In time", Light.AMBER: "Due soon", Light.RED: "Late"}


@dataclass(frozen=True)
class Clock:
    """One promise that is not kept yet: what is due, by when, and how it stands now."""

    key: str
    title: str
    due: datetime
    light: Light

    @property
    def word(self) -> str:
        """The light in a word, because colour alone says nothing."""
        return WORDS[self.light]


def service_times(alliance: Alliance) -> ServiceTimes:
    """The alliance's promises; the defaults where it has said nothing."""
    return ServiceTimes.objects.filter(alliance=alliance).first() or ServiceTimes(alliance=alliance)


def match_due(request: Request, times: ServiceTimes) -> datetime | None:
    """By when leaders are to be proposed: so many hours from asking, nights and weekends too."""
    return request.asked_at and request.asked_at + timedelta(hours=times.match_hours)


def contact_due(request: Request, times: ServiceTimes) -> datetime | None:
    """By when the leader is to have spoken with the school: so many days from the match."""
    return request.matched_at and request.matched_at + timedelta(days=times.contact_days)


def clocks_of(request: Request, times: ServiceTimes, now: datetime) -> list[Clock]:
    """The clocks that run for a request at `now`, the most pressing first."""
    found = []
    due = match_due(request, times)
    if request.asked_at and due and request.matched_at is None and request.state in TO_MATCH:
        found.append(Clock(MATCH, "A leader is proposed", due, light(request.asked_at, due, now)))
    due = contact_due(request, times)
    if request.matched_at and due and request.contacted_at is None and request.state in TO_CONTACT:
        found.append(Clock(CONTACT, "The leader gets in touch", due, light(request.matched_at, due, now)))
    return sorted(found, key=lambda clock: clock.due)


def light(since: datetime, due: datetime, now: datetime) -> Light:
    """Red once it is late, amber in the last quarter of the time, else green."""
    if now > due:
        return Light.RED
    return Light.AMBER if due - now <= (due - since) / 4 else Light.GREEN


def record_due(visited_on: date, times: ServiceTimes, calendar: Calendar) -> datetime:
    """By when the record of a visit is due: the end of the so many-th working day after it."""
    last = calendar.add(visited_on, times.record_working_days)
    return timezone.make_aware(datetime.combine(last, time(23, 59, 59)))
