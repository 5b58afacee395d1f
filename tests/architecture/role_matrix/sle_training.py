"""Core training: staff run it, the leader books, the head and coordinator of the home school see what it owes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sle.models import Designation, Planned, Training
from sle.services import training
from tests.architecture.role_matrix.rows import STAFF, Row
from tests.conftest import Cast
from tests.factories.sle_life import make_designation
from tests.factories.sle_training import certified, make_day

LEADER = "outsider"
SCHOOL = "head coordinator"


def held(cast: Cast) -> Designation:
    """The outsider's designation, with the head's and the coordinator's school as its home."""
    found = Designation.objects.filter(person=cast.outsider, state="current").select_related("alliance", "person")
    return found.first() or make_designation(cast.alliance, cast.outsider, cast.school)


def invited(cast: Cast) -> tuple[Planned, Designation]:
    day, leader = make_day(cast), held(cast)
    training.invite_to_training(planned=day, designations=[leader], by=cast.lead, now=timezone.now())
    return day, leader


def in_day(cast: Cast) -> dict[str, Any]:
    return {"pk": invited(cast)[0].pk}


def in_list(cast: Cast) -> dict[str, Any]:
    invited(cast)
    return {}


def in_own(cast: Cast) -> dict[str, Any]:
    return {"pk": invited(cast)[1].pk}


def in_booking(cast: Cast) -> dict[str, Any]:
    day, leader = invited(cast)
    return {"pk": leader.pk, "day": day.pk}


def in_begun(cast: Cast) -> dict[str, Any]:
    """A day that is being held: one leader is expected."""
    day, leader = invited(cast)
    training.book_training(planned=day, designation=leader, by=leader.person, now=timezone.now())
    day.occasion.starts_at = timezone.now()
    day.occasion.save(update_fields=["starts_at"])
    return {"pk": day.pk}


def in_over(cast: Cast) -> dict[str, Any]:
    return {"pk": certified(cast, held(cast))[0].pk}


def in_fees(cast: Cast) -> dict[str, Any]:
    certified(cast, held(cast))
    return {}


def in_fee(cast: Cast) -> dict[str, Any]:
    certified(cast, held(cast))
    return {"pk": Training.objects.get().pk}


ROWS = {
    "sle:training_list": Row(STAFF, in_list),
    "sle:training_plan": Row(STAFF),
    "sle:training_day": Row(STAFF, in_day),
    "sle:training_day begun": Row(STAFF, in_begun),
    "sle:training_day over": Row(STAFF, in_over),
    "sle:training_change": Row(STAFF, in_day),
    "sle:training_call_off": Row(STAFF, in_day),
    "sle:training_invite": Row(STAFF, in_day),
    "sle:training_attendance": Row(STAFF, in_begun),
    # Nobody attended yet, so that is what is said.
    "sle:training_certify": Row(STAFF, in_begun, post=True, ok=302),
    "sle:training_sheet": Row(STAFF, in_begun),
    "sle:training_own": Row(f"{LEADER} {STAFF}", in_own),
    "sle:training_record": Row(STAFF, in_own),
    "sle:training_book": Row(f"{LEADER} {STAFF}", in_booking, post=True, ok=302),
    "sle:training_decline": Row(f"{LEADER} {STAFF}", in_booking, post=True, ok=302),
    "sle:fee_list": Row(f"{SCHOOL} {STAFF}", in_fees),
    "sle:fee_order": Row(f"{SCHOOL} {STAFF}", in_fee),
}
