"""The only writer of priorities, and of what support is measured against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from alliance.people.models import Person
from alliance.refusal import allow
from alliance.workflow.events import record
from support.models import BoardTargets, Priority
from support.rules.board import may_keep_priority, may_steer


@transaction.atomic
def save_priority(*, priority: Priority, values: Mapping[str, Any], by: Person, this_year: int) -> Priority:
    """Keep a priority, new or changed: its area, phase, sentence, half days and schools. Raises Refused."""
    allow(may_keep_priority(by, priority, values["area"], values["phase"], this_year))
    new = priority.pk is None
    for name, value in values.items():
        setattr(priority, name, value)
    priority.save()
    record(priority, "add" if new else "change", by=by, fields=sorted(values))
    return priority


@transaction.atomic
def remove_priority(*, priority: Priority, by: Person, this_year: int) -> None:
    """Take a priority away. Raises Refused."""
    allow(may_keep_priority(by, priority, priority.area, priority.phase, this_year))
    record(priority, "remove", by=by)
    priority.delete()


@transaction.atomic
def set_targets(*, targets: BoardTargets, values: Mapping[str, Any], by: Person) -> None:
    """Keep what support is measured against. Raises Refused."""
    allow(may_steer(by, targets.alliance))
    for name, value in values.items():
        setattr(targets, name, value)
    targets.save()
    record(targets, "change", by=by, fields=sorted(values))
