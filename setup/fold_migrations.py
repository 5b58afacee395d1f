"""Writes each first migration anew with constraints and indexes in the table they belong to: part of `make migrations`.

`makemigrations` adds them one by one wherever another table refers to the first, and `migrate` builds every model anew
for each: that was nearly all of the time until a fresh portal answered.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.apps import apps
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.writer import MigrationWriter

ROOT = Path(__file__).resolve().parent.parent


def fold(migration: Migration) -> None:
    """Move what is added to a table into its creation, but for what names a field that is added after it."""
    later = [one for one in migration.operations if isinstance(one, AddField)]
    tables = {one.name_lower: one for one in migration.operations if isinstance(one, CreateModel)}
    kept = []
    for one in migration.operations:
        if isinstance(one, AddConstraint | AddIndex):
            name, added = ("indexes", one.index) if isinstance(one, AddIndex) else ("constraints", one.constraint)
            said = repr(added.deconstruct())
            if not any(it.model_name_lower == one.model_name_lower and it.name in said for it in later):
                tables[one.model_name_lower].options.setdefault(name, []).append(added)
                continue
        kept.append(one)
    migration.operations = kept


def main() -> None:
    """Fold the first migration of every app of ours."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
    django.setup()
    for app in apps.get_app_configs():
        path = Path(app.path) / "migrations" / "0001_initial.py"
        if ROOT in path.parents and ".venv" not in path.parts and path.exists():
            migration = import_module(f"{app.name}.migrations.0001_initial").Migration("0001_initial", app.label)
            fold(migration)
            path.write_text(MigrationWriter(migration, include_header=False).as_string())


if __name__ == "__main__":
    main()
