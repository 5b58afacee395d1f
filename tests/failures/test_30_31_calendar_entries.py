"""30. A cancellation notifies each person once.
31. Calendar entries keep their UID, raise SEQUENCE, say CANCELLED, and carry a real time zone across DST."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from alliance.diary import services
from alliance.post import delivery
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.schools.models import Partner
from tests.factories.diary import plan
from tests.mail_server import words_of

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def about(cast):
    return Partner.objects.get(alliance=cast.alliance, school=cast.school)


def delivered(mail_server):
    """Everything waiting is sent through the real server: the calendars that came out, oldest first."""
    delivery.deliver(list(Mail.objects.filter(state="waiting").order_by("pk").values_list("pk", flat=True)))
    found = []
    for mail in mail_server.mails:
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                found.append((mail, part, Calendar.from_ical(part.get_content())))
    mail_server.mails.clear()
    return found


def entry_of(calendar):
    [event] = calendar.walk("VEVENT")
    return event


def test_one_entry_goes_through_booking_change_move_and_cancellation(cast, about, mail_server):
    first = plan(about, cast.lead)
    second = plan(about, cast.lead, at=first.starts_at + timedelta(days=1))
    now = timezone.now()
    row = services.book(occasion=first, person=cast.teacher, by=cast.teacher, now=now)
    services.change(occasion=first, by=cast.lead, now=now, room="Hall")
    row = services.book(occasion=second, person=cast.teacher, by=cast.teacher, now=now, instead_of=row)
    services.withdraw(attendance=row, by=cast.teacher, now=now)
    services.book(occasion=second, person=cast.teacher, by=cast.teacher, now=now)
    services.call_off(occasion=second, reason="Snow.", by=cast.lead, now=now)
    parts = delivered(mail_server)
    entries = [entry_of(calendar) for _, _, calendar in parts]
    assert len({entry["UID"] for entry in entries}) == 1
    assert [entry["SEQUENCE"] for entry in entries] == sorted({entry["SEQUENCE"] for entry in entries})
    methods = ["REQUEST", "REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    assert [calendar["METHOD"] for _, _, calendar in parts] == methods
    assert [part.get_param("method") for _, part, _ in parts] == methods
    assert {part.get_filename() for _, part, _ in parts} == {"calendar.ics"}
    said = {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}
    assert [entry["STATUS"] for entry in entries] == [said[method] for method in methods]
    assert {mail["To"] for mail, _, _ in parts} == {"Tara Teacher <tara.teacher@example.sch.uk>"}
    assert "Welcome day" in words_of(parts[0][0])


def test_a_cancellation_tells_each_person_once(cast, about, mail_server):
    occasion = plan(about, cast.lead)
    now = timezone.now()
    for person in (cast.teacher, cast.head, cast.coordinator):
        row = services.book(occasion=occasion, person=person, by=person, now=now)
    services.withdraw(attendance=row, by=cast.coordinator, now=now)
    delivered(mail_server)
    services.call_off(occasion=occasion, reason="Snow.", by=cast.lead, now=now)
    with pytest.raises(Refused):
        services.call_off(occasion=occasion, reason="Snow.", by=cast.lead, now=now)
    assert sorted(mail["To"].addresses[0].addr_spec for mail, _, _ in delivered(mail_server)) == [
        cast.head.email,
        cast.teacher.email,
    ]


@time_machine.travel("2027-03-01T09:00:00Z", tick=False)
def test_the_hour_is_right_on_both_sides_of_a_change_of_the_clocks(cast, about, mail_server):
    """The zone is in the file: a calendar that knows no zones of its own works the right moment out from it."""
    for day in (datetime(2027, 3, 26, 9, tzinfo=LONDON), datetime(2027, 3, 29, 9, tzinfo=LONDON)):
        occasion = plan(about, cast.lead, at=day)
        services.book(occasion=occasion, person=cast.teacher, by=cast.teacher, now=timezone.now())
    offsets = []
    for _, _, calendar in delivered(mail_server):
        [zone] = calendar.walk("VTIMEZONE")
        start = entry_of(calendar)["DTSTART"]
        assert (zone["TZID"], start.params["TZID"]) == ("Europe/London", "Europe/London")
        local = start.dt.replace(tzinfo=None)
        assert local.hour == 9
        offsets.append(local.replace(tzinfo=zone.to_tz()).utcoffset())
    assert offsets == [timedelta(0), timedelta(hours=1)]


def test_what_people_typed_adds_nothing_to_an_entry(cast, about, mail_server):
    occasion = plan(
        about,
        cast.lead,
        title="Day\r\nATTENDEE:mailto:x@example.org",
        room="R;\r\nBEGIN:VALARM",
        details="One, two; three\nEND:VEVENT\r\nBEGIN:VEVENT",
    )
    cast.teacher.surname = 'Teacher";X=1\r\nATTENDEE:mailto:y@example.org'
    services.book(occasion=occasion, person=cast.teacher, by=cast.teacher, now=timezone.now())
    [(_, _, calendar)] = delivered(mail_server)
    event = entry_of(calendar)
    assert str(event["ATTENDEE"]) == "mailto:tara.teacher@example.sch.uk"
    assert event["SUMMARY"] == "Day ATTENDEE:mailto:x@example.org"
    assert event["DESCRIPTION"].replace("\r\n", "\n") == "One, two; three\nEND:VEVENT\nBEGIN:VEVENT"
    assert not calendar.walk("VALARM")
