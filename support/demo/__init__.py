"""The demo of this responsibility, part by part: each builds on what the parts before it made."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from alliance.expertise.services import load_areas
from alliance.schools.models import Alliance
from support.demo import board, deployments, evaluations, funding, requests, supply


@transaction.atomic
def fill(alliance: Alliance, cast: Any) -> None:
    """Fill the alliance, unless it has any. `cast` is the core's `Cast`: people, schools, heads."""
    load_areas()
    funding.fill(cast)
    requests.fill(cast)
    supply.fill(cast)
    deployments.fill(cast)
    evaluations.fill(cast)
    board.fill(cast)
