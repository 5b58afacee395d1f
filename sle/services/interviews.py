"""Interviews: applicants are invited, take a slot of the diary, and are scored by who interviews, a panel of its own.

Whoever interviews leads a slot of the diary. They are told of it, with an entry for their calendar, once it is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from alliance.addresses import full, path_to
from alliance.diary import services as diary
from alliance.diary.models import Attendance, Occasion
from alliance.diary.queries import occasions_about
from alliance.diary.states import AttendanceState, OccasionState, Part
from alliance.panels import services as panels
from alliance.panels.models import Conflict, Exercise, Seat
from alliance.panels.queries import exercise_about
from alliance.panels.states import ConflictKind, ExerciseState, SeatState
from alliance.people.models import Person
from alliance.post.services import send
from alliance.post.texts import Address
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.states import Responsibility
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.models import INTERVIEW, Application, Interview, InterviewPlan, Round
from sle.queries import interviews as queries
from sle.rules import interviews as rules
from sle.services.papers import sections_of
from sle.states import InterviewState

CODE = "INT"


@transaction.atomic
def invite(*, plan: InterviewPlan, applications: Collection[Application], by: Person, now: datetime) -> None:
    """Shortlist applicants: each is asked by e-mail to choose a slot, and comes to the interviewers' panel.

    Raises Refused, and MoveRefused for somebody who is invited already.
    """
    lock(plan)
    exercise = panel_of(plan, by, now)
    for application in applications:
        allow(rules.may_invite(by, application))
        interview = Interview.objects.select_for_update(of=("self",)).filter(application=application).first()
        if interview is None:
            interview = Interview.objects.create(
                alliance_id=application.alliance_id, plan=plan, application=application
            )
            record(interview, "invite", by=by, at=now)
            _hand_over(exercise, application, by, now)
        else:
            INTERVIEW.apply(interview, "invite_again", by=by, at=now)
        interview.application, interview.plan = application, plan
        post_invitation(interview, now)
    exercise.refresh_from_db()
    if exercise.state == ExerciseState.PREPARING:
        panels.start_scoring(exercise=exercise, by=by, now=now)


@transaction.atomic
def choose_slot(*, interview: Interview, occasion: Occasion, by: Person, now: datetime) -> None:
    """Give the applicant this slot, or this one instead of theirs: by themselves until the stated time, or by staff.

    They and the interviewers get an entry for their calendar; whoever is in both slots has theirs moved. Raises Refused
    where it is taken, over or closed to them; the applicant is not told whose conflict closes it.
    """
    lock(interview.plan)
    interview.refresh_from_db(fields=["state"])
    allow(rules.may_choose_slot(by, interview, now))
    application = interview.application
    had = queries.place_of(interview)
    if had is not None and had.state != AttendanceState.ABSENT and had.occasion.starts_at <= now:
        raise Refused(Refusal(f"The interview began on {in_words(had.occasion.starts_at)}, so it cannot be moved."))
    moving = had if had is not None and had.state == AttendanceState.BOOKED else None
    if moving is not None and moving.occasion_id == occasion.pk:
        return
    slot = queries.slot_of(occasion)
    if not slot.leaders or {lead.person_id for lead in slot.leaders} & queries.kept_out(interview):
        raise Refused(Refusal("This time cannot be chosen any more. Choose another."))
    diary.book(occasion=occasion, person=application.applicant, about=application, instead_of=moving, by=by, now=now)
    before = {lead.person_id: lead for lead in queries.slot_of(moving.occasion).leaders} if moving else {}
    for lead in slot.leaders:
        put_down(occasion, lead.person, interview, by, now, instead_of=before.get(lead.person_id))
    if moving is not None:
        _free(before.values(), {lead.person_id for lead in slot.leaders}, by, now)
    share(interview, occasion, by, now)


@transaction.atomic
def call_off(*, interview: Interview, reason: str, by: Person, now: datetime) -> None:
    """The applicant is not interviewed after all; they are told why, and the slot is free again. Raises Refused."""
    lock(interview.plan)
    allow(rules.may_change_interview(by, interview, "call_off"))
    INTERVIEW.apply(interview, "call_off", by=by, at=now)
    write_note(interview, "call_off", reason.strip(), by=by)
    if _leave_slot(interview, reason, by, now):
        return
    application = interview.application
    send(
        "sle.interview_call_off",
        to=application.applicant,
        alliance=application.alliance,
        about=application,
        values={
            "name": application.name,
            "round": application.round.title,
            "alliance": application.alliance.name,
            "reason": reason.strip(),
        },
        dedupe=f"sle.interview_call_off:{interview.pk}:{now.isoformat()}",
    )


@transaction.atomic
def write_down(*, interview: Interview, came: bool, by: Person, now: datetime) -> None:
    """Write down that the applicant stayed away, or that they did come; it can be corrected. Whoever stayed away can be
    given another slot. Raises Refused before its time, and where it has been scored."""
    lock(interview.plan)
    allow(rules.may_change_interview(by, interview, "call_off"))
    place = queries.place_of(interview)
    if place is None:
        raise Refused(Refusal("No slot was chosen for this interview."))
    if not came and queries.entry_of(interview).score_count:
        raise Refused(Refusal("This interview has been scored, so the applicant was there."))
    diary.write_down(attendance=place, came=came, by=by, now=now)
    share(interview, place.occasion if came else None, by, now)


@transaction.atomic
def let_go(*, application: Application, now: datetime) -> None:
    """The application is withdrawn: its slot is free again, and nobody need score it."""
    interview = Interview.objects.select_related("plan").filter(application=application).first()
    if interview is None:
        return
    lock(interview.plan)
    if interview.state == InterviewState.INVITED:
        INTERVIEW.apply(interview, "call_off", by=None, at=now)
    _leave_slot(interview, "", None, now)
    exercise = exercise_about(interview.plan)
    if exercise is not None:
        panels.withdraw_entry(exercise=exercise, candidate_id=application.pk, now=now)


@transaction.atomic
def dismiss(*, round: Round, by: Person | None, now: datetime) -> None:
    """The round is released, finished or cancelled: slots still to come are called off, and the panel is closed. Safe
    to repeat."""
    plan = queries.plan_of(round)
    if plan is None:
        return
    lock(plan)
    for occasion in occasions_about(plan).filter(state=OccasionState.PLANNED, starts_at__gt=now):
        diary.call_off(occasion=occasion, reason="", by=by, now=now)
    exercise = exercise_about(plan)
    if exercise is not None:
        panels.close_exercise(exercise=exercise, by=by, now=now)


def lock(plan: InterviewPlan) -> None:
    """One after the other: who is in which slot, and whom a conflict keeps out of it, is judged and changed at once."""
    InterviewPlan.objects.select_for_update().get(pk=plan.pk)


def panel_of(plan: InterviewPlan, by: Person, now: datetime) -> Exercise:
    """The interviewers' panel: everybody on the round's panel, now too if they joined it since."""
    round = plan.round
    if round.interview_rubric is None:
        raise Refused(Refusal("Choose the criteria of the interview first."))
    exercise = panels.open_exercise(
        alliance=round.alliance,
        responsibility=Responsibility.SLE,
        about=plan,
        title=f"Interviews: {round.title}"[:160],
        code=CODE,
        rubric=round.interview_rubric,
        anonymous=False,
        scores_per_entry=None,
        score_by=None,
        by_name=True,
        by=by,
    )
    panel = exercise_about(round)
    if panel is not None:
        panels.seat_same_panel(exercise=exercise, panel=panel, by=by, now=now)
    return exercise


def _hand_over(exercise: Exercise, application: Application, by: Person, now: datetime) -> None:
    """Interviewers know whom they meet and read the papers but for uploads; a conflict that somebody declared with the
    papers counts here too."""
    school = application.school.name if application.school else ""
    who = "\n".join(filter(None, (application.name, application.post, school)))
    written = [section for section in sections_of(application) if section["kind"] != "document"]
    entry = panels.add_entry(
        exercise=exercise,
        candidate_id=application.pk,
        areas=[line.area.name for line in application.areas.select_related("area")],
        sections=[{"key": "candidate", "title": "The candidate", "kind": "answer", "text": who}, *written],
        by=by,
        now=now,
    )
    declared = Conflict.objects.filter(
        kind=ConflictKind.DECLARED,
        entry__candidate_id=application.pk,
        entry__exercise__about_type="sle.round",
        entry__exercise__about_id=application.round_id,
    )
    for seat in exercise.seats.filter(person__in=declared.values("seat__person")):
        panels.recuse(entry=entry, seat=seat, now=now)


def interview_in(slot: queries.Slot) -> Interview | None:
    """The interview for which a slot is taken."""
    if slot.guest is None:
        return None
    related = Interview.objects.select_related("plan", "application__round__alliance", "application__applicant")
    return related.filter(application=slot.guest.about_id).first()


def put_down(
    occasion: Occasion,
    person: Person,
    interview: Interview | None,
    by: Person,
    now: datetime,
    *,
    instead_of: Attendance | None = None,
) -> None:
    """Somebody interviews in this slot: told, once there is whom to interview."""
    if interview is None:
        diary.invite(occasion=occasion, person=person, part=Part.LEADS, by=by, now=now)
        return
    application = interview.application
    diary.book(
        occasion=occasion,
        person=person,
        part=Part.LEADS,
        about=application,
        title=f"Interview of {application.name}",
        instead_of=instead_of,
        by=by,
        now=now,
    )


def _free(leaders: Iterable[Attendance], gone_along: Collection[int], by: Person | None, now: datetime) -> None:
    """A slot is free again: its interviewers stay put down, and are told but for those who have `gone_along`."""
    for lead in leaders:
        if lead.person_id not in gone_along:
            diary.withdraw(attendance=lead, by=by, now=now)
        diary.invite(occasion=lead.occasion, person=lead.person, part=Part.LEADS, by=by, now=now)


def _leave_slot(interview: Interview, reason: str, by: Person | None, now: datetime) -> bool:
    """The applicant gives up a slot still to come, and everybody in it is told; False where there was none."""
    place = queries.place_of(interview)
    if place is None or place.state != AttendanceState.BOOKED or place.occasion.starts_at <= now:
        return False
    leaders = queries.slot_of(place.occasion).leaders
    diary.withdraw(attendance=place, reason=reason, by=by, now=now)
    _free(leaders, (), by, now)
    share(interview, None, by, now)
    return True


def share(interview: Interview, occasion: Occasion | None, by: Person | None, now: datetime) -> None:
    """Whoever interviews scores the interview, from when it begins; nobody while it has no slot."""
    entry = queries.entry_of(interview)
    leaders = queries.slot_of(occasion).leaders if occasion else ()
    people = {lead.person_id for lead in leaders} - queries.kept_out(interview)
    seats = Seat.objects.filter(exercise=entry.exercise, person__in=people, state=SeatState.SITTING)
    begins = occasion.starts_at if occasion else None
    panels.share_by_hand(entry=entry, seats=list(seats), not_before=begins, by=by, now=now)


def post_invitation(interview: Interview, now: datetime) -> None:
    """Ask the applicant to choose a slot."""
    application, plan = interview.application, interview.plan
    send(
        "sle.interview_invite",
        to=application.applicant,
        alliance=application.alliance,
        about=application,
        values={
            "name": application.name,
            "round": application.round.title,
            "alliance": application.alliance.name,
            "place": plan.place,
            "details": plan.details,
            "choose_by": in_words(plan.choose_by),
            "page": Address(full(path_to("sle:interview_slot", application.alliance, code=application.code))),
        },
        dedupe=f"sle.interview_invite:{interview.pk}:{now.isoformat()}",
    )
