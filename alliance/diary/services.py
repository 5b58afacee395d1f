"""Writing the diary: plan, change and call off what takes place; invite, book, give up a place; write down who came.

The caller's own rule says who may do it; what the occasion itself forbids is refused here. Whoever is `by` for their
own place keeps to the time until which people choose themselves; staff may do it until the occasion begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from alliance.dates import time_in_words
from alliance.diary import rules
from alliance.diary.ical import entry
from alliance.diary.models import ATTENDANCE, OCCASION, Attendance, Occasion
from alliance.diary.states import AttendanceState, Part
from alliance.people.models import Person
from alliance.post.services import Posting, send_many
from alliance.post.texts import Address
from alliance.refusal import Refusal, Refused, allow
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note

# What people have in their calendar: a change of any of these is told.
TOLD = ("title", "starts_at", "ends_at", "place", "room", "link", "details")
CHANGEABLE = (*TOLD, "capacity", "book_by")


@transaction.atomic
def plan(
    *,
    about: models.Model,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Person,
    now: datetime,
    place: str = "",
    room: str = "",
    link: str = "",
    details: str = "",
    capacity: int | None = None,
    book_by: datetime | None = None,
) -> Occasion:
    """Plan something about a record that has an `alliance`. `capacity` counts those who come, not those who lead.

    Raises Refused for times in the past or the wrong way round, and a link that is none.
    """
    _check(starts_at, ends_at, link, now)
    occasion = Occasion.objects.create(
        alliance_id=about.alliance_id,  # type: ignore[attr-defined]  # every record with occasions is an alliance's
        about_type=about._meta.label_lower,
        about_id=about.pk,
        title=title.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        room=room.strip(),
        link=link.strip(),
        details=details.strip(),
        capacity=capacity,
        book_by=book_by,
    )
    record(occasion, "plan", by=by, at=now)
    return occasion


@transaction.atomic
def change(*, occasion: Occasion, by: Person, now: datetime, **fields: Any) -> None:
    """Change any of `CHANGEABLE`. Everybody booked is told once, what it was and is, if they would notice.

    Raises Refused for what is over or called off, and where more people have a place than there would be.
    """
    assert not set(fields) - set(CHANGEABLE), fields  # noqa: S101  # a caller's mistake
    stored = _locked(occasion)
    allow(rules.may_change(stored, now))
    changed = {name: value for name, value in fields.items() if getattr(stored, name) != value}
    if not changed:
        return
    was = _what(stored)
    for name, value in changed.items():
        setattr(stored, name, value)
    if {"starts_at", "ends_at", "link"} & set(changed):
        _check(stored.starts_at, stored.ends_at, stored.link, now)
    allow(rules.capacity_refusal(stored))
    Occasion.objects.filter(pk=stored.pk).update(**changed)
    record(stored, "change", by=by, at=now, fields=sorted(changed))
    for name, value in changed.items():
        setattr(occasion, name, value)
    if set(changed) & set(TOLD):
        booked = stored.attendances.filter(state=AttendanceState.BOOKED)
        booked.update(sequence=F("sequence") + 1)
        _tell("diary.changed", booked, now=now, values={"was": was})


@transaction.atomic
def call_off(*, occasion: Occasion, reason: str, by: Person | None, now: datetime) -> None:
    """It does not take place. Everybody who was to come or is invited is told once, with the reason.

    Raises MoveRefused where it is called off already, and Refused where it is over.
    """
    stored = _locked(occasion)
    allow(rules.may_change(stored, now))
    OCCASION.apply(occasion, "call_off", by=by, at=now)
    if reason.strip():
        write_note(occasion, "call_off", reason.strip(), by=by)
    coming = list(stored.attendances.filter(state__in=ATTENDANCE.moves["call_off"].sources))
    # Whoever would have led it and was never needed has nothing in their calendar.
    tell = [one for one in coming if one.state == AttendanceState.BOOKED or one.part == Part.COMES]
    entries = {one.pk for one in coming if one.state == AttendanceState.BOOKED}
    if coming:
        ATTENDANCE.apply_many(coming, "call_off", by=by, at=now)
        stored.attendances.filter(pk__in=entries).update(sequence=F("sequence") + 1)
    _tell(
        "diary.called_off",
        stored.attendances.filter(pk__in=[one.pk for one in tell]),
        now=now,
        values={"reason": reason.strip()},
        cancelled=True,
        entries=entries,
    )


@transaction.atomic
def invite(
    *,
    occasion: Occasion,
    person: Person,
    by: Person | None,
    now: datetime,
    part: str = Part.COMES,
    about: models.Model | None = None,
) -> Attendance:
    """Put somebody down as asked. No mail: what they are asked, and where they answer, the responsibility writes.

    Nothing changes for somebody who is invited already. Raises Refused, and MoveRefused for somebody who is booked.
    """
    stored = _locked(occasion)
    allow(rules.may_come(stored, now))
    row = _row(stored, person, part, about, AttendanceState.INVITED)
    if row._state.adding:
        row.save()
        record(row, "invite", by=by, at=now)
    elif row.state != AttendanceState.INVITED:
        ATTENDANCE.apply(row, "invite_again", by=by, at=now, **_matter(part, about))
    return row


@transaction.atomic
def book(
    *,
    occasion: Occasion,
    person: Person,
    by: Person,
    now: datetime,
    part: str = Part.COMES,
    about: models.Model | None = None,
    title: str = "",
    instead_of: Attendance | None = None,
) -> Attendance:
    """Give somebody a place, invited or not, and tell them with an entry for their calendar.

    `instead_of` is the place that they had: their entry moves, and one mail tells of both. `title` is what stands in
    their calendar, if not the occasion's. The occasion's row is locked while its places are counted. Raises Refused
    where it is full, called off or too late, MoveRefused for somebody who is booked already.
    """
    stored = _locked(occasion, *([instead_of.occasion] if instead_of else []))
    allow(rules.may_choose(stored, now) if by == person else rules.may_come(stored, now))
    row = _row(stored, person, part, about, AttendanceState.BOOKED)
    if not row._state.adding and "book" not in ATTENDANCE.available(row):
        raise ATTENDANCE.refused(row)
    allow(rules.room_for(stored, part))
    entry_moves: dict[str, Any] = {"sequence": row.sequence + 1}
    was = ""
    if instead_of is not None:
        if by == person:
            allow(rules.may_choose(instead_of.occasion, now))
        instead_of.refresh_from_db(fields=["uid", "sequence"])
        was = _what(instead_of.occasion)
        entry_moves = {"uid": instead_of.uid, "sequence": instead_of.sequence + 1}
        # The entry goes to the new place; should the old one be booked again, that is another entry.
        ATTENDANCE.apply(instead_of, "move_away", by=by, at=now, uid=uuid4(), sequence=0)
    if row._state.adding:
        row.title = title
        if instead_of is not None:
            row.uid, row.sequence = entry_moves["uid"], entry_moves["sequence"]
        row.save()
        record(row, "book", by=by, at=now)
    else:
        ATTENDANCE.apply(row, "book", by=by, at=now, title=title, **entry_moves, **_matter(part, about))
    kind, values = ("diary.changed", {"was": was}) if was else ("diary.booked", {})
    _tell(kind, stored.attendances.filter(pk=row.pk), now=now, values=values)
    return row


@transaction.atomic
def decline(*, attendance: Attendance, by: Person, now: datetime) -> None:
    """Somebody invited does not come. No mail. Raises MoveRefused."""
    ATTENDANCE.apply(attendance, "decline", by=by, at=now)


@transaction.atomic
def withdraw(*, attendance: Attendance, by: Person | None, now: datetime, reason: str = "") -> None:
    """A place is free again; whoever had it is told, and their entry cancelled. An invitation is taken back unsaid.

    Raises Refused where it has begun or, for one's own place, the time to change is over; MoveRefused.
    """
    occasion = _locked(attendance.occasion)
    allow(rules.may_choose(occasion, now) if by == attendance.person else rules.may_come(occasion, now))
    attendance.refresh_from_db(fields=["sequence"])
    told = attendance.state == AttendanceState.BOOKED
    ATTENDANCE.apply(attendance, "withdraw", by=by, at=now, sequence=attendance.sequence + int(told))
    if told:
        row = occasion.attendances.filter(pk=attendance.pk)
        _tell("diary.withdrawn", row, now=now, values={"reason": reason.strip()}, cancelled=True)


@transaction.atomic
def write_down(*, attendance: Attendance, came: bool, by: Person | None, now: datetime) -> None:
    """Write down whether somebody came; it can be corrected. Raises Refused before it has begun, MoveRefused."""
    allow(rules.may_write_down(attendance, now))
    ATTENDANCE.apply(attendance, "attend" if came else "miss", by=by, at=now)


def _locked(*occasions: Occasion) -> Occasion:
    """The first of these as stored, all locked in one order, so that nobody else counts its places meanwhile."""
    rows = Occasion.objects.select_for_update().filter(pk__in={one.pk for one in occasions}).order_by("pk")
    return {row.pk: row for row in rows}[occasions[0].pk]


def _check(starts_at: datetime, ends_at: datetime, link: str, now: datetime) -> None:
    if problem := rules.time_problem(starts_at, ends_at, now) or rules.link_problem(link):
        raise Refused(Refusal(problem))


def _row(occasion: Occasion, person: Person, part: str, about: models.Model | None, state: str) -> Attendance:
    """The person's row at an occasion, or a new one that is not saved yet."""
    found = occasion.attendances.filter(person=person).select_related("occasion", "person").first()
    return found or Attendance(
        alliance_id=occasion.alliance_id, occasion=occasion, person=person, state=state, **_matter(part, about)
    )


