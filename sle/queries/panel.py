"""What stands between the close of a round and its scoring: what is ready, what is missing, and for whom."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from alliance.deadlines import in_time
from alliance.panels.models import Exercise
from alliance.panels.queries import closed_to_chair, exercise_about
from alliance.panels.services import missing_before_start
from alliance.panels.states import SeatRole, SeatState
from alliance.people.models import Person
from sle.models import Answer, Application, ApplicationArea, Round
from sle.rules.deadlines import references_by
from sle.states import ApplicationState, ReferenceState, RoundState


def ready_for_panel(round: Round, exercise: Exercise, now: datetime) -> list[Application]:
    """Applications that can be frozen now and have not been: submitted, eligible, their references over."""
    there = exercise.entries.values_list("candidate_id", flat=True)
    waiting = submitted(round).exclude(pk__in=list(there))
    rules = round.eligibility_rules.count()
    return [
        application
        for application in waiting
        if eligibility_gap(application, rules) == "" and references_are_over(application, now)
    ]


def sitting(round: Round) -> list[Person]:
    """Who sits on the round's panel."""
    exercise = exercise_about(round)
    seats = exercise.seats.filter(state=SeatState.SITTING).select_related("person") if exercise else ()
    return [seat.person for seat in seats]


def submitted(round: Round) -> QuerySet[Application]:
    """The submitted applications of a round with all that a dossier needs, in a constant number of queries."""
    answers = Answer.objects.select_related("question").order_by("question__position", "id")
    areas = ApplicationArea.objects.select_related("area").order_by("area__position", "area__name", "id")
    return (
        Application.objects.filter(round=round, state=ApplicationState.SUBMITTED)
        .select_related("applicant", "school", "adjustment", "round", "alliance")
        .prefetch_related(
            Prefetch("answers", answers), Prefetch("areas", areas), "references", "findings", "extensions"
        )
        .order_by("pk")
    )


def eligibility_gap(application: Application, rules: int) -> str:
    """What is open about an application's eligibility, of a round with so many rules; empty if it is eligible."""
    findings = list(application.findings.all())
    if any(not finding.met for finding in findings):
        return "a rule is not met: find it ineligible, or settle the rule"
    return "" if len(findings) >= rules else "not every rule of eligibility is settled"


def references_are_over(application: Application, now: datetime) -> bool:
    """Has the round closed, and can no reference of this application come any more, or has each been returned?"""
    if application.round.state == RoundState.OPEN:
        return False
    open_ones = [
        reference
        for reference in application.references.all()
        if reference.state not in (ReferenceState.RETURNED, ReferenceState.REPLACED)
    ]
    return not open_ones or not in_time(now, references_by(application))


def missing_before_scoring(round: Round, now: datetime) -> list[str]:
    """The check list before scoring starts: what is missing, in sentences; empty when it can start."""
    missing = []
    if round.state != RoundState.CLOSED:
        missing.append(f"The round is {round.get_state_display().lower()}: scoring starts after it has closed.")
    exercise = exercise_about(round)
    if exercise is None:
        return [*missing, "The round has not been handed over to a panel yet."]
    there = set(exercise.entries.values_list("candidate_id", flat=True))
    rules = round.eligibility_rules.count()
    gaps = {application: eligibility_gap(application, rules) for application in submitted(round)}
    missing += [f"{application.name}: {gap}." for application, gap in gaps.items() if gap]
    waiting = [application for application, gap in gaps.items() if not gap and application.pk not in there]
    missing += [
        f"{application.name}: references are open, so the dossier is not frozen yet."
        for application in waiting
        if not references_are_over(application, now)
    ]
    if ready := [application for application in waiting if references_are_over(application, now)]:
        number = "1 application waits" if len(ready) == 1 else f"{len(ready)} applications wait"
        missing.append(f"{number} to be handed over to the panel.")
    seats = exercise.seats.filter(state=SeatState.SITTING)
    roles = set(seats.values_list("role", flat=True))
    closed = len(closed_to_chair(exercise)) if SeatRole.CHAIR in roles and SeatRole.DEPUTY not in roles else 0
    if closed:
        number = "1 application is" if closed == 1 else f"{closed} applications are"
        missing.append(f"{number} closed to the chair, and the panel has no deputy to decide instead.")
    return missing + missing_before_start(exercise)
