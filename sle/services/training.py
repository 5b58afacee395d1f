"""Core training: planned, invited to, booked, given up. Times, places and calendar entries are the diary's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.addresses import full, path_to
from alliance.diary import services as diary
from alliance.diary.models import Attendance, Occasion
from alliance.diary.states import AttendanceState
from alliance.people.models import Person
from alliance.post.services import Posting, send_many
from alliance.post.texts import Address
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from alliance.times import in_words
from alliance.workflow.events import record
from sle.leader_kinds import words_of_kind
from sle.models import Designation, Planned, TrainingDay
from sle.queries.training import ABOUT, ASKED, answers_wanted, planned, to_invite
from sle.rules.training import (
    may_answer_training,
    may_book_training,
    may_change_fee,
    may_plan_training,
)

# Whoever is invited and has not answered is reminded this many working days before the last day for an answer.
REMIND_BEFORE = 5


@transaction.atomic
def plan_training(
    *, alliance: Alliance, kinds: Sequence[str], fee_pence: int, by: Person, now: datetime, **when: Any
) -> Planned:
    """Plan a day for leaders of these kinds (codes); `when` is what the diary's `plan` takes. Raises Refused."""
    allow(may_plan_training(by, alliance))
    day = TrainingDay.objects.create(alliance=alliance, kinds=list(kinds), fee_pence=fee_pence)
    record(day, "plan", by=by, at=now)
    diary.plan(about=day, by=by, now=now, **when)
    return planned(day)


@transaction.atomic
def change_training(
    *, planned: Planned, kinds: Sequence[str], fee_pence: int, by: Person, now: datetime, **when: Any
) -> None:
    """Change the day; whoever has a place is told what was and is, if they would notice. Raises Refused."""
    day = planned.day
    allow(may_plan_training(by, day.alliance))
    allow(may_change_fee(planned, fee_pence))
    diary.change(occasion=planned.occasion, by=by, now=now, **when)
    values: dict[str, Any] = {"kinds": list(kinds), "fee_pence": fee_pence}
    changed = [name for name, value in values.items() if getattr(day, name) != value]
    if changed:
        day.kinds, day.fee_pence = list(kinds), fee_pence
        day.save(update_fields=changed)
        record(day, "change", by=by, at=now, fields=changed)


@transaction.atomic
def call_off_training(*, planned: Planned, reason: str, by: Person, now: datetime) -> None:
    """The day does not take place; everybody asked or booked is told why. Raises Refused and MoveRefused."""
    allow(may_plan_training(by, planned.day.alliance))
    diary.call_off(occasion=planned.occasion, reason=reason, by=by, now=now)


@transaction.atomic
def invite_to_training(*, planned: Planned, designations: Sequence[Designation], by: Person, now: datetime) -> int:
    """Invite these leaders, each by one mail; how many.

    Whoever has been asked meanwhile is left out. Raises Refused.
    """
    alliance = planned.day.alliance
    allow(may_plan_training(by, alliance))
    # Two who invite at once take turns at the day.
    Occasion.objects.select_for_update().get(pk=planned.occasion.pk)
    wanted = to_invite(alliance, now).filter(pk__in=[one.pk for one in designations], kind__in=planned.day.kinds)
    invited = [
        (diary.invite(occasion=planned.occasion, person=one.person, by=by, now=now, about=one), one) for one in wanted
    ]
    _write("training_invite", [(row, one) for row, one in invited], planned.occasion, stamp=f"{now:%Y%m%d%H%M%S}")
    return len(invited)


@transaction.atomic
def book_training(*, planned: Planned, designation: Designation, by: Person, now: datetime) -> None:
    """The leader takes a place, or staff whom they have told give them one. Raises Refused and MoveRefused."""
    allow(may_book_training(by, designation, planned))
    held = place_of(designation, planned)
    if held is not None and held.state == AttendanceState.BOOKED:
        raise Refused(Refusal("There is a place on this day already."))
    diary.book(occasion=planned.occasion, person=designation.person, by=by, now=now, about=designation)


@transaction.atomic
def decline_training(*, planned: Planned, designation: Designation, by: Person, now: datetime) -> None:
    """The leader cannot come: the invitation is declined, or the place free again. Raises Refused and MoveRefused."""
    held = place_of(designation, planned)
    allow(may_answer_training(by, designation, held))
    assert held is not None  # noqa: S101  # the rule has refused; for the type checker
    if held.state == AttendanceState.BOOKED:
        diary.withdraw(attendance=held, by=by, now=now)
    else:
        diary.decline(attendance=held, by=by, now=now)


def leave_training(designation: Designation, *, now: datetime) -> None:
    """The designation has ended: its holder is asked to no day to come any more, and their place is free again."""
    held = Attendance.objects.filter(
        about_type=designation._meta.label_lower,
        about_id=designation.pk,
        occasion__about_type=ABOUT,
        occasion__starts_at__gt=now,
        state__in=ASKED,
    )
    for row in held.select_related("occasion", "person"):
        # By nobody: whoever resigns after the last day for changes leaves their place too.
        diary.withdraw(attendance=row, by=None, now=now)


def place_of(designation: Designation, planned: Planned) -> Attendance | None:
    """What the leader has on this day: an invitation, a place, or neither."""
    rows = planned.occasion.attendances.select_related("person", "occasion")
    return rows.filter(person=designation.person_id).first()


def remind_of_training(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: remind whoever has not answered an invitation, once, shortly before the last day."""
    today = timezone.localdate(now)
    waiting = list(answers_wanted(now, Calendar(alliance).add(today, REMIND_BEFORE)))
    held = Designation.objects.select_related("person", "alliance").in_bulk([row.about_id for row in waiting])
    for occasion in {row.occasion for row in waiting}:
        rows = [(row, held[row.about_id]) for row in waiting if row.occasion == occasion and row.about_id in held]
        with transaction.atomic():
            _write("training_remind", rows, occasion, stamp=f"{timezone.localdate(occasion.book_by)}")


def _write(verb: str, rows: Sequence[tuple[Attendance, Designation]], occasion: Occasion, *, stamp: str) -> None:
    """The mail `sle.<verb>` to each of these leaders."""
    if not rows:
        return
    alliance = rows[0][1].alliance
    postings = [
        Posting(
            held.person,
            held,
            {
                "name": held.person.name,
                "alliance": alliance.name,
                "title": occasion.title,
                "when": diary.when(occasion),
                "where": occasion.where or ("Online" if occasion.link else ""),
                "details": occasion.details,
                "answer_by": in_words(occasion.book_by or occasion.starts_at),
                "page": Address(full(path_to("sle:training_own", alliance, pk=held.pk))),
                **words_of_kind(alliance, held.kind),
            },
            dedupe=f"sle.{verb}:{row.pk}:{stamp}",
        )
        for row, held in rows
    ]
    send_many(f"sle.{verb}", alliance=alliance, postings=postings)
