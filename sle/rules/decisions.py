"""Who decides: the chair proposes, the director approves, and neither where they have an interest.

Two people stand behind every outcome. The chair proposes; what is closed to the chair the deputy proposes, and all of
it when there is no chair. A director approves who neither sits on the panel nor has an interest. Where no director is
free, an administrator who is free approves; where there is none either, the deputy chair approves what the chair
proposed. Nobody ever approves their own proposal. What a new panel scores again after an appeal, the chair of that
panel proposes.

What an upheld appeal has opened again is approved by somebody else than the first time: another free director, else an
administrator who is free. Where there is neither, whoever approved it first approves again, with the findings of those
who heard the appeal before them: an outcome must not stay open for want of a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from alliance.members.models import Membership
from alliance.members.queries import is_staff
from alliance.members.states import Role
from alliance.panels.models import Exercise, Seat
from alliance.panels.states import ExerciseState, SeatRole, SeatState
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.states import Responsibility
from alliance.workflow.models import Event
from sle.models import Appeal, Application, AreaDecision, OutcomeLetter, Round
from sle.rules.closed import APPLIES_HERE, ON_THE_PANEL, OPEN_AGAIN, applicants_of
from sle.rules.eligibility import is_reconsidered
from sle.rules.interests import interests
from sle.states import OPEN_LETTER, AppealState, ApplicationState, Outcome, RoundState

CHAIR_PROPOSES = Refusal("The chair of the panel proposes outcomes, and the deputy what is closed to the chair.")
DEPUTY_PROPOSES = Refusal("You have an interest in this application, so the deputy chair proposes its outcome.")
DIRECTOR_APPROVES = Refusal("The director approves what the chair of the panel proposes.")
OWN_PROPOSAL = Refusal("You proposed this outcome, so somebody else has to approve it.")
APPROVED_FIRST = Refusal(
    "You approved this outcome the first time, so after the appeal somebody else approves it: another director, or an "
    "administrator."
)
NOT_TO_SEE = Refusal("Outcomes are seen by the chair, the director and the alliance’s SLE staff only until release.")


class Interests:
    """Who has an interest in which application of some rounds; each person is looked up once, and only when asked."""

    def __init__(self, rounds: Sequence[Round], people: Mapping[int, Person]) -> None:
        self.rounds, self.people = rounds, people
        self.found: dict[int, dict[int, str]] = {}

    def of(self, person_id: int) -> dict[int, str]:
        """The applications closed to the person, and why."""
        if person_id not in self.found:
            person = self.people.get(person_id) or Person.objects.get(pk=person_id)
            self.found[person_id] = interests(person, *self.rounds)
        return self.found[person_id]


@dataclass(frozen=True)
class NewPanel:
    """The panel that scores one application again after an appeal."""

    chair: int | None
    deputy: int | None
    seated: Set[int]
    has_scored: bool


@dataclass(frozen=True)
class Deciders:
    """Who can do what about the outcomes of one round, worked out once for all its applications."""

    round: Round
    chair: int | None
    deputy: int | None
    seated: Set[int]
    applying: Set[int]
    directors: tuple[int, ...]
    administrators: tuple[int, ...]
    interests: Interests
    new_panels: Mapping[int, NewPanel]
    approved_first: Mapping[int, Set[int]]

    def has_interest(self, person_id: int, application_id: int) -> bool:
        """Is the application closed to this person? A panel knows nothing of what another one scores."""
        if application_id in self.new_panels:
            if person_id in self.seated:
                return True
        elif self.leads_new_panel(person_id) and person_id not in self.seated:
            return True
        return application_id in self.interests.of(person_id)

    def leads_new_panel(self, person_id: int) -> bool:
        """Is the person chair or deputy of a panel that scores again after an appeal?"""
        return any(person_id in (panel.chair, panel.deputy) for panel in self.new_panels.values())

    def sits(self, person_id: int) -> bool:
        """Does or did the person sit on any of its panels?"""
        return person_id in self.seated or any(person_id in panel.seated for panel in self.new_panels.values())

    def closed_to(self, person_id: int) -> Refusal | None:
        """As `rules.closed.closed_round`, without asking the database again."""
        if self.round.state in OPEN_AGAIN:
            return None
        if person_id in self.seated:
            return ON_THE_PANEL
        return APPLIES_HERE if person_id in self.applying else None

    def proposer(self, application_id: int) -> int | None:
        """The one person who proposes this application's outcome; None if nobody is left who could."""
        panel = self.new_panels.get(application_id, self)
        for person_id in (panel.chair, panel.deputy):
            if person_id is not None and not self.has_interest(person_id, application_id):
                return person_id
        return None

    def approvers(self, application_id: int, proposed_by: int | None) -> tuple[int, ...]:
        """Those who can approve: free directors, else free administrators, else the deputy chair; after an appeal
        whoever approved the first time only if no other director or administrator is free."""
        first = self.approved_first.get(application_id, frozenset())
        groups = [self._free(group, application_id, proposed_by) for group in (self.directors, self.administrators)]
        others = [tuple(person_id for person_id in free if person_id not in first) for free in groups]
        for free in [*others, *groups]:
            if free:
                return free
        deputy = self.new_panels.get(application_id, self).deputy
        if deputy is None or deputy == proposed_by or self.has_interest(deputy, application_id):
            return ()
        return (deputy,)

    def _free(self, people: Sequence[int], application_id: int, proposed_by: int | None) -> tuple[int, ...]:
        """Those of `people` who neither sit on its panels, apply, have proposed this nor have an interest in it."""
        return tuple(
            person_id
            for person_id in people
            if not self.sits(person_id)
            and person_id not in self.applying
            and person_id != proposed_by
            and not self.has_interest(person_id, application_id)
        )


