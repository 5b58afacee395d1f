"""Grown, the portal refuses to start half configured, and what it does start with passes Django's own deploy check."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

GROWN = {
    "PORTAL_MODE": "grown",
    "PORTAL_SECRET_KEY": "a-text-that-is-as-random-as-a-test-needs-it-to-be-0123456789",
    "PORTAL_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "PORTAL_SMTP_HOST": "mail.example.org",
}


def check(tmp_path, **changed: str | None) -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` in an environment of its own; None takes a variable away."""
    wanted = {**GROWN, "PORTAL_DATA": str(tmp_path), **changed}
    environment = {"PATH": os.environ["PATH"], **{name: value for name, value in wanted.items() if value is not None}}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.processes
def test_a_whole_configuration_passes_the_deploy_check(tmp_path):
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.processes
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORTAL_SECRET_KEY", None, "Set PORTAL_SECRET_KEY to a random text"),
        ("PORTAL_SECRET_KEY", "change-me-change-me-change-me-change-me-change-me-change-me", "Set PORTAL_SECRET_KEY"),
        ("PORTAL_SECRET_KEY", "too-short", "Set PORTAL_SECRET_KEY"),
        ("PORTAL_DEBUG", "true", "PORTAL_DEBUG shows secrets to visitors"),
        ("PORTAL_HOSTS", None, "Set PORTAL_HOSTS"),
        ("PORTAL_HOSTS", "*", "Set PORTAL_HOSTS"),
        ("DATABASE_URL", None, "DATABASE_URL"),
        ("REDIS_URL", None, "REDIS_URL"),
    ],
)
def test_half_a_configuration_is_refused(tmp_path, name, value, sentence):
    done = check(tmp_path, **{name: value})
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert sentence in done.stderr
