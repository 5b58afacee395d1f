"""The migrations make the database that the models describe, guarded events included."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.processes
@pytest.mark.embedded
def test_events_are_guarded_after_all_migrations(tmp_path):
    environment = {**os.environ, "PORTAL_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}
    environment["DJANGO_SETTINGS_MODULE"] = "alliance.settings"
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
    # SQLite rebuilds a table to alter it, and silently drops its triggers: hence a look at the end of all migrations.
    database = sqlite3.connect(tmp_path / "portal.sqlite3")
    triggers = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    database.close()
    assert {"workflow_event_no_update", "workflow_event_no_delete"} <= triggers
