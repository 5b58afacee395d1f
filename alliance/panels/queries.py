"""What the panels' pages and the responsibilities read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.members.models import Membership, SchoolContact
from alliance.members.queries import is_staff
from alliance.panels.facts import CandidateFacts
from alliance.panels.models import (
    AgreedScore,
    Assignment,
    Conflict,
    Criterion,
    Dossier,
    Entry,
    Exercise,
    Level,
    Rubric,
    Score,
    Seat,
)
from alliance.panels.rules import Standing, View, conflict_kinds
from alliance.panels.states import AssignmentState, ExerciseState, SeatRole, SeatState
from alliance.people.models import Person
from alliance.portal import portals
from alliance.schools.models import Alliance, School

LATE_YEARS = 3


# --- who candidates are, for a moment


def candidate_facts(exercise: Exercise) -> Mapping[int, CandidateFacts]:
    """Who the candidates are, by candidate id, as the responsibility says; empty if none says."""
    for portal in portals():
        if exercise.about_type in portal.candidates:
            return portal.candidates[exercise.about_type](exercise)
    return {}


def standing(person: Person, alliance: Alliance, seat: Seat | None = None) -> Standing:
    """What is known of a person when conflicts are looked for: every address, schools now and in the last years.

    Schools count wherever the person has a role, also in another alliance: a head stays the head of their school.
    """
    verified = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    emails = frozenset({person.email.lower(), *(address.lower() for address in verified)})
    today = timezone.localdate()
    with scopes_disabled():  # named place: a conflict is a conflict whichever alliance knows of the school
        roles = list(Membership.objects.filter(person=person, school__isnull=False).values_list("school_id", "until"))
    contacts = SchoolContact.objects.filter(alliance=alliance, email__in=emails).values_list("school_id", "until")
    now, late = set(), set()
    for school_id, until in [*roles, *contacts]:
        if until is None or until > today:
            now.add(school_id)
        elif until > today - timedelta(days=365 * LATE_YEARS):
            late.add(school_id)
    if seat and seat.school_id:
        now.add(seat.school_id)
    schools = {school.pk: school for school in School.objects.filter(pk__in=now | late)}
    return Standing(
        person_id=person.pk,
        emails=emails,
        urns=frozenset(schools[pk].urn for pk in now),
        late_urns=frozenset(schools[pk].urn for pk in late - now),
        trust_codes=frozenset(schools[pk].trust_code for pk in now if schools[pk].trust_code),
        interests=tuple(seat.interests.all()) if seat else (),
    )


def conflicted(person: Person, exercise: Exercise) -> set[int]:
    """Ids of the candidates with whom this person must have nothing to do, whether they sit on the panel or not."""
    facts = candidate_facts(exercise)
    known = standing(person, exercise.alliance)
    found = {candidate_id for candidate_id, its in facts.items() if conflict_kinds(known, its)}
    stored = Conflict.objects.filter(entry__exercise=exercise, seat__person=person)
    return found | set(stored.values_list("entry__candidate_id", flat=True))


def hidden_entries(person: Person, exercise: Exercise, seat: Seat | None) -> frozenset[int]:
    """Ids of the entries that this person is never shown in this exercise.

    For a seat the conflicts are rows, found again whenever a seat or an entry is added; for anybody else they are
    looked for now.
    """
    if seat:
        return frozenset(Conflict.objects.filter(seat=seat).values_list("entry_id", flat=True))
    candidates = conflicted(person, exercise)
    return frozenset(exercise.entries.filter(candidate_id__in=candidates).values_list("pk", flat=True))


def view_of(person: Person, exercise: Exercise) -> View | None:
    """What the person is to the exercise; None if nothing, and then nothing of it exists for them."""
    seat = Seat.objects.filter(exercise=exercise, person=person, state=SeatState.SITTING).first()
    staff = is_staff(person, exercise.alliance, exercise.responsibility)
    if not seat and not staff:
        return None
    chair_hidden: frozenset[int] = frozenset()
    if seat and seat.role == SeatRole.DEPUTY:
        chair_hidden = closed_to_chair(exercise)
    return View(person, exercise, seat, staff, hidden_entries(person, exercise, seat), chair_hidden)


def closed_to_chair(exercise: Exercise) -> frozenset[int]:
    """Ids of the entries that the deputy chairs: all of them while there is no chair."""
    chair = Seat.objects.filter(exercise=exercise, role=SeatRole.CHAIR, state=SeatState.SITTING).first()
    entries = Entry.objects.filter(exercise=exercise)
    if chair:
        entries = entries.filter(conflicts__seat=chair)
    return frozenset(entries.values_list("pk", flat=True))


def named_candidates(view: View) -> list[tuple[int, str]]:
    """(id of the entry, name and school) of every candidate, for a panel that is not anonymous; no hidden ones."""
    facts = candidate_facts(view.exercise)
    found = []
    for entry in active(view.exercise).exclude(pk__in=view.hidden):
        its = facts.get(entry.candidate_id, CandidateFacts())
        found.append((entry.pk, ", ".join([*its.names[:1], *its.school_names[:1]]) or entry.code))
    return sorted(found, key=lambda one: one[1])


# --- for responsibilities


def exercise_about(record: models.Model) -> Exercise | None:
    """The latest exercise about this record of a responsibility (a round), if there is one."""
    return Exercise.objects.filter(about_type=record._meta.label_lower, about_id=record.pk).order_by("-id").first()


def has_seat(person: Person, alliance: Alliance) -> bool:
    """Does the person sit on any panel of the alliance? Then signing in takes a second factor."""
    return Seat.objects.filter(alliance=alliance, person=person, state=SeatState.SITTING).exists()


def sits_on(person: Person | None, record: models.Model) -> bool:
    """Does the person sit on a panel about this record? Until release they then have no other right on it."""
    return (
        person is not None
        and Seat.objects.filter(
            person=person,
            state=SeatState.SITTING,
            exercise__about_type=record._meta.label_lower,
            exercise__about_id=record.pk,
        )
        .exclude(exercise__state=ExerciseState.CLOSED)
        .exists()
    )


@dataclass(frozen=True)
class CriterionResult:
    """What the panel made of one criterion: the agreed level, or the one all scorers gave, and their comments."""

    criterion: Criterion
    agreed: Level | None
    unanimous: Level | None
    reason: str
    comments: tuple[str, ...]

    @property
    def level(self) -> Level | None:
        """The level that counts for the recommendation."""
        return self.agreed or self.unanimous


@dataclass(frozen=True)
class Result:
    """What the panel made of one candidate. Numbers are thousandths, None while nobody has scored."""

    entry: Entry
    criteria: tuple[CriterionResult, ...]
    comments: tuple[str, ...]

    @property
    def candidate_id(self) -> int:
        """The candidate, as the responsibility knows them."""
        return self.entry.candidate_id

    @property
    def code(self) -> str:
        """The entry's code."""
        return self.entry.code

    @property
    def mean(self) -> int | None:
        """Mean of the scorers' means."""
        return self.entry.mean

    @property
    def median(self) -> int | None:
        """Median of the scorers' means."""
        return self.entry.median

    @property
    def spread(self) -> int | None:
        """Highest less lowest scorer."""
        return self.entry.spread

    @property
    def recommendation(self) -> str:
        """By the rubric's rule (states.Recommendation)."""
        return self.entry.recommendation


