"""The demo of this responsibility: a round in every stage across the five alliances, made through the services."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from alliance.expertise.services import load_areas
from alliance.schools.models import Alliance
from sle.demo.stories import STORIES
from sle.models import Round


def fill(alliance: Alliance, cast: Any) -> None:
    """Make the alliance's rounds, unless it has any. `cast` is the core's `Cast`: people, schools, outside heads."""
    load_areas()
    if not Round.objects.filter(alliance=alliance).exists():
        for story in STORIES.get(alliance.slug, ()):
            with transaction.atomic():
                story(cast)
