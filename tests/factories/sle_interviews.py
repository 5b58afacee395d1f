"""Interviews of a scored round: slots, who is invited, who has chosen, how it went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alliance.diary.models import Occasion
from alliance.panels import services as panels
from alliance.panels.models import Assignment, Entry
from alliance.panels.queries import exercise_about
from alliance.people.models import Person
from alliance.schools.models import Alliance
from sle.models import Application, Interview, InterviewPlan
from sle.queries.interviews import entry_of
from sle.services import interview_slots, interviews
from tests.factories.sle_panel import Stage, make_application, make_rubric, make_stage


def scored_round(alliance: Alliance, staff: Person, *names: str, level: str = "Green", **more: Any) -> Stage:
    """A round with interviews whose papers are scored: everybody named waits to be invited. Its panel is Carol Chair,
    Denis Deputy, Ann Scorer and Bob Marker."""
    stage = make_stage(alliance, staff, interviews=True, interview_rubric=make_rubric(alliance, staff), **more)
    applications = [make_application(stage.round, name) for name in names]
    stage.start_scoring()
    for application in applications:
        stage.score(application, level)
    stage.start_deciding()
    return stage


def set_up(stage: Stage, *, choose_by: datetime | None = None) -> InterviewPlan:
    """Where interviews are held; applicants choose for three days, if nothing else is said."""
    now = timezone.now()
    return interview_slots.set_up(
        round=stage.round,
        place="Boldmere Junior School",
        details="Ask for Mrs Lane.",
        choose_by=choose_by or now + timedelta(days=3),
        by=stage.staff,
        now=now,
    )


def add_slots(
    stage: Stage, plan: InterviewPlan, *seats: str, number: int = 2, room: str = "Room 4", at: datetime | None = None
) -> list[Occasion]:
    """Slots of half an hour in a week, with the panel's members of these seats ("scorer", "scorer2")."""
    starts_at = at or timezone.now() + timedelta(days=7)
    interview_slots.add_slots(
        plan=plan,
        starts_at=starts_at,
        ends_at=starts_at + number * timedelta(minutes=30),
        minutes=30,
        room=room,
        interviewers=[stage.seats[seat].person for seat in seats or ("scorer", "scorer2")],
        by=stage.staff,
        now=timezone.now(),
    )
    return list(Occasion.objects.filter(about_id=plan.pk, room=room).order_by("starts_at"))


def invite(stage: Stage, plan: InterviewPlan, *applications: Application) -> list[Interview]:
    """Invite these applicants, or all."""
    chosen = applications or stage.round.applications.order_by("pk")
    related = Application.objects.select_related("round__alliance", "alliance", "applicant", "school")
    found = list(related.filter(pk__in=[one.pk for one in chosen]).order_by("pk"))
    interviews.invite(plan=plan, applications=found, by=stage.staff, now=timezone.now())
    return [interview_of(one) for one in found]


def interview_of(application: Application) -> Interview:
    """An application's interview as its pages read it."""
    related = Interview.objects.select_related(
        "plan__round", "application__round__alliance", "application__alliance", "application__applicant"
    )
    return related.get(application=application)


def choose(interview: Interview, occasion: Occasion, *, by: Person | None = None, at: datetime | None = None) -> None:
    """The applicant (or staff) takes this slot."""
    interviews.choose_slot(
        interview=interview, occasion=occasion, by=by or interview.application.applicant, now=at or timezone.now()
    )


def begin(plan: InterviewPlan) -> None:
    """The day has come: every slot is over."""
    now = timezone.now()
    for occasion in Occasion.objects.filter(about_id=plan.pk):
        length = occasion.ends_at - occasion.starts_at
        Occasion.objects.filter(pk=occasion.pk).update(starts_at=now - 2 * length, ends_at=now - length)
    entries = Entry.objects.filter(exercise=exercise_about(plan), not_before__gt=now)
    entries.update(not_before=now - timedelta(minutes=1))


def score(
    interview: Interview,
    level: str,
    *,
    at: datetime | None = None,
    comment: str = "Spoke well.",
    only: Person | None = None,
) -> None:
    """Whoever has to (or `only` one of them) scores the interview at one level throughout, once it begins."""
    entry = entry_of(interview)
    when = at or max(entry.not_before or timezone.now(), timezone.now())
    rubric = entry.exercise.rubric
    given = {
        one.pk: panels.Given(level=rubric.levels.get(name=level).pk, comment=comment) for one in rubric.criteria.all()
    }
    owed = Assignment.objects.filter(entry=entry, state="assigned").select_related("entry__exercise", "seat__person")
    for assignment in owed.filter(seat__person=only) if only else owed:
        panels.submit_scores(
            assignment=assignment,
            given=given,
            comment="",
            revision=assignment.revision,
            dossier=entry.dossiers.order_by("-version").first(),
            by=assignment.seat.person,
            now=when,
        )
