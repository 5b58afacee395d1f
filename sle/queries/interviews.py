"""Interviews as they stand: slots with who interviews and who comes, and what became of each applicant's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from alliance.diary.models import Attendance, Occasion
from alliance.diary.queries import attendances_about, occasions_about
from alliance.diary.states import HOLDS_A_PLACE, AttendanceState, OccasionState, Part
from alliance.panels.models import Assignment, Conflict, Entry, Exercise, Seat
from alliance.panels.queries import Result, exercise_about, exercises_about, results
from alliance.panels.states import AssignmentState, Recommendation, SeatState
from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.times import in_words
from sle.models import Application, Interview, InterviewPlan, Round
from sle.states import InterviewState, RoundState

# Leading, and not replaced or called off.
LEADING = (AttendanceState.INVITED, *HOLDS_A_PLACE)
# The graver of two recommendations counts, so that both sets of criteria have to be met.
GRAVER = (Recommendation.AGAINST, Recommendation.OPEN, Recommendation.SUPPORT, Recommendation.FOR)


@dataclass(frozen=True)
class Slot:
    """A time in a room: who interviews, and who comes, if it is taken."""

    occasion: Occasion
    leaders: Sequence[Attendance]
    guest: Attendance | None

    @property
    def interviewers(self) -> str:
        """Their names."""
        return ", ".join(lead.person.name for lead in self.leaders)

    @property
    def is_planned(self) -> bool:
        """Is it not called off?"""
        return self.occasion.state == OccasionState.PLANNED

    def is_to_come(self, now: datetime) -> bool:
        """Can it still be changed?"""
        return self.is_planned and self.occasion.starts_at > now


@dataclass(frozen=True)
class Stand:
    """How an applicant's interview stands. `waiting`: somebody who interviewed has not submitted yet."""

    interview: Interview
    place: Attendance | None
    result: Result | None
    waiting: bool

    @property
    def is_scored(self) -> bool:
        """Has anybody scored it?"""
        return self.result is not None and self.result.entry.score_count > 0

    @property
    def is_missed(self) -> bool:
        """Did they stay away?"""
        return not self.is_scored and self.place is not None and self.place.state == AttendanceState.ABSENT

    @property
    def is_booked(self) -> bool:
        """Do they have a slot, or had one and nobody wrote down that they stayed away?"""
        return self.place is not None and self.place.state in (AttendanceState.BOOKED, AttendanceState.ATTENDED)

    @property
    def is_open(self) -> bool:
        """Is there something to wait for?"""
        if self.interview.state == InterviewState.CALLED_OFF or self.is_missed:
            return False
        return not self.is_scored or self.waiting

    @property
    def recommendation(self) -> Recommendation | None:
        """By the rule of the interview's criteria; None where it was not held and will not be."""
        if self.is_open:
            return Recommendation.OPEN
        return Recommendation(self.result.recommendation) if self.result and self.is_scored else None

    @property
    def state(self) -> str:
        """How it stands, in a word or two."""
        if self.is_scored:
            return "Being scored" if self.waiting else "Scored"
        if self.interview.state == InterviewState.CALLED_OFF:
            return "Called off"
        if self.is_missed:
            return "Did not attend"
        return "Slot chosen" if self.is_booked else "No slot yet"

    @property
    def in_short(self) -> str:
        """How often each level was given, the best first: "4 Green, 1 Amber", and on how many criteria interviewers
        differ; or how the interview stands."""
        if self.result is None or not self.is_scored or self.waiting:
            return self.state
        levels = [one.level for one in self.result.criteria]
        given = Counter((-level.position, level.name) for level in levels if level)
        said = [f"{given[level]} {level[1]}" for level in sorted(given)]
        differ = levels.count(None)
        return ", ".join([*said, *([f"{differ} to agree"] if differ else [])])


def stands_of(rounds: Sequence[Round]) -> dict[int, Stand]:
    """How the interviews of these rounds stand, by application. The same few queries for one as for several; one where
    no round has interviews."""
    own = Interview.objects.filter(application__round__in=[round.pk for round in rounds if round.interviews])
    interviews = list(own.select_related("plan", "application__applicant"))
    if not interviews:
        return {}
    exercises = exercises_about(list({one.plan_id: one.plan for one in interviews}.values()))
    found = {result.candidate_id: result for result in results(*exercises.values())}
    waiting = set(
        Assignment.objects.filter(entry__exercise__in=exercises.values(), state=AssignmentState.ASSIGNED).values_list(
            "entry__candidate_id", flat=True
        )
    )
    places: dict[int, Attendance] = {}
    for one in attendances_about(*(interview.application for interview in interviews)):
        if one.part == Part.COMES and one.state in HOLDS_A_PLACE and one.about_id is not None:
            places[one.about_id] = one
    return {
        one.application_id: Stand(
            one,
            places.get(one.application_id),
            found.get(one.application_id),
            one.application_id in waiting,
        )
        for one in interviews
    }


def combined(of_papers: str, stand: Stand | None) -> Recommendation:
    """What the rules of both sets of criteria recommend together: the graver of the two; of the papers alone where
    there was no interview."""
    both = [Recommendation(of_papers)]
    if stand is not None and stand.recommendation is not None:
        both.append(stand.recommendation)
    return min(both, key=GRAVER.index)


def plan_of(round: Round) -> InterviewPlan | None:
    """How the round's interviews are held, once that is set up."""
    return InterviewPlan.objects.select_related("round__alliance", "alliance").filter(round=round).first()


