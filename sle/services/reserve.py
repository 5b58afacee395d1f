"""The reserve: a place that comes up is offered to somebody in reserve, on the record and by letter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.notes import write_note
from sle.models import DECISION, AreaDecision
from sle.rules.reserve import may_offer_place, may_take_back_place
from sle.services.decisions import locked
from sle.services.letters import open_letter, unsettle_letter, void_letter
from sle.states import DESIGNATING, DecisionState, Outcome


@transaction.atomic
def offer_place(*, decision: AreaDecision, outcome: str, reason: str, by: Person, now: datetime) -> None:
    """Put somebody in reserve forward for a place that has come up, designated or with a support plan.

    The applicant learns of it by a letter of its own, once somebody else has approved the offer and the letter is
    approved and released like every other; the offer of designation stands on the register from then on. `reason`
    (which place it is, and why this applicant) is kept as a note. Raises Refused, after the last day in reserve too.
    """
    decision = _locked(decision)
    if outcome not in DESIGNATING:
        raise Refused(Refusal("Choose whether the place comes with a support plan."))
    allow(may_offer_place(by, decision, timezone.localdate(now)))
    DECISION.apply(
        decision,
        "offer_place",
        by=by,
        at=now,
        outcome=outcome,
        proposed_by=by,
        proposed_at=now,
        approved_by=None,
        approved_at=None,
    )
    write_note(decision, "offer_place", reason.strip(), by=by)
    open_letter(application=decision.root, from_reserve=True)
    unsettle_letter(application=decision.root, by=by, now=now)


@transaction.atomic
def take_back_place(*, decision: AreaDecision, reason: str, by: Person, now: datetime) -> None:
    """The place is not offered after all: the applicant, who knows of nothing, stays in reserve. Raises Refused."""
    decision = _locked(decision)
    allow(may_take_back_place(by, decision))
    DECISION.apply(decision, "take_back_place", by=by, at=now, outcome=Outcome.RESERVE)
    write_note(decision, "take_back_place", reason.strip(), by=by)
    others = AreaDecision.objects.filter(application_area__application=decision.root)
    if others.exclude(state=DecisionState.RELEASED).exists():
        unsettle_letter(application=decision.root, by=by, now=now)
    else:
        void_letter(application=decision.root, by=by, now=now)


def _locked(decision: AreaDecision) -> AreaDecision:
    """The decision as it stands now, under the lock of its round, by which deciding and releasing take turns."""
    round = locked(decision.root.round)
    related = AreaDecision.objects.select_related("application_area__application", "application_area__area")
    found = related.get(pk=decision.pk)
    found.root.round = round
    return found
