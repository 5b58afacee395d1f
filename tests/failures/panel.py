"""Run as a process of its own (`python -m tests.failures.panel 6 12`): a panel of six with twelve applications, each of
whom asks for their pack."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
django.setup()

from django.utils import timezone  # noqa: E402  # Django is set up above
from django_scopes import scope  # noqa: E402  # Django is set up above

from alliance.panels.services import ask_for_pack  # noqa: E402  # Django is set up above
from alliance.schools.models import Alliance  # noqa: E402  # Django is set up above
from tests.factories.panels import make_panel  # noqa: E402  # Django is set up above
from tests.factories.people import PersonFactory  # noqa: E402  # Django is set up above


def ask(people: int, applications: int) -> None:
    """Open scoring to so many people with so many applications, and ask for the pack of each person."""
    alliance = Alliance.objects.create(slug="boldmere", name="Boldmere")
    with scope(alliance=alliance):
        panel = make_panel(alliance, PersonFactory(email="staff@example.sch.uk"), {})
        seats = [panel.sit(f"Head N{n}", "scorer" if n else "chair") for n in range(people)]
        for candidate in range(applications):
            panel.enter(candidate, text=f"I led phonics in year {candidate}.\n" * 20)
        panel.start()
        for seat in seats:
            ask_for_pack(seat=seat, by=seat.person, now=timezone.now())


if __name__ == "__main__":
    ask(int(sys.argv[1]), int(sys.argv[2]))
