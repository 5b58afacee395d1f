"""The alliance's promises in time: which clocks run for a request, until when, and how they stand. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone

from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from support.models import Request, ServiceTimes
from support.rules.counted_time import Counted
from support.states import RequestState, Waited

MATCH, CONTACT = "match", "contact"
# States in which nobody has been proposed yet, and in which somebody is to get in touch.
TO_MATCH = (RequestState.ASKED, RequestState.ASKED_BACK, RequestState.DIAGNOSING, RequestState.MATCHING)
TO_CONTACT = (RequestState.MATCHING, RequestState.AGREEING)


class Light(StrEnum):
    """How a clock stands, as the colour of its tag."""

    GREEN = "green"
    AMBER = "yellow"
    RED = "red"
    STILL = "grey"


WORDS = {
    Light.GREEN: "In time",
    Light.AMBER: "Due soon",
    Light.RED: "Late",
    Light.STILL: "Waits for the school",
}


@dataclass(frozen=True)
class Clock:
    """One promise that is not kept yet: what is due, by when (None: the clock stands still), and how it stands now."""

    key: str
    title: str
    due: datetime | None
    light: Light

    @property
    def word(self) -> str:
        """The light in a word, because colour alone says nothing."""
        return WORDS[self.light]


@dataclass(frozen=True)
class Promises:
    """What the alliance promises in time, and on which days it works."""

    times: ServiceTimes
    calendar: Calendar


def service_times(alliance: Alliance) -> ServiceTimes:
    """The alliance's own times; the defaults where it has said nothing."""
    return ServiceTimes.objects.filter(alliance=alliance).first() or ServiceTimes(alliance=alliance)


def promises_of(alliance: Alliance) -> Promises:
    """The alliance's promises with its calendar, read once for a whole list."""
    return Promises(service_times(alliance), Calendar(alliance))


def counted_for(request: Request, promises: Promises) -> Counted:
    """The time that counts from asking to a match: not while the school is waited for (reads `waits`), and on working
    days alone where the alliance has said so."""
    working = promises.calendar.is_working if promises.times.match_on_working_days else None
    return Counted(working, [(wait.since, wait.until) for wait in request.waits.all()])


def sought_since(request: Request) -> datetime | None:
    """From when leaders are sought: since it was asked for, or since the school wanted none of those proposed."""
    refused = [wait.until for wait in request.waits.all() if wait.what == Waited.CHOICE and wait.until]
    return max(refused, default=request.asked_at)


def match_due(request: Request, promises: Promises) -> datetime | None:
    """By when leaders are to be proposed: so many hours that count; None while the clock stands still."""
    since = sought_since(request)
    if since is None:
        return None
    return counted_for(request, promises).after(since, timedelta(hours=promises.times.match_hours))


def contact_due(request: Request, promises: Promises) -> datetime | None:
    """By when the leader is to have spoken with the school: so many days from the match, at the same time of day."""
    if request.matched_at is None:
        return None
    return timezone.localtime(request.matched_at) + timedelta(days=promises.times.contact_days)


def clocks_of(request: Request, promises: Promises, now: datetime) -> list[Clock]:
    """The clocks that run for a request at `now`, the most pressing first."""
    found = []
    if request.asked_at and request.matched_at is None and request.state in TO_MATCH:
        due, counted = match_due(request, promises), counted_for(request, promises)
        left = counted.between(now, due) if due else None
        whole = timedelta(hours=promises.times.match_hours)
        found.append(Clock(MATCH, "A leader is proposed", due, _light(due, left, whole, now)))
    due = contact_due(request, promises)
    if request.matched_at and due and request.contacted_at is None and request.state in TO_CONTACT:
        at = due.astimezone(UTC)
        light = _light(due, at - now, at - request.matched_at, now)
        found.append(Clock(CONTACT, "The leader gets in touch", due, light))
    return sorted(found, key=lambda clock: (clock.due is None, clock.due))


def _light(due: datetime | None, left: timedelta | None, whole: timedelta, now: datetime) -> Light:
    """Red once it is late, amber in the last quarter of what counts, else green; grey while it stands still."""
    if due is None or left is None:
        return Light.STILL
    if now > due:
        return Light.RED
    return Light.AMBER if left <= whole / 4 else Light.GREEN


def record_due(visited_on: date, promises: Promises) -> datetime:
    """By when the record of a visit is due: the end of the so many-th working day after it."""
    last = promises.calendar.add(visited_on, promises.times.record_working_days)
    return timezone.make_aware(datetime.combine(last, time(23, 59, 59)))
