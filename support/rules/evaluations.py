"""Who evaluates a leader's work, who reads it, and what it must not lack."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from support.models import EVALUATION, Deployment, Evaluation, Measure, Reading, Request
from support.rules.deployments import may_handle_deployment, sides_at
from support.rules.sides import Side, sides_of
from support.states import DeploymentState, EvaluationState, RequestState

READERS = {Side.SCHOOL, Side.LEADER, Side.STAFF}


def may_write_evaluation(person: Person | None, evaluation: Evaluation) -> Refusal | None:
    """The supported school writes it, until it is given; nobody of the school who is the leader."""
    deployment = evaluation.deployment
    if Side.SCHOOL not in sides_at(person, deployment):
        return Refusal("The supported school evaluates the work of the leader.")
    if person is not None and person.pk == deployment.supporter.person_id:
        return Refusal("Nobody evaluates their own work. Somebody else of the school does.")
    if evaluation.state != EvaluationState.ASKED:
        return Refusal("This evaluation has been given, so it stays as it is.")
    return None


def missing_in_evaluation(evaluation: Evaluation) -> list[str]:
    """What it lacks before it can be given, in words."""
    lacking = []
    for line in evaluation.needs.select_related("need__area"):
        if not line.impact:
            lacking.append(f"How much has changed in {line.need.area.name}")
        if not line.evidence.strip():
            lacking.append(f"The evidence for {line.need.area.name}")
    wanted = {"How effective the leader was": evaluation.effectiveness, "How it went over all": evaluation.overall}
    return [*lacking, *(words for words, value in wanted.items() if not value)]


def may_give_evaluation(person: Person | None, evaluation: Evaluation) -> Refusal | None:
    """Once nothing is missing."""
    refused = may_write_evaluation(person, evaluation)
    if refused is None and (lacking := missing_in_evaluation(evaluation)):
        return Refusal(f"Not sent yet. Missing: {'; '.join(lacking)}.")
    return refused


def may_read_evaluation(person: Person | None, evaluation: Evaluation) -> Refusal | None:
    """The supported school, the leader and the alliance read it once it is given. The home school does not: it says
    for itself what it gained."""
    if not READERS & sides_at(person, evaluation.deployment):
        return Refusal("An evaluation is read by the supported school, the leader and the alliance.")
    if evaluation.state == EvaluationState.ASKED:
        return Refusal("The school has not given this evaluation yet.")
    return None


def may_comment(person: Person | None, evaluation: Evaluation) -> Refusal | None:
    """The leader says something to it, once."""
    if Side.LEADER not in sides_at(person, evaluation.deployment):
        return Refusal("The leader comments on the evaluation.")
    if evaluation.state == EvaluationState.ASKED:
        return Refusal("The school has not given this evaluation yet.")
    return Refusal("Your comment stands already.") if evaluation.leader_says else None


def may_say_gained(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Leader and home school say what they took back, once the work has ended."""
    if not {Side.LEADER, Side.HOME} & sides_at(person, deployment):
        return Refusal("The leader and the home school say what they gained.")
    if deployment.state != DeploymentState.ENDED:
        return Refusal("The work has not ended yet.")
    return None


def may_settle_evaluation(person: Person | None, evaluation: Evaluation) -> Refusal | None:
    """Staff, about nobody of their own: they have read it and dealt with what it says."""
    return first_refusal(may_handle_deployment(person, evaluation.deployment), _legal(evaluation, "settle"))


def may_follow_up(person: Person | None, evaluation: Evaluation, today: date) -> Refusal | None:
    """The school says what has lasted, a term later and once."""
    if Side.SCHOOL not in sides_at(person, evaluation.deployment):
        return Refusal("The supported school says what has lasted.")
    if evaluation.follow_up_on is None or evaluation.follow_up_on > today:
        return Refusal("The school is asked what has lasted a term after its evaluation.")
    return Refusal("This has been answered.") if evaluation.followed_up_at else None


def may_see_outcomes(sides: Set[Side], request: Request) -> Refusal | None:
    """Measures are read by the school, its leaders and the alliance, and by whoever commissions the support once they
    have been agreed with the school."""
    if sides & READERS:
        return None
    if Side.COMMISSIONER not in sides:
        return Refusal("Measures are for the supported school, its leaders, the alliance and whoever commissions it.")
    if request.diagnosed_at is None or request.state == RequestState.DIAGNOSING:
        return Refusal("What will be measured is still being agreed with the school.")
    return None


def may_read_measure(person: Person | None, measure: Measure, on: date | None, today: date) -> Refusal | None:
    """The school, or staff for it, write down where a measure stands: on a day after the baseline, once a day."""
    if not {Side.SCHOOL, Side.STAFF} & sides_of(person, measure.root):
        return Refusal("The school or the alliance writes down where the measures stand.")
    if on is not None and on <= measure.baseline_on:
        return Refusal("This is not after the day of the baseline.")
    if on is not None and on > today:
        return Refusal("This day is still to come.")
    if on is not None and Reading.objects.filter(measure=measure, on=on).exists():
        return Refusal("There is a value for this day already.")
    return None


def _legal(evaluation: Evaluation, move: str) -> Refusal | None:
    if move in EVALUATION.available(evaluation):
        return None
    return Refusal(f"This evaluation is “{evaluation.get_state_display()}” now, so that cannot be done.")
