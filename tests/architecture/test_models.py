"""What every model keeps to: choices that the database checks, an alliance's scope, no foreign key over other edges."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

SIX = ("itt", "cpd", "leadership", "sle", "support", "research")
OURS = [
    model
    for model in apps.get_models()
    if apps.get_app_config(model._meta.app_label).name.startswith(("alliance.", *SIX))
]
# Foreign keys between responsibilities: "app.Model.field" with a sentence of reason. There are none yet.
NAMED_EDGES: dict[str, str] = {}
# No manager of an alliance's scope, each with its reason.
UNSCOPED = {
    "expertise.area": "the national lists' areas belong to no alliance and stand beside its own",
    "post.text": "the portal's standard texts belong to no alliance and are read with its own",
}


def label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def constrained(model: type[models.Model]) -> set[str]:
    """The columns whose values a CHECK of the model lists."""
    found: set[str] = set()

    def read(condition: Any) -> None:
        for child in condition.children if isinstance(condition, models.Q) else ():
            if isinstance(child, models.Q):
                read(child)
            elif isinstance(child, tuple) and child[0].endswith("__in"):
                found.add(child[0].removesuffix("__in"))

    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            read(constraint.condition)
    return found


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_column_with_choices_is_checked_by_the_database(model):
    chosen = {field.name for field in model._meta.local_fields if getattr(field, "choices", None)}
    assert not chosen - constrained(model)


@pytest.mark.parametrize("model", [model for model in OURS if label(model) not in UNSCOPED], ids=label)
def test_every_model_of_an_alliance_is_found_in_its_scope_only(model):
    """Outside any scope its manager refuses to answer."""
    if "alliance" not in {field.name for field in model._meta.get_fields()}:
        return
    with pytest.raises(Exception, match="scope"):
        model.objects.all().exists()


def test_no_foreign_key_crosses_an_unnamed_edge():
    """Strings hide from the import contracts: the core never points at a responsibility, nor one at another."""
    crossing = []
    for model in OURS:
        own = apps.get_app_config(model._meta.app_label).name
        for field in model._meta.local_fields:
            target = field.related_model
            if not isinstance(target, type):
                continue
            other = apps.get_app_config(target._meta.app_label).name
            if other in SIX and other != own and f"{model._meta.label}.{field.name}" not in NAMED_EDGES:
                crossing.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert not crossing


def sources() -> list[Path]:
    """The Python files of the portal, but for tests, migrations and the one door."""
    files = [file for app in ("alliance", *SIX) for file in (settings.BASE_DIR / app).rglob("*.py")]
    return [file for file in files if "migrations" not in file.parts and file.name != "machine.py"]


def writes_of_state(tree: ast.AST) -> list[int]:
    """Lines that write a state: `x.state = …`, or `.update(state=…)`."""
    lines = []
    for node in ast.walk(tree):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        lines += [node.lineno for target in targets if isinstance(target, ast.Attribute) and target.attr == "state"]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
            lines += [node.lineno for keyword in node.keywords if keyword.arg == "state"]
    return lines


def test_writes_of_state_are_found():
    assert writes_of_state(ast.parse("a.state = 1\nb.c.update(state=2)\nstate = 3")) == [1, 2]


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(settings.BASE_DIR)))
def test_only_the_machine_writes_a_state(file):
    assert not writes_of_state(ast.parse(file.read_text(encoding="utf-8")))
