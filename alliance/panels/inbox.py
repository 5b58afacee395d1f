"""What panels put into people's inboxes and navigation, whom they let open files, and what must always be true."""

from __future__ import annotations

from collections.abc import Iterator

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
    """What a person owes to panels: interests, scores, agreeing; and for staff: clearing, and too few scorers."""
    for exercise, seat in queries.exercises_of(person, alliance):
        if exercise.state in _DONE:
            continue
        if seat:
            seat.exercise = exercise
            yield from _of_seat(seat)
        else:
            yield from _of_staff(person, exercise)


def _of_seat(seat: Seat) -> Iterator[InboxItem]:
    exercise, alliance = seat.exercise, seat.exercise.alliance
    if seat.declared_at is None:
        yield InboxItem(
            title="Declare your interests",
            about=exercise.title,
            url=path_to("panels:declaration", alliance, pk=exercise.pk),
            action="Declare",
            due=exercise.score_by,
        )
        return
    left = queries.waits_for_seat(seat)
    if left:
        yield InboxItem(
            title=f"Score {_applications(left)}",
            about=exercise.title,
            url=path_to("panels:next_unscored", alliance, pk=exercise.pk),
            action="Score",
            due=exercise.score_by,
        )
    if seat.role == SeatRole.SCORER or exercise.state != ExerciseState.SCORED:
        return
    open_ones = queries.active(exercise).filter(recommendation=Recommendation.OPEN).exclude(conflicts__seat=seat)
    if seat.role == SeatRole.DEPUTY:
        open_ones = open_ones.filter(pk__in=queries.closed_to_chair(exercise))
    if count := open_ones.count():
        yield InboxItem(
            title=f"Agree on {_applications(count)} on which scorers differ",
            about=exercise.title,
            url=path_to("panels:table", alliance, pk=exercise.pk) + "?flag=open",
            action="Agree",
        )


def _applications(count: int) -> str:
    return "1 application" if count == 1 else f"{count} applications"


def _of_staff(person: Person, exercise: Exercise) -> Iterator[InboxItem]:
    """Dossiers to clear; while scoring, entries that too few can score, and that nothing is left to wait for."""
    if exercise.state not in (ExerciseState.PREPARING, ExerciseState.SCORING):
        return
    page = path_to("panels:exercise", exercise.alliance, pk=exercise.pk)
    hidden = queries.hidden_entries(person, exercise, None)
    uncleared = set(queries.waiting_to_be_cleared(exercise).values_list("pk", flat=True))
    if mine := len(uncleared - hidden):
        yield InboxItem(f"Clear {mine} dossier{'' if mine == 1 else 's'}", exercise.title, page, "Clear")
    if exercise.state != ExerciseState.SCORING:
        return
    if short := sum(entry.pk not in hidden for entry, _, _ in queries.short_of_scorers(exercise)):
        yield InboxItem(f"Too few can score {_applications(short)}", exercise.title, page, "See to it")
    if not uncleared and not queries.unfinished(exercise):
        where = queries.scoring_page(exercise) or page
        yield InboxItem("Everybody has scored: end scoring", exercise.title, where, "End scoring")


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
    """Where an exercise is."""
    return path_to("panels:exercise", alliance, pk=pk)


def may_open_version(person: Person, document: Document) -> Refusal | None:
    """May they open what staff made of an entry's paper before the panel gets it? Those who clear the entry."""
    entry = Entry.objects.select_related("exercise__alliance").filter(pk=document.subject_id).first()
    view = queries.view_of(person, entry.exercise) if entry else None
    if entry and view and view.runs and entry.pk not in view.hidden:
        return None
    return Refusal("Only the staff who clear this application can open this file.")
