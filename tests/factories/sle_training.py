"""Days of core training, and leaders who have done it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alliance.post.models import Letter
from sle.models import Designation, Planned
from sle.queries.training import people_at, planned
from sle.services import certificates, training
from tests.conftest import Cast


def in_days(days: int) -> datetime:
    """The same time so many days from now."""
    return timezone.now() + timedelta(days=days)


def make_day(cast: Cast, *, kinds: list[str] | None = None, fee_pence: int = 17_500, **more: Any) -> Planned:
    """A day of core training in thirty days, for specialist leaders."""
    starts_at = in_days(30)
    when = {"title": "Core training", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=6), **more}
    return training.plan_training(
        alliance=cast.alliance,
        kinds=kinds or ["SLE"],
        fee_pence=fee_pence,
        by=cast.lead,
        now=timezone.now(),
        **{"place": "Hall, Boldmere Junior School", "book_by": starts_at - timedelta(days=5), **when},
    )


def written_down(cast: Cast, day: Planned, *, came: bool = True) -> datetime:
    """It is over, and everybody who had a place came, or nobody did; when that is."""
    after = day.occasion.ends_at + timedelta(hours=1)
    rows = {row.pk: came for row, _ in people_at(planned(day.day))}
    certificates.write_attendance(planned=day, came=rows, by=cast.lead, now=after)
    return after


def certified(cast: Cast, *held: Designation) -> tuple[Planned, Letter]:
    """These leaders have been on a day and have their certificates; the day, and the latest of the letters."""
    day = make_day(cast)
    for one in held:
        training.book_training(planned=day, designation=one, by=one.person, now=timezone.now())
    after = written_down(cast, day)
    certificates.certify_training(planned=day, by=cast.lead, now=after)
    return day, Letter.objects.order_by("number").last()
