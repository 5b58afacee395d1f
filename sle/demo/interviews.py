"""The demo's interviews: days with slots in two rooms, who has chosen one, who came, and what interviewers found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from alliance.diary.models import Occasion
from alliance.diary.queries import occasions_about
from alliance.panels import services as panels
from alliance.panels.models import Assignment, Rubric
from alliance.panels.services import Given
from alliance.panels.standard import RED_AMBER_GREEN, CriterionSpec, RubricSpec
from alliance.people.models import Person
from alliance.schools.models import Alliance
from sle.demo.making import at, day
from sle.models import Application, Interview, InterviewPlan, Round
from sle.queries.interviews import entry_of, free_slots
from sle.services import interview_slots, interviews

CRITERIA = RubricSpec(
    "Interview for specialist leaders",
    RED_AMBER_GREEN.levels,
    (
        CriterionSpec("Builds trust", "Listens first, and would be let in by a wary colleague."),
        CriterionSpec("Challenges with tact", "Says what is hard to hear, so that it is heard."),
        CriterionSpec("Plans support", "Makes a plan for the case in hand that a school could follow."),
    ),
)


def held() -> int:
    """The last working day before today, counted from today."""
    return max(number for number in (-1, -2, -3) if _works(number))


def to_come() -> int:
    """A working day in about a week."""
    return min(number for number in (6, 7, 8) if _works(number))


def _works(number: int) -> bool:
    return day(number).weekday() < 5


def criteria(alliance: Alliance, by: Person) -> Rubric:
    """What interviews are scored against."""
    return panels.new_rubric(alliance=alliance, spec=CRITERIA, by=by)


def plan(cast: Any, made: Round, urns: Sequence[int], now: datetime) -> InterviewPlan:
    """Slots on the last day before today and on one next week, in two rooms: the heads of the first two schools in one,
    of the others in the other."""
    found = interview_slots.set_up(
        round=made,
        place="Teddington School, Broom Road",
        details="Please ask for Mrs Lane at the office, and bring a photograph of your work.",
        choose_by=at(-4, time(12, 0)),
        by=cast.lead,
        now=now,
    )
    for when in (held(), to_come()):
        for room, some in (("Library", urns[:2]), ("Meeting room", urns[2:])):
            interview_slots.add_slots(
                plan=found,
                starts_at=at(when, time(9, 20)),
                ends_at=at(when, time(11, 20)),
                minutes=40,
                room=room,
                interviewers=[cast.head_of[urn] for urn in some],
                by=cast.lead,
                now=now,
            )
    return found


def invite(cast: Any, found: InterviewPlan, applications: Sequence[Application], now: datetime) -> list[Interview]:
    """Invite these applicants."""
    related = Application.objects.select_related("round__alliance", "alliance", "applicant", "school")
    chosen = list(related.filter(pk__in=[one.pk for one in applications]).order_by("pk"))
    interviews.invite(plan=found, applications=chosen, by=cast.lead, now=now)
    whole = Interview.objects.select_related("plan__round", "application__round__alliance", "application__applicant")
    return list(whole.filter(application__in=chosen).order_by("pk"))


def choose(interview: Interview, *, days: int, now: datetime) -> Occasion:
    """The applicant takes the first slot that is open to them on the day so many days from today."""
    free = [slot.occasion for slot in free_slots(interview, now)]
    slots = [occasion for occasion in free if timezone.localdate(occasion.starts_at) == day(days)]
    interviews.choose_slot(interview=interview, occasion=slots[0], by=interview.application.applicant, now=now)
    return slots[0]


def hold(interview: Interview, level: str, *, leaving: int = 0) -> None:
    """Interviewers score at one level, but for the last `leaving` of them."""
    entry = entry_of(interview)
    begins = entry.not_before
    assert begins is not None  # noqa: S101  # it has a slot; for the type checker
    rubric = entry.exercise.rubric
    chosen = rubric.levels.get(name=level)
    given = {one.pk: Given(level=chosen.pk, comment=f"{level} throughout.") for one in rubric.criteria.all()}
    owed = Assignment.objects.filter(entry=entry, state="assigned").select_related("entry__exercise", "seat__person")
    dossier = entry.dossiers.order_by("-version").first()
    assert dossier is not None  # noqa: S101  # each entry has one; for the type checker
    for assignment in list(owed)[: len(owed) - leaving]:
        panels.submit_scores(
            assignment=assignment,
            given=given,
            comment="",
            revision=assignment.revision,
            dossier=dossier,
            by=assignment.seat.person,
            now=begins + timedelta(minutes=45),
        )


def stays_away(cast: Any, interview: Interview) -> None:
    """The applicant did not come."""
    interviews.write_down(interview=interview, came=False, by=cast.lead, now=at(held(), time(16, 0)))


def moves_a_slot(cast: Any, found: InterviewPlan, occasion: Occasion) -> None:
    """A late change: the slot begins ten minutes later, in another room."""
    stored = occasions_about(found).get(pk=occasion.pk)
    leaders = [one.person for one in stored.attendances.filter(part="leads").select_related("person")]
    interview_slots.change_slot(
        plan=found,
        occasion=stored,
        starts_at=stored.starts_at + timedelta(minutes=10),
        minutes=30,
        room="Head’s office",
        interviewers=leaders,
        by=cast.lead,
        now=timezone.now(),
    )