def slots_of(plan: InterviewPlan) -> list[Slot]:
    """Every slot, earliest first. Two queries."""
    occasions = list(occasions_about(plan))
    there: dict[int, list[Attendance]] = defaultdict(list)
    for one in Attendance.objects.filter(occasion__in=occasions).select_related("person").order_by("pk"):
        there[one.occasion_id].append(one)
    return [_slot(occasion, there[occasion.pk]) for occasion in occasions]


def slot_of(occasion: Occasion) -> Slot:
    """One slot as it stands now."""
    return _slot(occasion, occasion.attendances.select_related("person").order_by("pk"))


def _slot(occasion: Occasion, there: Iterable[Attendance]) -> Slot:
    people = list(there)
    guests = [one for one in people if one.part == Part.COMES and one.state in HOLDS_A_PLACE]
    leaders = [one for one in people if one.part == Part.LEADS and one.state in LEADING]
    return Slot(occasion, leaders, guests[0] if guests else None)


def entry_of(interview: Interview) -> Entry:
    """The interview as its panel scores it."""
    exercise = exercise_about(interview.plan)
    return Entry.objects.select_related("exercise").get(exercise=exercise, candidate_id=interview.application_id)


def kept_out(interview: Interview) -> set[int]:
    """Ids of the people whom a conflict keeps out of this interview."""
    return set(Conflict.objects.filter(entry=entry_of(interview)).values_list("seat__person_id", flat=True))


def free_slots(interview: Interview, now: datetime) -> list[Slot]:
    """The slots that this applicant can be given: free, still to come, with nobody in them who has a conflict."""
    out = kept_out(interview)
    return [
        slot
        for slot in slots_of(interview.plan)
        if slot.is_to_come(now) and slot.guest is None and slot.leaders and not _meets(slot.leaders, out)
    ]


def _meets(leaders: Iterable[Attendance], people: Collection[int]) -> bool:
    return any(lead.person_id in people for lead in leaders)


def place_of(interview: Interview) -> Attendance | None:
    """The slot that the applicant has or had last; None if none."""
    found = attendances_about(interview.application).filter(part=Part.COMES, state__in=HOLDS_A_PLACE)
    return found.last()


def interviewers_of(plan: InterviewPlan) -> list[Seat]:
    """Who can be put down to interview: whoever sits on the panel and has declared their interests."""
    seats = Seat.objects.filter(exercise=exercise_about(plan), state=SeatState.SITTING, declared_at__isnull=False)
    return list(seats.select_related("person").order_by("person__surname", "person__first_name", "pk"))


def clash(
    plan: InterviewPlan,
    starts_at: datetime,
    ends_at: datetime,
    *,
    room: str,
    people: Collection[Person],
    but: Occasion | None = None,
) -> str:
    """The sentence for a room or a person that would be in two slots at once; empty if none is. Two queries."""
    for slot in slots_of(plan):
        one = slot.occasion
        if not slot.is_planned or one == but or one.starts_at >= ends_at or one.ends_at <= starts_at:
            continue
        if one.room.casefold() == room.strip().casefold():
            return f"{one.room} has an interview on {in_words(one.starts_at)} already."
        for lead in slot.leaders:
            if lead.person in people:
                return f"{lead.person.name} interviews in {one.room} on {in_words(one.starts_at)} already."
    return ""


@dataclass(frozen=True)
class Mine:
    """A slot in which somebody interviews: with whom, and the entry under which they score it."""

    slot: Slot
    application: Application | None
    entry: Entry | None


def interviews_held_by(person: Person, plan: InterviewPlan, exercise: Exercise) -> list[Mine]:
    """The slots in which this person interviews, earliest first; who comes only where no conflict hides them."""
    own = [slot for slot in slots_of(plan) if slot.is_planned and any(one.person == person for one in slot.leaders)]
    guests = [slot.guest.about_id for slot in own if slot.guest]
    applications = Application.objects.select_related("applicant").in_bulk([pk for pk in guests if pk])
    entries = Entry.objects.filter(exercise=exercise, candidate_id__in=list(applications), withdrawn_at=None)
    seen = {one.candidate_id: one for one in entries.exclude(conflicts__seat__person=person)}
    found = []
    for slot in own:
        pk = slot.guest.about_id if slot.guest else None
        found.append(
            Mine(slot, applications.get(pk) if pk in seen else None, seen.get(pk)) if pk else Mine(slot, None, None)
        )
    return found


def without_slot(alliance: Alliance) -> QuerySet[Interview]:
    """The interviews of rounds being decided for which no slot is chosen."""
    chosen = Attendance.objects.filter(
        about_type=Application._meta.label_lower, part=Part.COMES, state__in=HOLDS_A_PLACE
    )
    open_ones = Interview.objects.filter(
        alliance=alliance, state=InterviewState.INVITED, application__round__state=RoundState.DECIDING
    )
    waiting = open_ones.exclude(application__in=chosen.values("about_id"))
    return waiting.select_related("plan", "application__round").order_by("pk")


def to_hold(person: Person, now: datetime) -> list[tuple[Round, datetime]]:
    """The rounds in which this person interviews next, and when. Two queries at most."""
    own = Attendance.objects.filter(
        person=person,
        part=Part.LEADS,
        state=AttendanceState.BOOKED,
        occasion__about_type=InterviewPlan._meta.label_lower,
        occasion__ends_at__gt=now,
    )
    first = dict(own.values_list("occasion__about_id").annotate(begins=Min("occasion__starts_at")))
    if not first:
        return []
    plans = InterviewPlan.objects.filter(pk__in=list(first)).select_related("round").order_by("pk")
    return [(plan.round, first[plan.pk]) for plan in plans]