def deciders(round: Round) -> Deciders:
    """Everybody who could decide in `round` today; a handful of people, however many applications there are."""
    return deciders_of([round])[round.pk]


def deciders_of(rounds: Sequence[Round]) -> dict[int, Deciders]:
    """As `deciders`, for several rounds of one alliance, by round: in as many queries as for one."""
    held: dict[int, list[Seat]] = {round.pk: [] for round in rounds}
    seats = Seat.objects.filter(exercise__about_type="sle.round", exercise__about_id__in=list(held))
    for seat in seats.select_related("person", "exercise"):
        held[seat.exercise.about_id].append(seat)
    today = timezone.localdate()
    staff = list(
        Membership.objects.filter(
            alliance__in={round.alliance_id for round in rounds},
            role__in=(Role.DIRECTOR, Role.ADMINISTRATOR),
            since__lte=today,
            person__is_active=True,
        )
        .filter(Q(until__isnull=True) | Q(until__gt=today))
        .select_related("person")
    )
    people = {seat.person_id: seat.person for several in held.values() for seat in several}
    people |= {membership.person_id: membership.person for membership in staff}
    known, applying = Interests(rounds, people), applicants_of(rounds)
    upheld = _upheld_in(rounds)
    again, first = _new_panels(rounds, upheld), _approved_before(upheld)
    return {
        round.pk: Deciders(
            round=round,
            chair=_sitting(held[round.pk], SeatRole.CHAIR),
            deputy=_sitting(held[round.pk], SeatRole.DEPUTY),
            seated={seat.person_id for seat in held[round.pk]},
            applying=applying[round.pk],
            directors=tuple(sorted({m.person_id for m in staff if m.role == Role.DIRECTOR})),
            administrators=tuple(sorted({m.person_id for m in staff if m.role == Role.ADMINISTRATOR})),
            interests=known,
            new_panels=again[round.pk],
            approved_first=first,
        )
        for round in rounds
    }


def _upheld_in(rounds: Sequence[Round]) -> dict[int, tuple[int, int]]:
    """The upheld appeals against outcomes of these rounds: (round, application) by appeal."""
    appeals = Appeal.objects.filter(application__round__in=rounds, state=AppealState.RELEASED).exclude(remedy="")
    return {pk: (round_id, of) for pk, round_id, of in appeals.values_list("pk", "application__round", "application")}


def _approved_before(upheld: Mapping[int, tuple[int, int]]) -> dict[int, Set[int]]:
    """By application, who had approved an outcome of it that an upheld appeal has opened again since."""
    found: dict[int, Set[int]] = {}
    if not upheld:
        return found
    applications = [application for _, application in upheld.values()]
    events = Event.objects.filter(
        root_type="sle.application", root_id__in=applications, subject_type="sle.areadecision"
    ).filter(move__in=("approve", "reopen"))
    approved: dict[int, set[int]] = {}
    for subject, application, move, person in events.order_by("pk").values_list(
        "subject_id", "root_id", "move", "person_id"
    ):
        if move == "approve" and person is not None:
            approved.setdefault(subject, set()).add(person)
        elif move == "reopen":
            found[application] = found.get(application, frozenset()) | approved.get(subject, set())
    return found


def _new_panels(rounds: Sequence[Round], about: Mapping[int, tuple[int, int]]) -> dict[int, dict[int, NewPanel]]:
    """By round and application, the panels that score again after one of the upheld appeals `about` and are not
    dismissed yet."""
    found: dict[int, dict[int, NewPanel]] = {round.pk: {} for round in rounds}
    if not about:
        return found
    panels = Exercise.objects.filter(about_type="sle.appeal", about_id__in=list(about))
    for exercise in panels.exclude(state=ExerciseState.CLOSED).prefetch_related("seats"):
        round_id, application_id = about[exercise.about_id]
        seats = list(exercise.seats.all())
        found[round_id][application_id] = NewPanel(
            chair=_sitting(seats, SeatRole.CHAIR),
            deputy=_sitting(seats, SeatRole.DEPUTY),
            seated={seat.person_id for seat in seats},
            has_scored=exercise.state == ExerciseState.SCORED,
        )
    return found


