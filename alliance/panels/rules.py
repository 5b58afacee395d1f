"""May they? Each rule answers None or the sentence that says why not.

Rules take what the queries have found (the person's `View` of an exercise), so that a page and its action cannot
disagree. Whatever is hidden from a person is not refused but absent: the views answer 404.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from alliance.keys import key_in
from alliance.members.queries import is_staff
from alliance.panels.facts import CandidateFacts
from alliance.panels.models import Assignment, Dossier, Entry, Exercise, Interest, Seat
from alliance.panels.passages import folded
from alliance.panels.states import (
    AssignmentState,
    ConflictKind,
    ExerciseState,
    InterestKind,
    MarkState,
    SeatRole,
    SeatState,
)
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance
from alliance.times import in_words

# No application is decided on one person's scores, unless the chair accepts it with a reason.
SCORES_AT_LEAST = 2
_GENERIC_SCHOOL = frozenset({"school", "academy", "primary", "the", "of"})


@dataclass(frozen=True)
class View:
    """What a person is to an exercise: their seat if they sit, staff if they run it, and what is hidden from them."""

    person: Person
    exercise: Exercise
    seat: Seat | None
    staff: bool
    hidden: frozenset[int] = field(default_factory=frozenset)
    chair_hidden: frozenset[int] = field(default_factory=frozenset)

    @property
    def runs(self) -> bool:
        """Do they run the exercise? Whoever sits on the panel has no other right on it."""
        return self.staff and self.seat is None

    @property
    def leads(self) -> bool:
        """Are they chair or deputy?"""
        return self.seat is not None and self.seat.role in (SeatRole.CHAIR, SeatRole.DEPUTY)


@dataclass(frozen=True)
class Standing:
    """What is known of a person when conflicts are looked for."""

    person_id: int
    emails: frozenset[str]
    urns: frozenset[int] = frozenset()
    late_urns: frozenset[int] = frozenset()
    trust_codes: frozenset[str] = frozenset()
    interests: tuple[Interest, ...] = ()


def conflict_kinds(standing: Standing, facts: CandidateFacts) -> set[str]:
    """Why this person must have nothing to do with this candidate: every kind that is found (none is relaxed)."""
    found: set[str] = set()
    if standing.person_id in facts.person_ids or standing.emails & facts.emails:
        found.add(ConflictKind.SELF)
    if standing.urns & facts.school_urns:
        found.add(ConflictKind.OWN_SCHOOL)
    if standing.late_urns & facts.school_urns:
        found.add(ConflictKind.LATE_SCHOOL)
    if standing.trust_codes & facts.trust_codes:
        found.add(ConflictKind.SAME_TRUST)
    if standing.person_id in facts.referee_person_ids or standing.emails & facts.referee_emails:
        found.add(ConflictKind.REFEREE)
    if any(interest_meets(interest, facts) for interest in standing.interests):
        found.add(ConflictKind.DECLARED)
    return found


def interest_meets(interest: Interest, facts: CandidateFacts) -> bool:
    """Does a typed school or name mean this candidate? In doubt it does: the cost is one scorer fewer.

    A school by URN or by its words without "School"; a person by e-mail, or by surname and first initial.
    """
    typed = [folded(word) for word in interest.text.replace("-", " ").replace(".", " ").split()]
    if interest.kind == InterestKind.SCHOOL:
        if any(key_in(word) in facts.school_urns for word in typed):
            return True
        wanted = {"".join(c for c in word if c.isalnum()) for word in typed} - _GENERIC_SCHOOL - {""}
        names = ({folded(w).strip(",.()") for w in name.replace("-", " ").split()} for name in facts.school_names)
        return bool(wanted) and any(wanted <= name for name in names)
    if "@" in interest.text:
        return interest.text.strip().lower() in facts.emails
    return any(_same_person(interest.text, name) for name in facts.names)


def _same_person(typed: str, name: str) -> bool:
    one, other = ([folded(word).strip(".") for word in text.split()] for text in (typed, name))
    if not one or not other or one[-1] != other[-1]:
        return False
    return len(one) == 1 or len(other) == 1 or any(a[:1] == b[:1] for a in one[:-1] for b in other[:-1])


def may_run(view: View) -> Refusal | None:
    """May they set up and run this exercise?"""
    if view.runs:
        return None
    if view.seat:
        return Refusal("You sit on this panel. Until the outcomes are released, somebody else has to run it.")
    return Refusal("Only the alliance’s staff for this responsibility can run this panel.")


def may_write_rubrics(person: Person, alliance: Alliance) -> Refusal | None:
    """May they write the alliance's rubrics?"""
    if is_staff(person, alliance):
        return None
    return Refusal("Only the alliance’s staff write rubrics.")


def may_see_panels(person: Person, alliance: Alliance) -> bool:
    """Does the list of panels exist for somebody who sits on none? For staff, it does."""
    return is_staff(person, alliance)


def may_change_setup(view: View) -> Refusal | None:
    """May they change what scoring is done by (rubric, anonymity)?"""
    if view.exercise.state != ExerciseState.PREPARING:
        return Refusal("Scoring has opened: the rubric and the way of scoring stay as they are.")
    return may_run(view)


