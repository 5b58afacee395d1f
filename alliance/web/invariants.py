"""What must always hold: no row of one alliance hangs on a row of another, and what each app says of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django_scopes import scope, scopes_disabled

from alliance.portal import portals
from alliance.schools.models import Alliance


def broken_invariants() -> Iterator[str]:
    """A sentence for everything that is broken, in all alliances; nothing is the only good answer."""
    with scopes_disabled():  # named place: this compares across alliances
        yield from _crossing_foreign_keys()
        yield from _crossing_subjects()
    for alliance in Alliance.objects.all():
        with scope(alliance=alliance):
            for portal in portals():
                for invariant in portal.invariants:
                    for sentence in invariant(alliance):
                        yield f"{alliance.slug}: {sentence}"


def alliance_path(model: type[models.Model]) -> str:
    """How a query on `model` reaches its alliance: "alliance", "rubric__alliance"; "" if it belongs to none."""
    if any(field.name == "alliance" for field in model._meta.concrete_fields):
        return "alliance"
    for field in model._meta.concrete_fields:
        parent = field.related_model
        if isinstance(parent, type) and any(one.name == "alliance" for one in parent._meta.concrete_fields):
            return f"{field.name}__alliance"
    return ""


def scoped_models() -> dict[type[models.Model], str]:
    """Every model that belongs to an alliance, with the path to it; the tables between many-to-many included."""
    found = {model: alliance_path(model) for model in apps.get_models(include_auto_created=True)}
    return {model: path for model, path in found.items() if path}


def _crossing_foreign_keys() -> Iterator[str]:
    scoped = scoped_models()
    for model, path in scoped.items():
        for field in model._meta.concrete_fields:
            parent = field.related_model
            if not isinstance(parent, type) or parent not in scoped or f"{field.name}__alliance" == path:
                continue
            above = f"{field.name}__{scoped[parent]}"
            crossing = model._base_manager.filter(**{f"{above}__isnull": False, f"{path}__isnull": False}).filter(
                ~Q(**{above: F(path)})
            )
            # In the order of the rows' own keys: a model's usual order may join half the tables.
            for pk in crossing.order_by("pk").values_list("pk", flat=True)[:10]:
                yield f"{model._meta.label} {pk} and its {field.name} belong to different alliances."


def _crossing_subjects() -> Iterator[str]:
    """The same for rows that name their record by type and id: events, notes, documents, links, mails, letters."""
    scoped = scoped_models()
    by_label = {model._meta.label_lower: (model, path) for model, path in scoped.items()}
    for model in scoped:
        names = {field.name for field in model._meta.concrete_fields}
        for kind in ("subject", "root", "about"):
            if {"alliance", f"{kind}_type", f"{kind}_id"} <= names:
                yield from _crossing(model, kind, by_label)


def _crossing(
    model: type[models.Model], kind: str, by_label: dict[str, tuple[type[models.Model], str]]
) -> Iterator[str]:
    rows = model._base_manager.filter(alliance__isnull=False).values_list(f"{kind}_type", f"{kind}_id", "alliance")
    named: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for label, pk, alliance in rows.order_by().distinct().iterator():
        if label in by_label:
            named[label][pk].add(alliance)
    for label, subjects in named.items():
        subject, path = by_label[label]
        home = dict(subject._base_manager.filter(**{f"{path}__isnull": False}).order_by().values_list("pk", path))
        for pk, alliances in subjects.items():
            if pk in home and alliances != {home[pk]}:
                yield f"{model._meta.label} about {label} {pk} belongs to another alliance than its {kind}."