def _sitting(seats: Sequence[Seat], role: str) -> int | None:
    """Who sits in this role now."""
    return next((seat.person_id for seat in seats if seat.role == role and seat.state == SeatState.SITTING), None)


def may_see_decisions(person: Person | None, round: Round, who: Deciders | None = None) -> Refusal | None:
    """Chair and deputy see outcomes by code; staff who do not sit on the panel see them with names."""
    if person is None:
        return NOT_TO_SEE
    who = who or deciders(round)
    if person.pk in (who.chair, who.deputy) or who.leads_new_panel(person.pk):
        return None
    if who.sits(person.pk):
        return Refusal("You score on this round’s panel, or did, so its outcomes are closed to you until release.")
    return who.closed_to(person.pk) if is_staff(person, round.alliance, Responsibility.SLE) else NOT_TO_SEE


def still_decided(application: Application) -> Refusal | None:
    """Is the outcome of this application still open to change?

    While the round is being decided; after its release only for a letter that was held back, that offers a place to
    somebody in reserve, or that tells of a decision after an appeal.
    """
    round = application.round
    if application.state == ApplicationState.DECIDED and _has_open_letter(application):
        return None
    if application.state != ApplicationState.SUBMITTED:
        return Refusal(f"This application is {application.get_state_display().lower()}: there is nothing to decide.")
    if round.state == RoundState.DECIDING:
        return None
    # After release, a letter that is not released yet is one that was held back, whether approved meanwhile or not, or
    # that of an application which counts as eligible after an appeal: that may be when the round is finished.
    open_still = round.state == RoundState.RELEASED
    open_still = open_still or (round.state == RoundState.FINISHED and is_reconsidered(application))
    if open_still and _has_open_letter(application):
        return None
    return Refusal(f"The round is {round.get_state_display().lower()}: outcomes are proposed after scoring has ended.")


def _has_open_letter(application: Application) -> bool:
    return OutcomeLetter.objects.filter(application=application, state__in=OPEN_LETTER).exists()


def _is_reopened(application: Application) -> bool:
    """Is it to be decided again after an appeal?"""
    return OutcomeLetter.objects.filter(application=application, state__in=OPEN_LETTER, after_appeal=True).exists()


def may_propose(person: Person | None, application: Application, who: Deciders | None = None) -> Refusal | None:
    """The chair, or for what is closed to the chair the deputy."""
    if person is None:
        return CHAIR_PROPOSES
    who = who or deciders(application.round)
    proposer = who.proposer(application.pk)
    if person.pk != proposer:
        if application.pk in who.new_panels and person.pk in who.seated:
            return Refusal(
                "A new panel scores this application again after an appeal, and its chair proposes the outcome."
            )
        if person.pk == who.chair:
            return DEPUTY_PROPOSES
        return CHAIR_PROPOSES
    if application.pk in who.new_panels and not who.new_panels[application.pk].has_scored:
        return Refusal("The new panel has not finished scoring.")
    if application.state == ApplicationState.DECIDED and not _is_reopened(application):
        return Refusal(
            "The outcome is released. Whoever is in reserve can be offered a place on the page of the reserve."
        )
    return still_decided(application)


def may_approve(person: Person | None, decision: AreaDecision, who: Deciders | None = None) -> Refusal | None:
    """The director; without a free director an administrator; without either the deputy chair."""
    application = decision.application_area.application
    if person is None:
        return DIRECTOR_APPROVES
    who = who or deciders(application.round)
    approvers = who.approvers(application.pk, decision.proposed_by_id)
    if person.pk in approvers:
        return still_decided(application)
    if person.pk == decision.proposed_by_id:
        return OWN_PROPOSAL
    if person.pk in who.approved_first.get(application.pk, ()):
        return APPROVED_FIRST
    if person.pk in who.directors and person.pk in who.seated:
        return Refusal(
            "You sit on this round’s panel, or did, so another director or an administrator approves its outcomes."
        )
    why = who.interests.of(person.pk).get(application.pk)
    if why:
        return Refusal(f"You have an interest in this application ({why}), so somebody else approves its outcome.")
    return DIRECTOR_APPROVES


def reserve_problem(outcome: str, reserve_until: date | None, today: date) -> str:
    """The sentence for a reserve without a date, or with one that has passed; empty if all is well."""
    if outcome != Outcome.RESERVE:
        return ""
    if reserve_until is None:
        return "Say until when the applicant stays in reserve."
    return "" if reserve_until > today else "The reserve must end on a day after today."


def may_break_tie(person: Person | None, round: Round, decisions: Sequence[AreaDecision]) -> Refusal | None:
    """Chair or deputy, with no interest in any of the applications that are level."""
    who = deciders(round)
    if person is None or person.pk not in (who.chair, who.deputy):
        return Refusal("The chair of the panel records why a tie at a target was broken as it was.")
    if any(who.has_interest(person.pk, decision.application_area.application_id) for decision in decisions):
        return Refusal("You have an interest in one of these applications, so your deputy records the reason.")
    return None
