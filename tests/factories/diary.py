"""Things that take place, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alliance.diary import services
from alliance.diary.models import Occasion
from alliance.people.models import Person
from alliance.schools.models import Partner


def plan(about: Partner, by: Person, *, at: datetime | None = None, minutes: int = 30, **more: Any) -> Occasion:
    """Something planned about any record of an alliance, in a week if not `at`."""
    now = timezone.now()
    starts_at = at or now + timedelta(days=7)
    given = {"title": "Welcome day", "place": "Boldmere Junior School", "room": "Room 4", **more}
    return services.plan(
        about=about, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), by=by, now=now, **given
    )
