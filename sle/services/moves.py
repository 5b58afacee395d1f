"""A designation goes over to another alliance, both agreeing.

Each alliance acts on its own row: the releasing one on the `Move`, the receiving one on a designation "arriving". What
reaches over is done here, in named places, and is no more than name, kind, areas, dates and home school.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.expertise.models import Area
from alliance.people.models import Person
from alliance.post.services import send
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.leader_kinds import areas_of, kind_of, words_of_kind
from sle.models import DESIGNATION, MOVE, Designation, DesignationArea, Move
from sle.queries.register import page_of
from sle.rules.moves import (
    may_ask_to_move,
    may_decide_arrival,
    may_decide_move,
    may_move_to,
    may_take_back_move,
)
from sle.services.endings import TRANSFER, arrival_of, leave_elsewhere, tell_staff, turn_away_arrival
from sle.services.returns import to_report
from sle.states import Change, DesignationState, MoveState


@transaction.atomic
def ask_to_move(*, designation: Designation, to: Alliance, reason: str, by: Person, now: datetime) -> Move:
    """The leader asks to move to another alliance; their own is asked first. Raises Refused."""
    allow(may_ask_to_move(by, designation))
    allow(may_move_to(designation, to))
    move = Move.objects.create(
        alliance_id=designation.alliance_id, designation=designation, to_alliance=to, asked_at=now
    )
    record(move, "ask", by=by, at=now)
    if reason.strip():
        write_note(move, "ask", reason.strip(), by=by)
    tell_staff(designation, "move_ask", f"asks to move to {to.name}")
    return move


@transaction.atomic
def release_move(*, move: Move, by: Person, now: datetime) -> None:
    """The releasing alliance agrees: from now on the other one sees the designation that would arrive.

    Raises Refused, also where the other alliance has none of the leader's areas.
    """
    allow(may_decide_move(by, move))
    held, to = move.designation, move.to_alliance
    lines = _mapped(held, to)
    if not lines:
        raise Refused(Refusal(f"{to.name} has none of the areas in which {held.person.name} is designated."))
    MOVE.apply(move, "release", by=by, at=now)
    with scopes_disabled():  # named place: a person moves between alliances
        arrival = Designation.objects.create(
            alliance=to,
            person=held.person,
            kind=held.kind,
            state=DesignationState.ARRIVING,
            home_school=held.home_school,
            trn=held.trn,
            starts_on=held.starts_on,
            ends_on=held.ends_on,
        )
        DesignationArea.objects.bulk_create(
            DesignationArea(
                alliance=to,
                designation=arrival,
                area=area,
                with_support=line.with_support,
                since=line.since or held.starts_on,
            )
            for area, line in lines
        )
        record(arrival, "ask_to_arrive", by=held.person, at=now)
        tell_staff(arrival, "move_ask", f"asks to move here from {held.alliance.name}, which agrees")
    _tell_leader(held, f"{held.alliance.name} agrees. {to.name} is asked now.", dedupe=f"release:{move.pk}")


def _mapped(held: Designation, to: Alliance) -> Sequence[tuple[Area, DesignationArea]]:
    """The areas as the other alliance can hold them: national ones as they are (list and version), an alliance's own
    by the national area that it is part of, those of a kind with areas of its own by name. What has no counterpart
    stays behind."""
    kind = kind_of(to, held.kind)
    found: dict[int, tuple[Area, DesignationArea]] = {}
    own = {area.name.lower(): area for area in areas_of(kind)} if kind.own_areas else {}
    for line in held.areas.select_related("area__national"):
        area = line.area
        if kind.own_areas:
            counterpart = own.get(area.name.lower())
        else:
            counterpart = area if area.alliance_id is None else area.national
        if counterpart is not None:
            found.setdefault(counterpart.pk, (counterpart, line))
    return list(found.values())


@transaction.atomic
def keep_leader(*, move: Move, reason: str, by: Person, now: datetime) -> None:
    """The releasing alliance does not agree; the leader is told the reason, the other alliance nothing at all."""
    allow(may_decide_move(by, move))
    MOVE.apply(move, "keep", by=by, at=now)
    write_note(move, "keep", reason.strip(), by=by)
    held = move.designation
    _tell_leader(held, f"{held.alliance.name} does not agree: {reason.strip()}", dedupe=f"keep:{move.pk}")


@transaction.atomic
def take_back_move(*, move: Move, by: Person, now: datetime) -> None:
    """The leader stays; where the other alliance was asked already, it is told. Raises Refused."""
    allow(may_take_back_move(by, move))
    MOVE.apply(move, "take_back", by=by, at=now)
    with scopes_disabled():  # named place: a person moves between alliances
        turn_away_arrival(move, by=by, now=now)


@transaction.atomic
def take_over(*, arrival: Designation, by: Person, now: datetime) -> None:
    """The receiving alliance agrees: the designation ends there and begins here, on the same day, with the years that
    it has left. Raises Refused where the leader is not free to move any more."""
    allow(may_decide_arrival(by, arrival))
    Person.objects.select_for_update().get(pk=arrival.person_id)
    with scopes_disabled():  # named place: a person moves between alliances
        move = _move_to(arrival)
        held = move.designation
        MOVE.apply(move, "finish", by=by, at=now)
        leave_elsewhere(held, TRANSFER, to=arrival.alliance, by=by, now=now)
    today = timezone.localdate(now)
    DESIGNATION.apply(arrival, "arrive", by=by, at=now, starts_on=today)
    to_report(arrival, Change.MOVED_IN, today)
    _tell_leader(arrival, f"{arrival.alliance.name} agrees: from today you are designated there.", dedupe="arrive")


@transaction.atomic
def turn_away(*, arrival: Designation, reason: str, by: Person, now: datetime) -> None:
    """The receiving alliance does not agree: the leader stays where they are, and is told the reason."""
    allow(may_decide_arrival(by, arrival))
    with scopes_disabled():  # named place: a person moves between alliances
        move = _move_to(arrival)
        MOVE.apply(move, "turn_away", by=by, at=now)
        tell_staff(move.designation, "move_ask", f"stays, because {arrival.alliance.name} has not taken them over")
    DESIGNATION.apply(arrival, "turn_away", by=by, at=now)
    write_note(arrival, "turn_away", reason.strip(), by=by)
    _tell_leader(arrival, f"{arrival.alliance.name} does not agree: {reason.strip()}", dedupe="turn_away")


def _move_to(arrival: Designation) -> Move:
    """The move by which this designation arrives. Raises Refused where it was taken back. Needs no scope."""
    move = (
        Move._base_manager.filter(
            to_alliance=arrival.alliance,
            state=MoveState.RELEASED,
            designation__person=arrival.person,
            designation__kind=arrival.kind,
        )
        .select_related("designation__alliance", "designation__person", "to_alliance", "alliance")
        .first()
    )
    if move is None or arrival_of(move) != arrival:
        raise Refused(Refusal(f"{arrival.person.name} does not ask to move here any more."))
    return move


def _tell_leader(designation: Designation, how: str, *, dedupe: str) -> None:
    """The leader hears where their move stands."""
    alliance = designation.alliance
    send(
        "sle.move_news",
        to=designation.person,
        alliance=alliance,
        about=designation,
        values={
            "name": designation.person.name,
            "alliance": alliance.name,
            "how": how,
            "page": page_of(designation),
            **words_of_kind(alliance, designation.kind),
        },
        dedupe=f"sle.move_news:{designation.pk}:{dedupe}",
    )
