"""Writing rubrics. A rubric never changes under scores: a change then makes the next version."""

from __future__ import annotations

from django.db import transaction

from alliance.panels.models import Criterion, Level, Rubric
from alliance.panels.standard import RubricSpec
from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.workflow.events import record


@transaction.atomic
def new_rubric(*, alliance: Alliance, spec: RubricSpec, by: Person | None) -> Rubric:
    """A new rubric of the alliance, from one of `standard.STANDARD` or of its own making."""
    rubric = Rubric.objects.create(alliance=alliance, name=spec.name, minimum_mean=spec.minimum_mean)
    _write(rubric, spec)
    record(rubric, "written", by=by)
    return rubric


@transaction.atomic
def reword_rubric(*, rubric: Rubric, spec: RubricSpec, by: Person | None) -> Rubric:
    """Make the rubric say `spec`: in place while nothing is scored with it, else as the next version.

    Returns the rubric that says it. Somebody who rewords an old version rewords the newest one.
    """
    locked = Rubric.objects.select_for_update().get(pk=rubric.pk)
    while newer := Rubric.objects.select_for_update().filter(previous=locked).first():
        locked = newer
    if locked.frozen_at:
        locked = Rubric.objects.create(
            alliance_id=locked.alliance_id, name=spec.name, version=locked.version + 1, previous=locked
        )
    else:
        locked.levels.all().delete()
        locked.criteria.all().delete()
    locked.name, locked.minimum_mean = spec.name, spec.minimum_mean
    locked.save()
    _write(locked, spec)
    record(locked, "reworded", by=by)
    return locked


def _write(rubric: Rubric, spec: RubricSpec) -> None:
    Level.objects.bulk_create(
        Level(
            rubric=rubric,
            position=position,
            name=level.name,
            meaning=level.meaning,
            value=level.value,
            effect=level.effect,
        )
        for position, level in enumerate(spec.levels, start=1)
    )
    Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric,
            position=position,
            name=criterion.name,
            text=criterion.text,
            weight=criterion.weight,
            evidence=list(criterion.evidence),
        )
        for position, criterion in enumerate(spec.criteria, start=1)
    )