def may_change_seats(view: View) -> Refusal | None:
    """May they add and remove people?"""
    if view.exercise.state not in (ExerciseState.PREPARING, ExerciseState.SCORING):
        return Refusal("Scoring is over: the panel stays as it is.")
    return may_run(view)


def may_sit(
    exercise: Exercise, *, has_cleared: bool, left: bool, staff: bool, candidate: bool, barred: bool
) -> Refusal | None:
    """May somebody with this past take a seat? Candidates judge no rivals, nobody judges the same candidate twice; who
    has read names cannot score blind."""
    if candidate:
        return Refusal("They have applied here themselves, so they cannot judge the others.")
    if barred:
        return Refusal("They took part when this was decided before, or know whose it is: others score it.")
    if not exercise.anonymous:
        return None
    if has_cleared:
        return Refusal("They have cleared dossiers of this panel and so know who applied: they cannot score blind.")
    if left and staff:
        return Refusal("They left this panel and may since have seen who applied: they cannot come back to it.")
    return None


def may_clear(view: View, dossier: Dossier) -> Refusal | None:
    """May they decide what is blacked out in this dossier?"""
    if view.exercise.state == ExerciseState.CLOSED:
        return Refusal("This panel is closed: its dossiers stay as they were read.")
    return may_run(view)


def may_excuse(view: View, assignment: Assignment) -> Refusal | None:
    """May they take this entry off this scorer's desk? What is submitted stands."""
    if assignment.state != AssignmentState.ASSIGNED:
        name, state = assignment.seat.person.name, assignment.get_state_display().lower()
        return Refusal(f"For {name}, {assignment.entry.code} is {state} by now, so there is nothing to excuse.")
    return may_change_seats(view)


def may_score(assignment: Assignment) -> Refusal | None:
    """May the holder of this assignment still write in it?"""
    exercise, code = assignment.entry.exercise, assignment.entry.code
    if assignment.state == AssignmentState.SUBMITTED:
        return Refusal(f"Your scores for {code} are submitted and cannot be changed.")
    if assignment.entry.withdrawn_at:
        return Refusal(f"{code} has been withdrawn. You need not score it.")
    if exercise.state == ExerciseState.PREPARING:
        return Refusal("Scoring has not opened yet. You will get an e-mail when it does.")
    if exercise.state != ExerciseState.SCORING:
        return Refusal("Scoring is over. What you had submitted counts; drafts do not.")
    if assignment.state != AssignmentState.ASSIGNED:
        return Refusal(f"You need not score {code} any more.")
    if assignment.seat.state != SeatState.SITTING:
        return Refusal("You have left this panel.")
    return None


def may_submit(assignment: Assignment, now: datetime) -> Refusal | None:
    """May they submit already? A draft can be begun before."""
    begins = assignment.entry.not_before
    if begins is None or begins <= now:
        return None
    return Refusal(f"{assignment.entry.code} is on {in_words(begins)}: scores can be submitted from then on.")


def closed_by_calibration(entry: Entry, calibration: Entry, *, owed: bool) -> Refusal | None:
    """Why an application is still closed to the panel, which first reads one dossier (`calibration`) together. `owed`:
    this scorer has still to score that."""
    if calibration.exercise.state == ExerciseState.CLOSED:
        return None
    if owed and calibration.exercise.state == ExerciseState.SCORING:
        return Refusal(f"Score {calibration.code} first: everybody on the panel does. {entry.code} opens after that.")
    return Refusal(f"{entry.code} opens once the panel has agreed on {calibration.code} how to read the rubric.")


def may_lead_calibration(view: View) -> Refusal | None:
    """May they show the spread, write down what is agreed, and open the applications?"""
    return None if view.leads else Refusal("The chair leads the panel to one reading; the deputy may, too.")


def waits_for(waiting: int, entry: Entry) -> Refusal:
    """Why the spread of a calibration dossier is not shown without a reason while so many have not scored it."""
    people = "1 person has" if waiting == 1 else f"{waiting} people have"
    return Refusal(f"{people} not scored {entry.code} yet. Wait for them, or say why you go on.")


def may_end_scoring(view: View, unfinished: Iterable[Entry]) -> Refusal | None:
    """May they end scoring now? `unfinished` are the entries that are not scored enough; what is hidden from them is
    not named."""
    if not (view.runs or view.leads):
        return Refusal("The chair or the alliance’s staff end scoring.")
    left = list(unfinished)
    codes = sorted(entry.code for entry in left if entry.pk not in view.hidden)
    if not left:
        return None
    if not codes:
        return Refusal("Somebody still has to score an application that is closed to you.")
    more = f" and {len(codes) - 5} more" if len(codes) > 5 else ""
    instead = "Excuse a scorer, or wait for them." if view.runs else "The alliance’s staff can excuse a scorer."
    return Refusal(f"Not everybody has scored {', '.join(codes[:5])}{more}. {instead}")


