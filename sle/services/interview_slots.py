"""When and where interviews are held: slots of a round's interviews, planned in the diary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from alliance.diary import services as diary
from alliance.diary.models import Occasion
from alliance.diary.queries import occasions_about
from alliance.diary.states import OccasionState, Part
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from sle.models import InterviewPlan, Round
from sle.queries import interviews as queries
from sle.rules import interviews as rules
from sle.services.interviews import interview_in, lock, panel_of, post_invitation, put_down, share


@transaction.atomic
def set_up(*, round: Round, place: str, details: str, choose_by: datetime, by: Person, now: datetime) -> InterviewPlan:
    """How the interviews of this round are held; said again, it changes every slot still to come.

    Whoever sits on the round's panel can interview, with what they have declared there. Raises Refused.
    """
    allow(rules.may_arrange(by, round))
    said = {"place": place.strip(), "details": details.strip(), "choose_by": choose_by}
    plan, new = InterviewPlan.objects.update_or_create(
        round=round, defaults=said, create_defaults={**said, "alliance_id": round.alliance_id}
    )
    record(plan, "set_up" if new else "change", by=by, at=now, fields=sorted(said))
    panel_of(plan, by, now)
    for occasion in occasions_about(plan).filter(state=OccasionState.PLANNED, starts_at__gt=now):
        diary.change(occasion=occasion, by=by, now=now, place=plan.place, details=plan.details, book_by=plan.choose_by)
    return plan


@transaction.atomic
def add_slots(
    *,
    plan: InterviewPlan,
    starts_at: datetime,
    ends_at: datetime,
    minutes: int,
    room: str,
    interviewers: Sequence[Person],
    by: Person,
    now: datetime,
) -> int:
    """Slots of so many minutes one after the other in one room, each with these interviewers; how many. Raises Refused
    where the room or one of them is taken."""
    lock(plan)
    allow(rules.may_arrange(by, plan.round))
    step = timedelta(minutes=minutes)
    number = (ends_at - starts_at) // step if minutes > 0 else 0
    _refuse(rules.length_problem(minutes, number) or _nobody(interviewers))
    _refuse(queries.clash(plan, starts_at, starts_at + number * step, room=room, people=interviewers))
    for place in range(number):
        occasion = diary.plan(
            about=plan,
            title=f"Interview: {plan.round.title}"[:160],
            starts_at=starts_at + place * step,
            ends_at=starts_at + (place + 1) * step,
            place=plan.place,
            room=room,
            details=plan.details,
            capacity=1,
            book_by=plan.choose_by,
            by=by,
            now=now,
        )
        for person in interviewers:
            diary.invite(occasion=occasion, person=person, part=Part.LEADS, by=by, now=now)
    return number


@transaction.atomic
def change_slot(
    *,
    plan: InterviewPlan,
    occasion: Occasion,
    starts_at: datetime,
    minutes: int,
    room: str,
    interviewers: Sequence[Person],
    by: Person,
    now: datetime,
) -> None:
    """Another time, room or other interviewers for a slot; whoever is in it is told once. Raises Refused where the room
    or an interviewer is taken, or one of them has a conflict with whoever comes."""
    lock(plan)
    allow(rules.may_arrange(by, plan.round))
    ends_at = starts_at + timedelta(minutes=minutes)
    _refuse(rules.length_problem(minutes, 1) or _nobody(interviewers))
    _refuse(queries.clash(plan, starts_at, ends_at, room=room, people=interviewers, but=occasion))
    slot = queries.slot_of(occasion)
    interview = interview_in(slot)
    if interview is not None:
        allow(rules.may_invite(by, interview.application))
        if {person.pk for person in interviewers} & queries.kept_out(interview):
            raise Refused(Refusal("One of them has a conflict with whoever has this slot. Choose somebody else."))
    staying = {lead.person_id for lead in slot.leaders}
    for lead in slot.leaders:
        if lead.person not in interviewers:
            diary.withdraw(attendance=lead, by=by, now=now)
    diary.change(occasion=occasion, by=by, now=now, starts_at=starts_at, ends_at=ends_at, room=room.strip())
    for person in interviewers:
        if person.pk not in staying:
            put_down(occasion, person, interview, by, now)
    if interview is not None:
        share(interview, occasion, by, now)


@transaction.atomic
def call_off_slot(*, plan: InterviewPlan, occasion: Occasion, reason: str, by: Person, now: datetime) -> None:
    """A slot is not held: whoever is in it is told why, and the applicant is asked to choose again. Raises Refused."""
    lock(plan)
    allow(rules.may_arrange(by, plan.round))
    interview = interview_in(queries.slot_of(occasion))
    if interview is not None:
        allow(rules.may_invite(by, interview.application))
    diary.call_off(occasion=occasion, reason=reason, by=by, now=now)
    if interview is not None:
        share(interview, None, by, now)
        post_invitation(interview, now)


def _nobody(interviewers: Sequence[Person]) -> str:
    return "" if interviewers else "Choose who interviews."


def _refuse(problem: str) -> None:
    if problem:
        raise Refused(Refusal(problem))
