"""The reserve: a place that comes up is offered to somebody in reserve, on the record and by letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.addresses import full, path_to
from alliance.people.models import Person
from alliance.post.services import Posting, send_many
from alliance.post.texts import Address
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.times import in_words
from alliance.workflow.notes import write_note
from sle.models import DECISION, AreaDecision
from sle.queries.reserve import reserves_over
from sle.rules.reserve import may_leave_reserve, may_offer_place, may_take_back_place
from sle.services.decisions import locked
from sle.services.letters import open_letter, unsettle_letter, void_letter
from sle.services.notices import tell_administrators
from sle.states import DESIGNATING, DecisionState, Outcome
from sle.wording import list_of


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
    _without_place(decision, by=by, now=now)


@transaction.atomic
def leave_reserve(*, decisions: Sequence[AreaDecision], by: Person, now: datetime) -> None:
    """The applicant no longer wants a place in the areas of these decisions, all of one application: no place can be
    offered there any more, one that was being prepared is dropped, and staff are told. Raises Refused."""
    left = [_locked(decision) for decision in decisions]
    for decision in left:
        allow(may_leave_reserve(by, decision, timezone.localdate(now)))
    for decision in left:
        was_offered = decision.state != DecisionState.RELEASED
        DECISION.apply(decision, "leave_reserve", by=by, at=now, outcome=Outcome.RESERVE, left_reserve_at=now)
        if was_offered:
            _without_place(decision, by=by, now=now)
    application = left[0].root
    tell_administrators(
        "sle.reserve_left",
        alliance=application.round.alliance,
        about=application,
        values={
            "applicant": application.name,
            "round": application.round.title,
            "areas": list_of([decision.application_area.area.name for decision in left]),
            "page": Address(full(path_to("sle:reserve_list", application.round.alliance, pk=application.round_id))),
        },
        dedupe=f"{application.pk}:{'-'.join(str(decision.pk) for decision in left)}",
    )


def tell_of_reserves_over(alliance: Alliance, now: datetime) -> None:
    """Tell everyone whose last day in reserve has passed without a place that it is over: once for each area."""
    with transaction.atomic():
        send_many(
            "sle.reserve_over",
            alliance=alliance,
            postings=[
                Posting(
                    decision.root.applicant,
                    decision.root,
                    {
                        "name": decision.root.name,
                        "round": decision.root.round.title,
                        "alliance": alliance.name,
                        "area": decision.application_area.area.name,
                        "reserve_until": in_words(decision.reserve_until),
                        "page": Address(full(path_to("sle:outcome", alliance, code=decision.root.code))),
                    },
                    f"sle.reserve_over:{decision.pk}",
                )
                for decision in reserves_over(timezone.localdate(now))
            ],
        )


def _without_place(decision: AreaDecision, *, by: Person, now: datetime) -> None:
    """What becomes of the letter that was to offer a place: nothing, unless it offers one in another area too."""
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
