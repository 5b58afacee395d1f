"""What workers do about people."""

from __future__ import annotations

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore


@shared_task(name="people.forget_sessions")
def forget_sessions() -> None:
    """Remove sessions that have expired, with whatever was typed and never sent again in them."""
    SessionStore.clear_expired()
