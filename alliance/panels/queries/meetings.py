"""Moderation meetings and their minutes."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from django.db.models import Prefetch

from alliance.panels.models import Conflict, Discussion, Entry, Exercise, Meeting, Minute, Seat
from alliance.panels.rules import View
from alliance.panels.states import MeetingState


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting in the list, with how many entries it talked about that the reader may know of."""

    meeting: Meeting
    present: int
    discussed: int


def meetings_of(view: View) -> list[HeldMeeting]:
    """The panel's meetings, the latest first. Three queries."""
    found = Meeting.objects.filter(exercise=view.exercise).prefetch_related("present", "discussions")
    return [
        HeldMeeting(
            one,
            len(one.present.all()) + len(one.others),
            sum(discussion.entry_id not in view.hidden for discussion in one.discussions.all()),
        )
        for one in found
    ]


def open_meeting(exercise: Exercise) -> Meeting | None:
    """The meeting that is going on, with who is there. Two queries."""
    return (
        Meeting.objects.filter(exercise=exercise, state=MeetingState.OPEN)
        .prefetch_related("present__person")
        .select_related("exercise")
        .first()
    )


def sent_out(meeting: Meeting, entry: Entry) -> list[Seat]:
    """Those present who must be out of the room while the entry is talked about. One query, and who is present."""
    closed = set(Conflict.objects.filter(entry=entry).values_list("seat_id", flat=True))
    return [seat for seat in meeting.present.select_related("person") if seat.pk in closed]


def discussions_of(meeting: Meeting, hidden: Container[int]) -> list[Discussion]:
    """What the meeting talked about, in that order, with its minutes and who was out; nothing of `hidden` entries. Four
    queries."""
    found = Discussion.objects.filter(meeting=meeting).select_related("entry", "by")
    minutes = Minute.objects.select_related("criterion", "level").order_by("criterion__position")
    with_all = found.prefetch_related(Prefetch("minutes", minutes), "out__person")
    return [one for one in with_all if one.entry_id not in hidden]
