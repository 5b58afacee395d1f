"""What comes of core training: who attended, their certificates, what their schools owe."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alliance.diary import services as diary
from alliance.diary.models import Occasion
from alliance.diary.states import AttendanceState
from alliance.people.models import Person
from alliance.post.services import write_letter
from alliance.refusal import allow
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.kinds.variants import letter_for
from sle.leader_kinds import words_of_kind
from sle.models import Designation, Planned, Training
from sle.queries.register import address_of
from sle.queries.training import people_at
from sle.rules.training import (
    may_certify,
    may_correct_attendance,
    may_record_training,
    may_see_fees,
    may_write_attendance,
    to_certify,
)
from sle.services.endings import tell_of_letter

HAD_A_PLACE = (AttendanceState.BOOKED, AttendanceState.ATTENDED, AttendanceState.ABSENT)


@transaction.atomic
def write_attendance(*, planned: Planned, came: Mapping[int, bool], by: Person, now: datetime) -> int:
    """Write down who came: by primary key of the attendance, for those who had a place; how many rows changed.

    Raises Refused before the day, and for somebody who has the certificate.
    """
    allow(may_write_attendance(by, planned, now))
    changed = 0
    for row, held in people_at(planned):
        wanted = came.get(row.pk)
        if wanted is None or row.state not in HAD_A_PLACE:
            continue
        if row.state == (AttendanceState.ATTENDED if wanted else AttendanceState.ABSENT):
            continue
        allow(may_correct_attendance(held))
        diary.write_down(attendance=row, came=wanted, by=by, now=now)
        changed += 1
    return changed


@transaction.atomic
def certify_training(*, planned: Planned, by: Person, now: datetime) -> int:
    """Everybody who attended gets a certificate, and their home school owes the fee; how many. Raises Refused."""
    Occasion.objects.select_for_update().get(pk=planned.occasion.pk)
    allow(may_certify(by, planned))
    waiting = {row.pk for row in to_certify(planned.occasion)}
    found = [held for row, held in people_at(planned) if row.pk in waiting]
    for held in found:
        _certify(planned, held, by=by, now=now)
    return len(found)


def _certify(planned: Planned, held: Designation, *, by: Person, now: datetime) -> None:
    alliance, occasion = planned.day.alliance, planned.occasion
    done_on = timezone.localdate(occasion.starts_at)
    letter = write_letter(
        "sle.certificate",
        to=held.person,
        alliance=alliance,
        about=held,
        values={
            "name": held.person.name,
            "alliance": alliance.name,
            "title": occasion.title,
            "done_on": in_words(done_on),
            "school": held.home_school.name,
            **words_of_kind(alliance, held.kind),
        },
        address=address_of(held),
        dated=timezone.localdate(now),
        worded=letter_for("sle.certificate", alliance, held.kind),
        dedupe=f"sle.certificate:{planned.pk}:{held.pk}",
    )
    training = Training.objects.create(
        alliance=alliance,
        designation=held,
        day=planned.day,
        done_on=done_on,
        school=held.home_school,
        certificate=letter,
        fee_pence=planned.day.fee_pence,
    )
    record(training, "certify", by=by, at=now)
    tell_of_letter(held, dedupe=f"certificate:{planned.pk}")


@transaction.atomic
def record_training(*, designation: Designation, done_on: date, where: str, by: Person, now: datetime) -> None:
    """Write down that core training was done elsewhere, or before the portal; `where` is kept as a note.

    Raises Refused.
    """
    allow(may_record_training(by, designation, done_on, timezone.localdate(now)))
    training = Training.objects.create(
        alliance=designation.alliance, designation=designation, done_on=done_on, school=designation.home_school
    )
    record(training, "record", by=by, at=now)
    write_note(training, "record", where.strip(), by=by)


@transaction.atomic
def set_order_number(*, training: Training, order_number: str, by: Person, now: datetime) -> int:
    """The school's purchase order number for everybody of the school on that day; how many rows. Raises Refused."""
    allow(may_see_fees(by, training.alliance, training.school))
    rows = Training.objects.filter(day=training.day_id, school=training.school_id).exclude(order_number=order_number)
    changed = list(rows.order_by("pk"))
    for row in changed:
        row.order_number = order_number
        row.save(update_fields=["order_number"])
        record(row, "set_order_number", by=by, at=now, fields=["order_number"])
    return len(changed)
