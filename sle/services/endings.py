"""How designations end: resigned, withdrawn, left for another alliance. (Reviews end them too: `services.reviews`.)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.people.models import Person
from alliance.post.services import send, write_letter
from alliance.refusal import allow
from alliance.schools.models import Alliance
from alliance.workflow.notes import write_note
from sle.kinds.variants import letter_for
from sle.leader_kinds import words_of_kind
from sle.models import DESIGNATION, MOVE, REVIEW, Designation, Move, Release, Review
from sle.queries.register import address_of, page_of
from sle.rules.register import may_end, may_withdraw
from sle.services.notices import tell_administrators
from sle.services.releases import drop_release
from sle.services.returns import to_report
from sle.services.review_panels import dismiss
from sle.services.training import leave_training
from sle.states import Change, MoveState, ReleaseState, ReviewState

RESIGN, TRANSFER = "resign", "transfer"
# How a designation held elsewhere ends when another alliance designates its holder.
LEAVING = {RESIGN: Change.RESIGNED, TRANSFER: Change.MOVED_OUT}


@transaction.atomic
def resign_designation(*, designation: Designation, reason: str, by: Person, now: datetime) -> None:
    """A designation ends: its holder resigns it, or staff write down that they have. Raises Refused."""
    allow(may_end(by, designation))
    end(designation, RESIGN, Change.RESIGNED, by=by, now=now)
    if reason.strip():
        write_note(designation, "resign", reason.strip(), by=by)
    tell_staff(designation, "designation_end", "has resigned the designation")


@transaction.atomic
def withdraw_designation(*, designation: Designation, reason: str, by: Person, now: datetime) -> None:
    """The alliance ends a designation without judging it: the holder has left the profession, say.

    They are told by letter, with the reason. Raises Refused.
    """
    allow(may_withdraw(by, designation))
    end(designation, "withdraw", Change.WITHDRAWN, by=by, now=now)
    write_note(designation, "withdraw", reason.strip(), by=by)
    write_letter(
        "sle.withdrawn",
        to=designation.person,
        alliance=designation.alliance,
        about=designation,
        values={
            "name": designation.person.name,
            "alliance": designation.alliance.name,
            "reason": reason.strip(),
            **words_of_kind(designation.alliance, designation.kind),
        },
        address=address_of(designation),
        dated=timezone.localdate(now),
        worded=letter_for("sle.withdrawn", designation.alliance, designation.kind),
        dedupe=f"sle.withdrawn:{designation.pk}",
    )
    tell_of_letter(designation, dedupe="withdrawn")


def tell_of_letter(designation: Designation, *, dedupe: str) -> None:
    """The leader hears that a letter about their designation is on its page."""
    alliance = designation.alliance
    send(
        "sle.letter_ready",
        to=designation.person,
        alliance=alliance,
        about=designation,
        values={
            "name": designation.person.name,
            "alliance": alliance.name,
            "page": page_of(designation),
            **words_of_kind(alliance, designation.kind),
        },
        dedupe=f"sle.letter_ready:{designation.pk}:{dedupe}",
    )


def end(designation: Designation, move: str, change: Change, *, by: Person, now: datetime) -> None:
    """Move a current designation to an end, which the agency is told of; nothing about it is asked any more."""
    today = timezone.localdate(now)
    DESIGNATION.apply(designation, move, by=by, at=now, ended_on=today)
    to_report(designation, change, today)
    leave_training(designation, now=now)
    for review in Review.objects.filter(
        designation=designation, state__in=(ReviewState.GATHERING, ReviewState.PROPOSED)
    ):
        REVIEW.apply(review, "drop", by=by, at=now)
        dismiss(review, by=by, now=now)
    for release in Release.objects.filter(designation=designation, state__in=(ReleaseState.WANTED, ReleaseState.ASKED)):
        drop_release(release, by=by, now=now)
    for asked in Move.objects.filter(designation=designation, state__in=(MoveState.ASKED, MoveState.RELEASED)):
        MOVE.apply(asked, "take_back", by=by, at=now)
        with scopes_disabled():  # named place: a person moves between alliances
            turn_away_arrival(asked, by=by, now=now)


def turn_away_arrival(asked: Move, *, by: Person, now: datetime) -> None:
    """The designation that was to arrive in the other alliance does not, whoever gave it up."""
    arrival = arrival_of(asked)
    if arrival is not None:
        DESIGNATION.apply(arrival, "turn_away", by=by, at=now)


def arrival_of(asked: Move) -> Designation | None:
    """The designation that arrives in the other alliance by this move, if that has been asked. Needs no scope."""
    return (
        Designation._base_manager.filter(
            alliance_id=asked.to_alliance_id,
            person_id=asked.designation.person_id,
            kind=asked.designation.kind,
            state="arriving",
        )
        .select_related("alliance", "person", "home_school")
        .first()
    )


def leave_elsewhere(held: Designation, how: str, *, to: Alliance, by: Person, now: datetime) -> None:
    """End the designation held in another alliance (`how` is a key of LEAVING), and tell that alliance no more than it
    needs to know."""
    with scopes_disabled():  # named place: a person moves between alliances
        end(held, how, LEAVING[how], by=by, now=now)
        gone = f"has moved the designation to {to.name}" if how == TRANSFER else "has resigned the designation"
        tell_staff(held, "designation_end", gone)


def tell_staff(designation: Designation, verb: str, how: str) -> None:
    """The alliance's administrators hear what has become of a designation, by the mail `sle.<verb>`."""
    alliance = designation.alliance
    values = {
        "leader": designation.person.name,
        "how": how,
        "page": page_of(designation),
        **words_of_kind(alliance, designation.kind),
    }
    tell_administrators(
        f"sle.{verb}", alliance=alliance, about=designation, values=values, dedupe=f"{designation.pk}:{how}"
    )