def _matter(part: str, about: models.Model | None) -> dict[str, Any]:
    return {
        "part": part,
        "about_type": about._meta.label_lower if about else "",
        "about_id": about.pk if about else None,
    }


def when(occasion: Occasion) -> str:
    """From when to when, in words, UK time; the day twice only where it ends on another."""
    begin, end = timezone.localtime(occasion.starts_at), timezone.localtime(occasion.ends_at)
    until = time_in_words(end.time()) if end.date() == begin.date() else in_words(end)
    return f"{in_words(begin)} to {until}"


def _what(occasion: Occasion) -> str:
    """When and where, as a mail says it, without the address of a meeting online."""
    lines = [f"When: {when(occasion)}"]
    if occasion.where:
        lines.append(f"Where: {occasion.where}")
    if occasion.link:
        lines.append("Online")
    return "\n".join(lines)


def _tell(
    kind: str,
    attendances: models.QuerySet[Attendance],
    *,
    now: datetime,
    values: Mapping[str, str] | None = None,
    cancelled: bool = False,
    entries: Iterable[int] | None = None,
) -> None:
    """One mail to each, with their calendar entry (only for `entries`, where given)."""
    rows = list(attendances.select_related("occasion", "person", "alliance"))
    if not rows:
        return
    with_entry = {row.pk for row in rows} if entries is None else set(entries)
    postings = []
    for row in rows:
        occasion = row.occasion
        said = {
            "name": row.person.name,
            "title": row.title or occasion.title,
            "when": when(occasion),
            "what": "\n\n".join(filter(None, (_what(occasion), occasion.details))),
            # Staff's own link, checked when it was typed: the one address that may stand in this mail as one.
            "online": Address(f"\n\nJoin online: {occasion.link}" if occasion.link else ""),
            "alliance": row.alliance.name,
            **(values or {}),
        }
        postings.append(
            Posting(
                row.person,
                row.root,
                said,
                dedupe=f"{kind}:{row.uid}:{row.sequence}",
                calendar=entry(row, now=now, cancelled=cancelled) if row.pk in with_entry else "",
            )
        )
    send_many(kind, alliance=rows[0].alliance, postings=postings)