def chairs(view: View, entry: Entry) -> bool:
    """Is this person in the chair for this entry? The deputy chairs what is closed to the chair."""
    if view.seat is None or entry.pk in view.hidden:
        return False
    if view.seat.role == SeatRole.CHAIR:
        return True
    return view.seat.role == SeatRole.DEPUTY and entry.pk in view.chair_hidden


def may_agree(view: View, entry: Entry, *, opened: bool) -> Refusal | None:
    """May they write down what the panel agreed on this entry?"""
    if view.exercise.state not in (ExerciseState.SCORING, ExerciseState.SCORED):
        return Refusal("This panel is closed: what it agreed stays.")
    if not chairs(view, entry):
        return Refusal("The chair writes down what the panel agrees; the deputy where the chair has a conflict.")
    if not opened:
        return Refusal("Nothing can be agreed before everybody who scores this entry has submitted or been excused.")
    return None


def may_hold_meeting(view: View) -> Refusal | None:
    """May they open a moderation meeting, change who is there, and close it?"""
    if view.exercise.state in (ExerciseState.PREPARING, ExerciseState.SCORING):
        return Refusal("A moderation meeting is held once scoring has ended.")
    if view.exercise.state == ExerciseState.CLOSED:
        return Refusal("This panel is closed: its meetings stay as they were.")
    return None if view.leads else Refusal("The chair or the deputy opens and closes a moderation meeting.")


def may_agree_in_meeting(view: View, present: Iterable[Seat]) -> Refusal | None:
    """May they write down what is agreed while a meeting is open? `present` are the seats that are there."""
    if view.seat is not None and view.seat in present:
        return None
    return Refusal("A moderation meeting is open, and you are not among those who are there. Change that on its page.")


def may_accept_fewer(view: View, entry: Entry) -> Refusal | None:
    """May they let this entry be decided with fewer scores?"""
    if view.exercise.state not in (ExerciseState.PREPARING, ExerciseState.SCORING):
        return Refusal("Scoring is over.")
    return None if chairs(view, entry) else Refusal("Only the chair can accept fewer scores for an application.")


def undecided(dossier: Dossier) -> Refusal | None:
    """Why this dossier cannot be declared clear yet."""
    open_marks = [mark for mark in dossier.marks.all() if mark.state == MarkState.SUGGESTED]
    if open_marks:
        what = "1 marked passage is" if len(open_marks) == 1 else f"{len(open_marks)} marked passages are"
        return Refusal(f"{what} not decided yet: black out each or leave it readable.")
    done = {copy.section for copy in dossier.copies.all()}
    papers = [s for s in dossier.sections if s["kind"] == "document" and s["key"] not in done]
    if papers:
        what = "1 uploaded paper is" if len(papers) == 1 else f"{len(papers)} uploaded papers are"
        return Refusal(f"{what} not decided yet: choose for each what the panel gets.")
    return None


def needed(exercise: Exercise, entry: Entry) -> int:
    """How many scores this entry needs."""
    return entry.fewer_accepted or exercise.scores_per_entry or SCORES_AT_LEAST


def plan_refusals(
    entry: Entry,
    seats: Iterable[Seat],
    *,
    chosen: Collection[int],
    held: Collection[int],
    closed: Collection[int],
    elsewhere: Mapping[int, int],
    wanted: int,
    before: int,
) -> list[Refusal]:
    """Why these seats (`chosen`, ids) cannot be the scorers of an entry in a proposal; nothing if they can.

    `held` have begun or submitted, `closed` never score it, `elsewhere` says how many other entries each would have.
    It gets the scores it is `wanted` to have, or no fewer than the `before` it had where there are too few people.
    """
    named = {seat.pk: seat for seat in seats}
    said = []
    for pk in sorted(set(held) - set(chosen)):
        who = named[pk].person.name if pk in named else "Somebody who has left the panel"
        said.append(Refusal(f"{who} has begun or submitted {entry.code}: that stays."))
    for pk in sorted(set(chosen) - set(held)):
        seat = named[pk]
        if pk in closed:
            said.append(Refusal(f"{seat.person.name} cannot score {entry.code}: by a conflict, or excused from it."))
        elif seat.cap is not None and elsewhere.get(pk, 0) + 1 > seat.cap:
            said.append(Refusal(f"{seat.person.name} takes {seat.cap} applications at most, and has as many."))
    people = "1 person scores" if wanted == 1 else f"{wanted} people score"
    if len(chosen) > wanted:
        said.append(Refusal(f"{people} {entry.code}, and you chose {len(chosen)}."))
    if len(chosen) < min(wanted, before):
        said.append(Refusal(f"{people} {entry.code}, and you chose {f'only {len(chosen)}' if chosen else 'nobody'}."))
    return said


def may_name_scorers(view: View) -> Refusal | None:
    """May they say by hand who scores an entry?"""
    if view.exercise.by_name:
        return Refusal("Whoever meets the candidate scores them: change who that is where their meeting is arranged.")
    return may_change_seats(view)


def may_share_out(view: View) -> Refusal | None:
    """May they have it worked out who scores what?"""
    if view.exercise.scores_per_entry is None:
        return Refusal("Everybody without a conflict scores everything, so there is nothing to share out.")
    return may_change_seats(view)
