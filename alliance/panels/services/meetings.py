"""Moderation meetings: opened, who is there, what is agreed, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from alliance.panels import queries
from alliance.panels.models import MEETING, Criterion, Discussion, Entry, Exercise, Level, Meeting, Minute, Seat
from alliance.panels.services.scoring import agree
from alliance.panels.states import ExerciseState, MeetingState
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused
from alliance.workflow.events import record


@transaction.atomic
def open_meeting(
    *, exercise: Exercise, held_on: date, present: Iterable[Seat], others: Iterable[str], by: Person, now: datetime
) -> Meeting:
    """Open a moderation meeting of the panel on a day. `present` are seats, `others` names of whoever else is there.

    Raises Refused while another is open, and when scoring is not over or the panel is closed.
    """
    locked = Exercise.objects.select_for_update().get(pk=exercise.pk)
    if locked.state != ExerciseState.SCORED:
        raise Refused(Refusal("A moderation meeting is held once scoring has ended, and before outcomes are released."))
    if queries.open_meeting(locked):
        raise Refused(Refusal("A moderation meeting is open already. Close it first."))
    meeting = Meeting.objects.create(
        alliance_id=locked.alliance_id, exercise=locked, held_on=held_on, others=list(others)
    )
    meeting.present.set(_seats(meeting, present))
    record(meeting, "opened", by=by, at=now)
    return meeting


def _seats(meeting: Meeting, present: Iterable[Seat]) -> list[Seat]:
    chosen = [seat for seat in present if seat.exercise_id == meeting.exercise_id]
    if not chosen:
        raise Refused(Refusal("Say who of the panel is there."))
    return chosen


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, held_on: date, present: Iterable[Seat], others: Iterable[str], by: Person, now: datetime
) -> None:
    """Change the day and who is there. Raises Refused once the meeting is closed."""
    locked = _lock(meeting)
    before = (locked.held_on, {seat.pk for seat in locked.present.all()}, locked.others)
    chosen = _seats(locked, present)
    after = (held_on, {seat.pk for seat in chosen}, list(others))
    names = ("held_on", "present", "others")
    fields = [name for name, old, new in zip(names, before, after, strict=True) if old != new]
    if fields:
        locked.held_on, locked.others = held_on, list(others)
        locked.save(update_fields=["held_on", "others"])
        locked.present.set(chosen)
        record(locked, "changed", by=by, at=now, fields=fields)


@transaction.atomic
def discuss(
    *,
    meeting: Meeting,
    entry: Entry,
    agreed: Sequence[tuple[Criterion, Level, str]],
    revision: int,
    out: Iterable[Seat],
    by: Person,
    now: datetime,
) -> None:
    """Write into the minutes that the meeting talked about `entry`, and what it `agreed`: (criterion, level, reason).

    Nothing agreed is a result too. `out` are those of whom `by` has confirmed that they are out of the room: everybody
    present who has a conflict. Raises Refused where one is missing, once the meeting is closed, and as `agree` does.
    """
    locked = _lock(meeting)
    must = {seat.pk: seat for seat in queries.sent_out(locked, entry)}
    if missing := must.keys() - {seat.pk for seat in out}:
        names = " and ".join(must[pk].person.name for pk in sorted(missing))
        raise Refused(Refusal(f"{names} must be out of the room before you talk about {entry.code}."))
    discussion, _ = Discussion.objects.update_or_create(
        meeting=locked, entry=entry, defaults={"alliance_id": locked.alliance_id, "by": by, "at": now}
    )
    discussion.out.add(*must.values())
    agree(entry=entry, agreed=agreed, revision=revision, by=by, now=now)
    for criterion, level, reason in agreed:
        Minute.objects.update_or_create(
            discussion=discussion,
            criterion=criterion,
            defaults={"alliance_id": locked.alliance_id, "level": level, "reason": reason.strip()},
        )
    record(discussion, "talked_about", by=by, at=now)


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: Person | None, now: datetime) -> None:
    """Close the meeting: its minutes stay as they are. Raises MoveRefused when it is closed already."""
    MEETING.apply(meeting, "close", by=by, at=now)


def _lock(meeting: Meeting) -> Meeting:
    locked = Meeting.objects.select_for_update(of=("self",)).select_related("exercise").get(pk=meeting.pk)
    if locked.state != MeetingState.OPEN:
        raise Refused(Refusal("This meeting is closed: its minutes stay as they are."))
    return locked
