"""A panel that advises on a review: it reads the leader's account and the head's view blind, and scores them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.panels import services as panels
from alliance.panels.models import Exercise
from alliance.panels.queries import exercise_about
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.states import Responsibility
from alliance.times import in_short
from sle.models import Review, Round
from sle.rules.reviews import may_ask_panel
from sle.states import ReferenceKind


@transaction.atomic
def ask_panel(*, review: Review, by: Person, now: datetime) -> Exercise:
    """Open an exercise about this review, with the criteria of the latest round for leaders of this kind, and hand it
    the leader's account and what the head has said. Who sits on it is chosen on the panel's page.

    The panel advises: the outcome is proposed and approved as in any review. Raises Refused.
    """
    today = timezone.localdate(now)
    allow(may_ask_panel(by, review, today))
    designation = review.designation
    latest = Round.objects.filter(kind=designation.kind, rubric__isnull=False).order_by("-pk").first()
    if latest is None or latest.rubric is None:
        raise Refused(
            Refusal("There has been no round for leaders of this kind, so there are no criteria to score against.")
        )
    exercise = panels.open_exercise(
        alliance=designation.alliance,
        responsibility=Responsibility.SLE,
        about=review,
        title=f"Review of a designation, {in_short(today)}",
        code="REV",
        rubric=latest.rubric,
        anonymous=True,
        scores_per_entry=None,
        score_by=None,
        by=by,
    )
    panels.add_entry(
        exercise=exercise,
        candidate_id=review.pk,
        areas=[line.area.name for line in designation.areas.select_related("area")],
        sections=_sections(review),
        by=by,
        now=now,
    )
    return exercise


def _sections(review: Review) -> list[dict[str, Any]]:
    """The papers of a review; what did not come says so."""
    views = [release.view for release in review.releases.all() if release.view]
    account = review.statement or "The leader has not answered."
    return [
        {"key": "account", "title": "The leader’s own account", "kind": "answer", "text": account},
        {
            "key": str(ReferenceKind.HEAD),
            "title": "The head’s view",
            "kind": "reference",
            "text": "\n\n".join(views) or "The head has not answered.",
        },
    ]


def dismiss(review: Review, *, by: Person, now: datetime) -> None:
    """The review is over: its panel has no more to do with it."""
    exercise = exercise_about(review)
    if exercise is not None:
        panels.close_exercise(exercise=exercise, by=by, now=now)
