"""Work that has ended, and what the school says of it."""

from __future__ import annotations

from django.utils import timezone

from alliance.people.models import Person
from alliance.schools.models import School
from support.models import DEPLOYMENT, Deployment, Evaluation
from support.services import evaluations
from tests.factories.support_money import at_work, used


def ended(school: School, *, by: Person, half_days: int = 2) -> Deployment:
    """A leader whose work in the school has ended after so many half days."""
    made = at_work(school, by=by)
    Deployment.objects.filter(pk=made.pk).update(offered_at=timezone.now())
    if half_days:
        used(made, half_days, by=by)
    DEPLOYMENT.apply(made, "end", by=by, ended_on=timezone.localdate())
    made.refresh_from_db()
    return made


def ask(deployment: Deployment, *, by: Person) -> Evaluation | None:
    """The evaluation that the school is asked for."""
    return evaluations.ask_for_evaluation(deployment=deployment, by=by, now=timezone.now())


def give(evaluation: Evaluation, *, by: Person, grade: str = "good") -> Evaluation:
    """The school gives it, the same grade for everything."""
    values = {"effectiveness": grade, "overall": grade}
    for line in evaluation.needs.all():
        values |= {f"impact-{line.pk}": grade, f"evidence-{line.pk}": "Books and lessons show it."}
    revision = Evaluation.objects.get(pk=evaluation.pk).revision
    evaluations.save_evaluation(evaluation=evaluation, revision=revision, values=values, by=by, now=timezone.now())
    evaluations.give_evaluation(evaluation=evaluation, by=by, now=timezone.now())
    return evaluation
