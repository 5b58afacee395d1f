"""What panels put into people's inboxes and navigation, whom they let open files, and what must always be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from alliance.addresses import path_to
from alliance.library.models import Document
from alliance.panels import figures, queries
from alliance.panels.models import Assignment, Conflict, Entry, Exercise, Seat
from alliance.panels.states import AssignmentState, ExerciseState, Recommendation, SeatRole
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem
from alliance.refusal import Refusal
from alliance.schools.models import Alliance

_DONE = (ExerciseState.CLOSED,)


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """Panels, for people who sit on one that is not closed and for the staff who run one."""
    for exercise, seat in queries.exercises_of(person, alliance):
        if seat is None or exercise.state not in _DONE:
            yield NavItem("Panels", path_to("panels:exercise_list", alliance))
            return


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What a person owes to panels: interests, scores, agreeing; and for staff: clearing, and too few scorers.

    As many queries for one panel as for several.
    """
    at_work = [found for found in queries.exercises_of(person, alliance) if found[0].state not in _DONE]
    seats = [seat for _, seat in at_work if seat]
    exercises = {exercise.pk: exercise for exercise, _ in at_work}
    for seat in seats:
        seat.exercise = exercises[seat.exercise_id]
    yield from _of_seats(seats)
    yield from _of_staff(person, [exercise for exercise, seat in at_work if seat is None])


def _of_seats(seats: Sequence[Seat]) -> Iterator[InboxItem]:
    to_lead = queries.calibrations_to_lead(seats)
    left, to_agree = queries.waits_for_seats(seats), _to_agree([seat for seat in seats if seat.declared_at])
    for seat in seats:
        exercise = seat.exercise
        about: dict[str, Any] = {"about": exercise.title, "due": exercise.score_by}
        if seat.declared_at is None:
            page = path_to("panels:declaration", exercise.alliance, pk=exercise.pk)
            yield InboxItem(title="Declare your interests", url=page, action="Declare", **about)
            continue
        if count := left[seat.pk]:
            page = path_to("panels:next_unscored", exercise.alliance, pk=exercise.pk)
            yield InboxItem(title=f"Score {_applications(count)}", url=page, action="Score", **about)
        if exercise.pk in to_lead:
            page = path_to("panels:calibration", exercise.alliance, pk=exercise.pk)
            yield InboxItem(title=to_lead[exercise.pk], url=page, action="Lead", **about)
        if count := to_agree[exercise.pk]:
            yield InboxItem(
                title=f"Agree on {_applications(count)} on which scorers differ",
                about=exercise.title,
                url=path_to("panels:table", exercise.alliance, pk=exercise.pk) + "?flag=open",
                action="Agree",
            )


def _to_agree(seats: Sequence[Seat]) -> Counter[int]:
    """On how many entries the chair, or the deputy for them, still has to write down what was agreed, by exercise."""
    chairing = [s for s in seats if s.role != SeatRole.SCORER and _is_scored(s.exercise)]
    if not chairing:
        return Counter()
    scored = queries.active(*(seat.exercise for seat in chairing)).filter(score_count__gt=0)
    open_ones = scored.filter(recommendation=Recommendation.OPEN).exclude(assignments__state=AssignmentState.ASSIGNED)
    deputies = [seat.exercise for seat in chairing if seat.role == SeatRole.DEPUTY]
    instead = queries.closed_to_chair(*deputies) if deputies else frozenset()
    mine = {seat.exercise_id for seat in chairing if seat.role == SeatRole.CHAIR}
    found = open_ones.exclude(conflicts__seat__in=chairing).values_list("pk", "exercise_id")
    return Counter(exercise for pk, exercise in found if exercise in mine or pk in instead)


def _is_scored(exercise: Exercise) -> bool:
    """Is there something to agree already? Of interviews, as each is scored; else when scoring has ended."""
    return exercise.state == ExerciseState.SCORED or (exercise.by_name and exercise.state == ExerciseState.SCORING)


def _applications(count: int) -> str:
    return "1 application" if count == 1 else f"{count} applications"


def _of_staff(person: Person, exercises: Sequence[Exercise]) -> Iterator[InboxItem]:
    """Dossiers to clear; while scoring, entries that too few can score, and that nothing is left to wait for."""
    run = [one for one in exercises if one.state in (ExerciseState.PREPARING, ExerciseState.SCORING)]
    if not run:
        return
    scoring = [one for one in run if one.state == ExerciseState.SCORING]
    hidden = queries.hidden_from(person, run)
    uncleared = dict(queries.waiting_to_be_cleared(*run).values_list("pk", "exercise_id"))
    short = [entry for entry, _, _ in queries.short_of_scorers(*scoring)]
    unfinished = {entry.exercise_id for entry in queries.unfinished(*scoring)}
    to_clear = Counter(exercise for pk, exercise in uncleared.items() if pk not in hidden)
    too_few = Counter(entry.exercise_id for entry in short if entry.pk not in hidden)
    for exercise in run:
        page, title = path_to("panels:exercise", exercise.alliance, pk=exercise.pk), exercise.title
        if mine := to_clear[exercise.pk]:
            yield InboxItem(f"Clear {mine} dossier{'' if mine == 1 else 's'}", title, page, "Clear")
        if count := too_few[exercise.pk]:
            yield InboxItem(f"Too few can score {_applications(count)}", title, page, "See to it")
        if exercise in scoring and exercise.pk not in {*uncleared.values(), *unfinished}:
            where = queries.scoring_page(exercise) or page
            yield InboxItem("Everybody has scored: end scoring", title, where, "End scoring")


def broken(alliance: Alliance) -> Iterator[str]:
    """What should be impossible: figures that differ from the scores, assignments in spite of a conflict."""
    for entry in Entry.objects.filter(alliance=alliance).prefetch_related("assignments"):
        means = [a.mean for a in entry.assignments.all() if a.state == AssignmentState.SUBMITTED and a.mean is not None]
        if (entry.score_count, entry.mean, entry.median) != (len(means), figures.mean(means), figures.median(means)):
            yield f"Entry {entry.pk}: its figures are not those of its scores."
    held = Assignment.objects.filter(
        alliance=alliance, state__in=[AssignmentState.ASSIGNED, AssignmentState.SUBMITTED]
    ).values_list("entry_id", "seat_id")
    for entry_id, seat_id in set(held) & set(
        Conflict.objects.filter(alliance=alliance).values_list("entry_id", "seat_id")
    ):
        yield f"Entry {entry_id}: seat {seat_id} scores it in spite of a conflict."


def page_of_exercise(alliance: Alliance, pk: int) -> str:
    """Where an exercise is; a calibration is a page of its own panel."""
    found = Exercise.objects.filter(pk=pk, about_type=Exercise._meta.label_lower).first()
    if found:
        return path_to("panels:calibration", alliance, pk=found.about_id)
    return path_to("panels:exercise", alliance, pk=pk)


def may_open_version(person: Person, document: Document) -> Refusal | None:
    """May they open what staff made of an entry's paper before the panel gets it? Those who clear the entry."""
    entry = Entry.objects.select_related("exercise__alliance").filter(pk=document.subject_id).first()
    view = queries.view_of(person, entry.exercise) if entry else None
    if entry and view and view.runs and entry.pk not in view.hidden:
        return None
    return Refusal("Only the staff who clear this application can open this file.")
