"""The demo's core training: a day last year with certificates and fees, and one that comes."""

from __future__ import annotations

from datetime import time
from typing import Any

from sle.demo.making import at, day
from sle.models import Designation
from sle.queries.training import fees, people_at, to_invite
from sle.services import certificates, training

TITLE = "Core training for new leaders"


def boldmere_training(cast: Any) -> None:
    """Of last year's three, two have attended and one did not come; they and whoever is new can come in four weeks.
    Earlier leaders did theirs elsewhere."""
    held = {one.person.surname: one for one in _leaders()}
    past = _day(cast, -250, "Boldmere Junior School, hall")
    new = [one for one in held.values() if one.application_id]
    training.invite_to_training(planned=past, designations=new, by=cast.lead, now=at(-285))
    for number, one in enumerate(new):
        training.book_training(planned=past, designation=one, by=one.person, now=at(-280 + number))
    came = {row.pk: row.person.surname in ("Rahman", "Holloway") for row, _ in people_at(past)}
    certificates.write_attendance(planned=past, came=came, by=cast.administrator, now=at(-249))
    certificates.certify_training(planned=past, by=cast.administrator, now=at(-249))
    for surname in ("Clay", "Marsh"):
        certificates.record_training(
            designation=held[surname],
            done_on=day(-1400),
            where="On the list of the alliance’s office of that year.",
            by=cast.administrator,
            now=at(-100),
        )
    owed = fees().get(designation__person__surname="Rahman")
    head = cast.head_of[owed.school.urn]
    certificates.set_order_number(training=owed, order_number="BJS-2041", by=head, now=at(-240))
    coming = _day(cast, 27, "Penns Primary School, staff room", now=-3)
    wanted = [one for one in to_invite(cast.alliance, at(-3)) if one.kind == "SLE"]
    training.invite_to_training(planned=coming, designations=wanted, by=cast.lead, now=at(-2))
    booked = next(one for one in wanted if one.person.surname == "Begum")
    training.book_training(planned=coming, designation=booked, by=booked.person, now=at(-1))


def _leaders() -> list[Designation]:
    current = Designation.objects.filter(state="current", kind="SLE")
    return list(current.select_related("person", "alliance", "home_school").order_by("pk"))


def _day(cast: Any, days: int, place: str, *, now: int = -300) -> Any:
    while day(days).weekday() > 4:
        days += 1
    return training.plan_training(
        alliance=cast.alliance,
        kinds=["SLE"],
        fee_pence=17_500,
        title=TITLE,
        starts_at=at(days, time(9, 30)),
        ends_at=at(days, time(15, 30)),
        place=place,
        details="Lunch is provided. Please bring the timetable of your own week.",
        capacity=20,
        book_by=at(days - 10),
        by=cast.lead,
        now=at(now),
    )