def results(exercise: Exercise) -> list[Result]:
    """What the panel made of every candidate who has not withdrawn, in the order of codes. Four queries."""
    entries = list(Entry.objects.filter(exercise=exercise, withdrawn_at=None))
    criteria = list(Criterion.objects.filter(rubric=exercise.rubric_id))
    agreed = {
        (a.entry_id, a.criterion_id): a
        for a in AgreedScore.objects.filter(entry__exercise=exercise).select_related("level")
    }
    scores: dict[tuple[int, int], list[Score]] = defaultdict(list)
    general: dict[int, list[str]] = defaultdict(list)
    seen: set[int] = set()
    for score in submitted_scores(exercise):
        entry_id = score.assignment.entry_id
        scores[entry_id, score.criterion_id].append(score)
        if score.assignment_id not in seen:
            seen.add(score.assignment_id)
            general[entry_id] += [score.assignment.comment] if score.assignment.comment else []
    return [
        Result(
            entry,
            tuple(
                _criterion_result(criterion, agreed.get((entry.pk, criterion.pk)), scores[entry.pk, criterion.pk])
                for criterion in criteria
            ),
            tuple(general[entry.pk]),
        )
        for entry in entries
    ]


def submitted_scores(exercise: Exercise) -> QuerySet[Score]:
    """Every score that counts, scorers in the order of their seats, with level and assignment."""
    return (
        Score.objects.filter(assignment__entry__exercise=exercise, assignment__state=AssignmentState.SUBMITTED)
        .select_related("assignment", "level")
        .order_by("assignment__seat_id", "criterion__position", "id")
    )


