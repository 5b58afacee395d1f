"""What schools need and offer, and a round's targets from it."""

from __future__ import annotations

from typing import Any

from alliance.surveys.models import Reply
from tests.architecture.role_matrix.rows import STAFF, Row
from tests.conftest import Cast
from tests.factories import sle, surveys


def answers(cast: Cast) -> dict[str, Any]:
    """A year in which the cast's school said what it needs: a past one, so that asks can still be set up."""
    ask = surveys.make_ask(cast.director, cast.alliance, year=2025)
    ticked = {"sle-need": ["Maths", "Science"], "sle-urgent": ["Maths"], "sle-offer": ["English"]}
    surveys.answered(Reply.objects.get(ask=ask, school=cast.school), ticked)
    return {}


def draft_with_answers(cast: Cast) -> dict[str, Any]:
    answers(cast)
    return {"pk": sle.make_round(cast.director, cast.alliance, opened=False).pk}


ROWS = {
    "sle:priorities": Row(STAFF, answers),
    "sle:priorities without answers": Row(STAFF),
    "sle:round_targets_from_priorities": Row(STAFF, draft_with_answers),
}
