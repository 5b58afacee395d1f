"""Who sits on a panel."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.addresses import full, path_to
from alliance.members.queries import is_staff
from alliance.panels import queries, rules
from alliance.panels.models import ASSIGNMENT, SEAT, Assignment, Dossier, Exercise, Interest, Mark, Seat
from alliance.panels.services.conflicts import find_conflicts
from alliance.panels.services.sharing import share_out
from alliance.panels.services.telling import tell_of_more
from alliance.panels.states import AssignmentState, ExerciseState, SeatRole, SeatState
from alliance.people.models import Person
from alliance.post.services import send
from alliance.post.texts import Address
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import School
from alliance.workflow.events import record
from alliance.workflow.notes import write_note


@transaction.atomic
def seat_person(
    *, exercise: Exercise, person: Person, role: str, by: Person | None, school: School | None = None
) -> Seat:
    """Give `person` a seat as `role`, or another role to somebody who sits already; conflicts are looked for at once.

    `school` is that of somebody from outside the alliance, so that their own school's applicants stay closed to them.
    There is one chair and one deputy. Raises Refused for a role that is taken and for people who know who applied.
    """
    now = timezone.now()
    exercise = Exercise.objects.select_for_update(of=("self",)).select_related("alliance").get(pk=exercise.pk)
    seat = Seat.objects.filter(exercise=exercise, person=person).first()
    if role != SeatRole.SCORER:
        other = exercise.seats.filter(role=role, state=SeatState.SITTING).exclude(person=person).first()
        if other:
            raise Refused(Refusal(f"{other.person.name} is {other.get_role_display().lower()}. There is only one."))
    facts = queries.candidate_facts(exercise).values()
    allow(
        rules.may_sit(
            exercise,
            has_cleared=_has_cleared(exercise, person),
            left=seat is not None and seat.state == SeatState.LEFT,
            staff=is_staff(person, exercise.alliance),
            candidate=any(person.pk in one.person_ids for one in facts),
            barred=any(person.pk in one.barred_person_ids for one in facts),
        )
    )
    fresh = seat is None or seat.state == SeatState.LEFT
    if seat is None:
        seat = Seat.objects.create(
            alliance_id=exercise.alliance_id, exercise=exercise, person=person, role=role, school=school
        )
        record(seat, "seated", by=by, at=now)
    elif seat.state == SeatState.LEFT:
        SEAT.apply(seat, "rejoin", by=by, at=now, role=role, school=school or seat.school)
    else:
        seat.role, seat.school = role, school or seat.school
        seat.save(update_fields=["role", "school"])
        record(seat, "role_changed", by=by, at=now, fields=["role"])
    find_conflicts(exercise=exercise, now=now, seats=[seat])
    if fresh:
        _invite(seat, now)
        if exercise.state == ExerciseState.SCORING:
            share_out(exercise=exercise, now=now)
    return seat


@transaction.atomic
def seat_same_panel(*, exercise: Exercise, panel: Exercise, by: Person | None, now: datetime) -> None:
    """Everybody who sits on `panel` sits on this exercise too, in the same role and with what they declared for it, so
    that nobody is asked twice. Whoever sits here already stays as they are. Nobody is told."""
    here = set(exercise.seats.values_list("person_id", flat=True))
    for held in panel.seats.filter(state=SeatState.SITTING).exclude(person__in=here):
        seat = Seat.objects.create(
            alliance_id=exercise.alliance_id,
            exercise=exercise,
            person_id=held.person_id,
            role=held.role,
            school_id=held.school_id,
            declared_at=held.declared_at,
        )
        Interest.objects.bulk_create(
            Interest(alliance_id=seat.alliance_id, seat=seat, kind=one.kind, text=one.text)
            for one in held.interests.all()
        )
        record(seat, "seated", by=by, at=now)
        find_conflicts(exercise=exercise, now=now, seats=[seat])


def _has_cleared(exercise: Exercise, person: Person) -> bool:
    cleared = Dossier.objects.filter(entry__exercise=exercise, cleared_by=person)
    return cleared.exists() or Mark.objects.filter(dossier__entry__exercise=exercise, decided_by=person).exists()


def _invite(seat: Seat, now: datetime) -> None:
    exercise = seat.exercise
    send(
        "panels.seated",
        to=seat.person,
        alliance=exercise.alliance,
        about=seat,
        values={
            "name": seat.person.name,
            "exercise": exercise.title,
            "alliance": exercise.alliance.name,
            "role": seat.get_role_display().lower(),
            "page": Address(full(path_to("panels:declaration", exercise.alliance, pk=exercise.pk))),
        },
        dedupe=f"panels.seated:{seat.pk}:{now.isoformat()}",
    )


@transaction.atomic
def leave_seat(*, seat: Seat, by: Person | None, reason: str) -> None:
    """`seat` leaves the panel: submitted scores stand, drafts are set aside, the rest is shared out again.

    The reason stays on the record. When the chair leaves, the deputy chairs.
    """
    now = timezone.now()
    exercise = Exercise.objects.select_for_update().get(pk=seat.exercise_id)
    open_ones = list(
        Assignment.objects.select_for_update(of=("self",)).filter(seat=seat, state=AssignmentState.ASSIGNED)
    )
    SEAT.apply(seat, "leave", by=by, at=now)
    if open_ones:
        ASSIGNMENT.apply_many(open_ones, "excuse", by=by, at=now)
    if reason.strip():
        write_note(seat, "leave", reason, by=by)
    if exercise.state == ExerciseState.SCORING:
        tell_of_more(exercise=exercise, given=share_out(exercise=exercise, now=now), now=now)