def _criterion_result(criterion: Criterion, agreed: AgreedScore | None, scores: list[Score]) -> CriterionResult:
    levels = {score.level_id: score.level for score in scores if score.level_id}
    return CriterionResult(
        criterion=criterion,
        agreed=agreed.level if agreed else None,
        unanimous=next(iter(levels.values())) if len(levels) == 1 else None,
        reason=agreed.reason if agreed else "",
        comments=tuple(score.comment for score in scores if score.comment),
    )


# --- dossiers and assignments


def active(exercise: Exercise) -> QuerySet[Entry]:
    """Entries that are scored: not withdrawn."""
    return Entry.objects.filter(exercise=exercise, withdrawn_at=None)


def readable_dossier(entry: Entry) -> Dossier | None:
    """The version that the panel reads: the latest, in an anonymous exercise the latest that is cleared."""
    dossiers = Dossier.objects.filter(entry=entry).order_by("-version")
    return (dossiers.exclude(cleared_at=None) if entry.exercise.anonymous else dossiers).first()


def open_to_score(exercise: Exercise) -> QuerySet[Entry]:
    """Entries that may be given to scorers: with a dossier that the panel may read."""
    readable = Q(dossiers__cleared_at__isnull=False) if exercise.anonymous else Q(dossiers__isnull=False)
    return active(exercise).filter(readable).distinct()


def assignments_of(seat: Seat) -> QuerySet[Assignment]:
    """What this seat has to score or has scored, in its own random order; never what a conflict hides."""
    return (
        Assignment.objects.filter(seat=seat, entry__withdrawn_at=None)
        .exclude(state__in=[AssignmentState.RECUSED, AssignmentState.EXCUSED])
        .exclude(entry__conflicts__seat=seat)
        .select_related("entry__exercise", "seat")
        .order_by("position", "id")
    )


def is_open(entry: Entry) -> bool:
    """Have all its scorers submitted or been excused? Only then do scores on it open to one another."""
    assignments = Assignment.objects.filter(entry=entry)
    return (
        assignments.filter(state=AssignmentState.SUBMITTED).exists()
        and not assignments.filter(state=AssignmentState.ASSIGNED).exists()
    )


def open_entries(view: View) -> frozenset[int]:
    """Ids of the entries whose scores are open to this person. One or two queries.

    All its scorers must have submitted or been excused. A scorer sees those they have scored themselves; drafts and
    abstentions (nothing judged) open nothing. Chair and deputy also see what they were not given to score, and once
    scoring is over everything; so do the staff who run the exercise.
    """
    if view.exercise.state == ExerciseState.PREPARING:
        return frozenset()
    over = view.exercise.state != ExerciseState.SCORING
    entries = active(view.exercise).exclude(pk__in=view.hidden)
    if view.seat is None:
        return frozenset(entries.values_list("pk", flat=True)) if over and view.runs else frozenset()
    own = dict(Assignment.objects.filter(seat=view.seat).values_list("entry_id", "mean"))
    mine = {entry_id for entry_id, mean in own.items() if mean is not None}
    if over:
        every = frozenset(entries.values_list("pk", flat=True))
        return every if view.leads else every & mine
    waiting = Assignment.objects.filter(entry=models.OuterRef("pk"), state=AssignmentState.ASSIGNED)
    finished = entries.filter(score_count__gt=0).exclude(models.Exists(waiting)).values_list("pk", flat=True)
    return frozenset(pk for pk in finished if pk in mine or (view.leads and pk not in own))


def latest_version(rubric: Rubric) -> Rubric:
    """The newest version of a rubric, itself if there is no newer one."""
    newer = Rubric.objects.filter(previous=rubric).first()
    return latest_version(newer) if newer else rubric
