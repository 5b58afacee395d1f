"""What the demo's schools say of leaders whose work is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from alliance.people.models import Person
from support.models import Evaluation
from support.queries.evaluations import all_evaluations, progress_of
from support.services import evaluations
from support.states import EvaluationState, Grade, Lasted

EVIDENCE = "Lessons seen with the subject lead, books of six pupils in each class, and what the pupils say themselves."
SAID = {
    "effectiveness": Grade.VERY,
    "changed": "Teachers plan together and know why. Pupils explain how they got to an answer.",
    "better": "A longer first visit: we needed the time to see all classes.",
}


@dataclass(frozen=True)
class Told:
    """What one school says: of areas, over all, how far a measure has come (thirds of its way), what has lasted."""

    impact: Grade
    overall: Grade
    thirds: int
    lasted: Lasted


TOLD = (
    Told(Grade.GOOD, Grade.GOOD, 2, Lasted.ALL),
    Told(Grade.VERY, Grade.VERY, 3, Lasted.ALL),
    Told(Grade.GOOD, Grade.GOOD, 1, Lasted.PART),
    Told(Grade.FAIR, Grade.GOOD, 0, Lasted.PART),
)


def fill(cast: Any) -> None:
    """Every school that was asked gives its evaluation, and writes down where its measures stand; where a term has
    passed since, staff have read it and the school has said what has lasted."""
    waiting = all_evaluations().filter(alliance=cast.alliance, state=EvaluationState.ASKED).order_by("pk")
    for place, evaluation in enumerate(waiting):
        school = evaluation.deployment.request.school
        head = cast.head_of.get(school.urn) if school else None
        if head is not None:
            _tell(cast, evaluation, TOLD[place % len(TOLD)], head)


def _tell(cast: Any, evaluation: Evaluation, told: Told, head: Person) -> None:
    now = min(evaluation.asked_at + timedelta(days=12), timezone.now() - timedelta(days=2))
    lines, leader = evaluation.needs.all(), evaluation.deployment.supporter.person
    values: dict[str, str] = SAID | {"overall": told.overall}
    values |= {f"impact-{one.pk}": told.impact for one in lines}
    values |= {f"evidence-{one.pk}": EVIDENCE for one in lines}
    evaluations.save_evaluation(evaluation=evaluation, revision=0, values=values, by=head, now=now)
    evaluations.give_evaluation(evaluation=evaluation, by=head, now=now)
    comment = "Thank you. The subject lead carried most of it."
    evaluations.comment(evaluation=evaluation, text=comment, by=leader, now=now)
    _read(evaluation, told, head, now)
    evaluation.refresh_from_db()
    if evaluation.follow_up_on is None or evaluation.follow_up_on >= timezone.localdate():
        return
    evaluations.settle_evaluation(evaluation=evaluation, done="", by=cast.lead, now=now + timedelta(days=3))
    words = "Planning together has stayed. The weekly talk has gone since two teachers left."
    later = timezone.make_aware(datetime.combine(evaluation.follow_up_on, datetime.min.time())) + timedelta(hours=9)
    evaluations.follow_up(evaluation=evaluation, lasted=told.lasted, text=words, by=head, now=later)


def _read(evaluation: Evaluation, told: Told, head: Person, now: datetime) -> None:
    """Where the measures stand at the end of the work."""
    for one in progress_of(evaluation.deployment.request):
        measure = one.measure
        if one.latest is not None or measure.target is None:
            continue
        value = round(measure.baseline + (measure.target - measure.baseline) * told.thirds / 3)
        written: dict[str, Any] = {"on": timezone.localdate(now), "source": measure.source, "by": head, "now": now}
        evaluations.read_measure(measure=measure, value=Decimal(value), **written)
