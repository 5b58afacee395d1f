"""Calendar entries (RFC 5545, sent as RFC 5546 says): what a calendar does with one is found by UID and SEQUENCE."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress

from alliance.diary.models import Attendance
from alliance.post.texts import one_line


def entry(attendance: Attendance, *, now: datetime, cancelled: bool = False) -> str:
    """One person's entry as a calendar of one event: METHOD REQUEST to put it in or change it, CANCEL to take it out.

    Times are UK times with the changes of the clocks around them, so that a calendar anywhere shows the right hour.
    """
    occasion, person, alliance = attendance.occasion, attendance.person, attendance.alliance
    zone = timezone.get_default_timezone()
    starts, ends = occasion.starts_at.astimezone(zone), occasion.ends_at.astimezone(zone)
    event = Event()
    event.add("uid", str(attendance.uid))
    event.add("sequence", attendance.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", one_line(attendance.title or occasion.title))
    if occasion.where:
        event.add("location", one_line(occasion.where))
    if description := "\n".join(filter(None, (occasion.link, occasion.details))):
        event.add("description", description)
    if occasion.link:
        event.add("url", occasion.link)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _address(alliance.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1], alliance.name))
    # Nobody answers from the calendar: places are booked and given up in the portal.
    guest = _address(person.email, person.name)
    guest.params["PARTSTAT"] = "DECLINED" if cancelled else "ACCEPTED"
    guest.params["RSVP"] = "FALSE"
    event.add("attendee", guest)
    calendar = Calendar()
    calendar.add("prodid", "-//Alliance Portal//Diary//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(
        Timezone.from_tzid(str(zone), first_date=date(starts.year - 1, 1, 1), last_date=date(ends.year + 2, 1, 1))
    )
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = one_line(name)
    return address
