"""Many rows where there were few, without knowing the apps: copies of records with everything that hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models

OURS = {"alliance", "itt", "cpd", "leadership", "sle", "support", "research"}
Key = tuple[type[models.Model], Any]
# Columns without a foreign key that point at a record: type and id, or an id that can only be of one type.
GENERIC = (("about_type", "about_id"), ("subject_type", "subject_id"), ("root_type", "root_id"))
CANDIDATE = "candidate_id", "sle.application"
_MARKS = count(1)


def multiply(records: Iterable[models.Model], times: int) -> int:
    """Copy `records`, and every row that points at one of them or at a copied row, `times` times; how many rows.

    Pointers lead to the copy of the same number; texts and numbers that must be unique are changed. What a record can
    only have once stays with the record that has it.
    """
    copied: dict[Key, models.Model] = {(type(record), record.pk): record for record in records}
    made: dict[tuple[Key, int], models.Model] = {}
    for model in _parents_first():
        copies = []
        for row in model._base_manager.all():
            key, pointers = (model, row.pk), dict(_pointers(row))
            moved = {column for column, at in pointers.items() if at in copied}
            if key not in copied and (not moved or _only_once(model, moved)):
                continue
            copied[key] = row
            for number in range(1, times + 1):
                copy = _copy(row, {column: made[pointers[column], number].pk for column in moved})
                made[key, number] = copy
                copies.append(copy)
        model._base_manager.bulk_create(copies, batch_size=500)
    return len(made)


@cache
def _parents_first() -> list[type[models.Model]]:
    """The portal's models, each after those it points at."""
    ours = [m for m in apps.get_models(include_auto_created=True) if m.__module__.partition(".")[0] in OURS]
    after = {
        model: {field.related_model for field in _foreign(model) if field.related_model in ours} - {model}
        for model in ours
    }
    for model in ours:
        names = {field.name for field in model._meta.concrete_fields}
        if names & {CANDIDATE[0], *(pk for _, pk in GENERIC)}:
            # What may point at any record comes after all that do not lead to it.
            after[model] |= {other for other in ours if not _leads(other, model, after)} - {model}
    return list(TopologicalSorter(after).static_order())


def _leads(model: Any, target: Any, after: dict[Any, set[Any]]) -> bool:
    return any(other is target or _leads(other, target, after) for other in after[model])


def _foreign(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation]


def _pointers(row: Any) -> Iterator[tuple[str, Key]]:
    """The columns of a row that point at records, and at which."""
    for field in _foreign(type(row)):
        yield field.attname, (field.related_model, getattr(row, field.attname))
    for kind, pk in GENERIC:
        if getattr(row, kind, ""):
            yield pk, (apps.get_model(getattr(row, kind)), getattr(row, pk))
    if hasattr(row, CANDIDATE[0]):
        yield CANDIDATE[0], (apps.get_model(CANDIDATE[1]), row.candidate_id)


def _only_once(model: type[models.Model], moved: set[str]) -> bool:
    """Can there be no second row like this one, because nothing changes of what only one row may have?"""
    return any(not set(columns) & (moved | _texts_and_numbers(model)) for columns in _unique(model))


def _copy(row: Any, moved: dict[str, Any]) -> Any:
    """One copy of a row, with other pointers."""
    model = type(row)
    values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields} | moved
    del values[model._meta.pk.attname]
    for columns in _unique(model):
        free = [column for column in columns if column in _texts_and_numbers(model) and values[column] is not None]
        if not set(columns) & set(moved) and free:
            values[free[-1]] = _other(model, free[-1], values[free[-1]])
    return model(**values)


@cache
def _unique(model: type[models.Model]) -> list[list[str]]:
    """The columns that must differ together, one list for each demand."""
    found = [[field.attname] for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            names = constraint.fields or [name for part in constraint.expressions for name in _names(part)]
            found.append([model._meta.get_field(name).attname for name in names])
    return found


def _names(expression: Any) -> list[str]:
    if isinstance(expression, models.F):
        return [expression.name]
    return [name for part in expression.get_source_expressions() for name in _names(part)]


@cache
def _texts_and_numbers(model: type[models.Model]) -> set[str]:
    plain = (models.CharField, models.IntegerField, models.UUIDField)
    return {field.attname for field in model._meta.concrete_fields if isinstance(field, plain) and not field.choices}


def _other(model: type[models.Model], column: str, value: str | int | UUID) -> str | int | UUID:
    """Another value of the same look."""
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, int):
        return 1000 + next(_MARKS) % 30_000
    return f"n{next(_MARKS)}-{value}"[: model._meta.get_field(column).max_length]
