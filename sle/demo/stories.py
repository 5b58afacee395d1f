"""Which rounds each alliance of the demo has: across the five one in every stage, and always one that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from sle.demo.making import applicant, close, fill_in, give, hand_over, make_round, open_round, start, submitted
from sle.models import Application
from sle.services import rounds
from sle.states import ReferenceKind

# Boldmere names areas beyond the national list in which its leaders work.
BOLDMERE_AREAS = (("Inclusion", "Special educational needs"), ("ITT mentoring", ""), ("Performance management", ""))


def boldmere_open(cast: Any) -> None:
    """Open for nine days more: one draft, one with the head, one submitted, one from outside."""
    made = make_round(
        cast,
        "Specialist leaders of education, this term",
        [("Maths", 2), ("English", 1), ("Inclusion", 1), ("ITT mentoring", 1)],
        closes=16,
        own_areas=BOLDMERE_AREAS,
    )
    open_round(cast, made)
    amara, daniel, eleanor, *_ = cast.teachers
    drafting = applicant(amara, "Maths")
    fill_in(cast, start(made, drafting, days_before=22), drafting, 1, questions=2)
    with_head = applicant(daniel, "ITT mentoring")
    handed = start(made, with_head, days_before=21)
    fill_in(cast, handed, with_head, 2)
    handed = Application.objects.select_related("round__alliance", "applicant", "school").get(pk=handed.pk)
    hand_over(cast, handed, days_before=18)
    done = applicant(eleanor, "English")
    waits = start(made, done, days_before=24)
    fill_in(cast, waits, done, 3)
    waits = Application.objects.select_related("round__alliance", "applicant", "school").get(pk=waits.pk)
    hand_over(cast, waits, days_before=20)
    give(waits, ReferenceKind.HEAD, 3, days_before=17)


def boldmere_draft(cast: Any) -> None:
    """A draft for later, copied from the open one: its check list says what is missing."""
    latest = cast.alliance.sle_rounds.order_by("pk").last()
    rounds.copy_round(round=latest, title="Specialist leaders of education, next year", by=cast.lead)


def west_london_closed(cast: Any) -> None:
    """Closed last week."""
    made = make_round(
        cast,
        "SLE recruitment",
        [("Religious education", 1), ("Science", 2), ("School business management and financial management", 1)],
        closes=-8,
    )
    open_round(cast, made)
    isabel, joanna = cast.teachers
    submitted(cast, made, applicant(isabel, "Religious education"), 11)
    submitted(cast, made, applicant(joanna, "Science"), 12)
    submitted(cast, made, applicant(cast.outside_teachers[3], "Science"), 13, second=False)
    close(made)


def weston_cancelled(cast: Any) -> None:
    """Cancelled while it was open: one applicant was told why."""
    made = make_round(cast, "Specialist leaders, autumn", [("Design and technology", 1)], closes=5)
    open_round(cast, made)
    zoe = applicant(cast.teachers[1], "Design and technology")
    start(made, zoe, days_before=20)
    reason = "The funding for this area has moved to a neighbouring alliance, which will advertise it."
    rounds.cancel_round(round=made, reason=reason, by=cast.lead, now=timezone.now())


STORIES: dict[str, tuple[Callable[[Any], None], ...]] = {
    "boldmere": (boldmere_open, boldmere_draft),
    "west-london": (west_london_closed,),
    "weston": (weston_cancelled,),
}
