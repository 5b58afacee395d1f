"""How far a release has come: counted from the rows that it wrote, so that the page can be closed and found again."""

from __future__ import annotations

from alliance.post.queries import Progress, progress
from sle.models import Application, Round
from sle.states import ApplicationState

# What the applicants get, and what goes to their heads on the next working day.
APPLICANTS = ("sle.outcome", "sle.outcome_ready", "sle.place", "sle.place_ready")
HEADS = ("sle.outcome_head", "sle.place_head")


def progress_of(round: Round) -> tuple[Progress, Progress]:
    """The progress of the round's release (and of letters released one by one after it): applicants, heads."""
    decided = Application.objects.filter(round=round, state=ApplicationState.DECIDED).values_list("pk", flat=True)
    ids = list(decided)
    return (
        progress(about_type="sle.application", about_ids=ids, kinds=APPLICANTS),
        progress(about_type="sle.application", about_ids=ids, kinds=HEADS),
    )
