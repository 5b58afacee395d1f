"""Who people are to an exercise: candidates for a moment, conflicts, and what a person may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.members.models import Membership, SchoolContact
from alliance.members.queries import is_staff
from alliance.panels.facts import CandidateFacts
from alliance.panels.models import Conflict, Entry, Exercise, Seat
from alliance.panels.queries.entries import active
from alliance.panels.rules import Standing, View, conflict_kinds
from alliance.panels.states import ExerciseState, SeatRole, SeatState
from alliance.people.models import Person
from alliance.portal import portals
from alliance.schools.models import Alliance, School

LATE_YEARS = 3


def candidate_facts(*exercises: Exercise) -> Mapping[int, CandidateFacts]:
    """Who the candidates of exercises about one kind of record are, by candidate id, as the responsibility says; empty
    if none says."""
    kind = exercises[0].about_type
    for portal in portals():
        if kind in portal.candidates:
            return portal.candidates[kind](exercises)
    return {}


def standing(person: Person, alliance: Alliance, seat: Seat | None = None) -> Standing:
    """What is known of one person when conflicts are looked for; on a seat, with what it stands for and declares."""
    return standings([person], alliance, seat)[person.pk]


def standings(people: Sequence[Person], alliance: Alliance, seat: Seat | None = None) -> dict[int, Standing]:
    """What is known of people when conflicts are looked for: every address, schools now and in the last years.

    Schools count wherever somebody has a role, also in another alliance: a head stays the head of their school. As many
    queries for one person as for several.
    """
    emails = {person.pk: {person.email.lower()} for person in people}
    verified = EmailAddress.objects.filter(user__in=emails, verified=True).values_list("user_id", "email")
    for person_id, email in verified:
        emails[person_id].add(email.lower())
    owners: dict[str, list[int]] = defaultdict(list)
    for person_id, addresses in emails.items():
        for email in addresses:
            owners[email].append(person_id)
    with scopes_disabled():  # named place: a conflict is a conflict whichever alliance knows of the school
        roles = Membership.objects.filter(person__in=emails, school__isnull=False)
        ties = list(roles.values_list("person_id", "school_id", "until"))
    contacts = SchoolContact.objects.filter(alliance=alliance, email__in=owners)
    for email, school_id, until in contacts.values_list("email", "school_id", "until"):
        ties += [(person_id, school_id, until) for person_id in owners[email.lower()]]
    if seat and seat.school_id:
        ties.append((seat.person_id, seat.school_id, None))
    now, late, today = defaultdict(set), defaultdict(set), timezone.localdate()
    for person_id, school_id, until in ties:
        if until is None or until > today:
            now[person_id].add(school_id)
        elif until > today - timedelta(days=365 * LATE_YEARS):
            late[person_id].add(school_id)
    schools = School.objects.in_bulk({school_id for _, school_id, _ in ties})
    interests = tuple(seat.interests.all()) if seat else ()
    return {
        pk: Standing(
            person_id=pk,
            emails=frozenset(emails[pk]),
            urns=frozenset(schools[one].urn for one in now[pk]),
            late_urns=frozenset(schools[one].urn for one in late[pk] - now[pk]),
            trust_codes=frozenset(schools[one].trust_code for one in now[pk] if schools[one].trust_code),
            interests=interests,
        )
        for pk in emails
    }


def hidden_from(person: Person, exercises: Sequence[Exercise]) -> frozenset[int]:
    """Ids of the entries of these exercises (of one alliance) with whose candidates this person, who does not sit on
    their panels, must have nothing to do. As many queries for one exercise as for several."""
    if not exercises:
        return frozenset()
    known = standing(person, exercises[0].alliance)
    kinds = {exercise.pk: exercise.about_type for exercise in exercises}
    found = set()
    for kind in set(kinds.values()):
        facts = candidate_facts(*(exercise for exercise in exercises if exercise.about_type == kind))
        found |= {(kind, candidate_id) for candidate_id, its in facts.items() if conflict_kinds(known, its)}
    stored = Conflict.objects.filter(entry__exercise__in=exercises, seat__person=person)
    entries = Entry.objects.filter(exercise__in=exercises).values_list("pk", "exercise_id", "candidate_id")
    hidden = {pk for pk, exercise_id, candidate_id in entries if (kinds[exercise_id], candidate_id) in found}
    return frozenset(hidden | set(stored.values_list("entry_id", flat=True)))


def hidden_entries(person: Person, exercise: Exercise, seat: Seat | None) -> frozenset[int]:
    """Ids of the entries that this person is never shown in this exercise.

    For a seat the conflicts are rows, found again whenever a seat or an entry is added; for anybody else they are
    looked for now.
    """
    if seat:
        return frozenset(Conflict.objects.filter(seat=seat).values_list("entry_id", flat=True))
    return hidden_from(person, [exercise])


def run_by(person: Person, exercises: Iterable[Exercise]) -> set[int]:
    """Ids of those exercises that the person runs as staff. Not if its responsibility closes what it is about to them:
    staff who are candidates themselves see nothing of the others."""
    staffed = [one for one in exercises if is_staff(person, one.alliance, one.responsibility)]
    abouts: dict[str, set[int]] = {}
    for one in staffed:
        abouts.setdefault(one.about_type, set()).add(one.about_id)
    closed = {
        (kind, pk)
        for portal in portals()
        for kind, ids in abouts.items()
        if kind in portal.closed
        for pk in portal.closed[kind](person).filter(pk__in=ids).values_list("pk", flat=True)
    }
    return {one.pk for one in staffed if (one.about_type, one.about_id) not in closed}


def view_of(person: Person, exercise: Exercise) -> View | None:
    """What the person is to the exercise; None if nothing, and then nothing of it exists for them.

    Whoever has left the panel has no desk any more, and runs nothing of it before it is closed, staff or not.
    """
    held = Seat.objects.filter(exercise=exercise, person=person).first()
    seat = held if held and held.state == SeatState.SITTING else None
    kept_out = held is not None and seat is None and exercise.state != ExerciseState.CLOSED
    staff = not kept_out and bool(run_by(person, [exercise]))
    if not seat and not staff:
        return None
    chair_hidden: frozenset[int] = frozenset()
    if seat and seat.role == SeatRole.DEPUTY:
        chair_hidden = closed_to_chair(exercise)
    return View(person, exercise, seat, staff, hidden_entries(person, exercise, seat), chair_hidden)


def closed_to_chair(*exercises: Exercise) -> frozenset[int]:
    """Ids of the entries that the deputy chairs: all of an exercise while it has no chair."""
    chairs = Seat.objects.filter(exercise__in=exercises, role=SeatRole.CHAIR, state=SeatState.SITTING)
    entries = Entry.objects.filter(exercise__in=exercises)
    closed = entries.filter(Q(conflicts__seat__in=chairs) | ~Q(exercise__in=chairs.values("exercise")))
    return frozenset(closed.values_list("pk", flat=True))


def named_candidates(view: View) -> list[tuple[int, str]]:
    """(id of the entry, name and school) of every candidate, for a panel that is not anonymous; no hidden ones."""
    facts = candidate_facts(view.exercise)
    found = []
    for entry in active(view.exercise).exclude(pk__in=view.hidden):
        its = facts.get(entry.candidate_id, CandidateFacts())
        found.append((entry.pk, ", ".join([*its.names[:1], *its.school_names[:1]]) or entry.code))
    return sorted(found, key=lambda one: one[1])


def has_seat(person: Person, alliance: Alliance) -> bool:
    """Does the person sit on any panel of the alliance? Then signing in takes a second factor."""
    return Seat.objects.filter(alliance=alliance, person=person, state=SeatState.SITTING).exists()


def seats_of(person: Person) -> list[QuerySet[Any]]:
    """The person's seats, in whatever alliance, until their panels are closed."""
    return [Seat.objects.filter(person=person, state=SeatState.SITTING).exclude(exercise__state=ExerciseState.CLOSED)]
