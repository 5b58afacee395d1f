"""An appeal in the applicant's hands: begun, saved, lodged, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.drafts import Stale
from alliance.people.models import Person
from alliance.post.services import cancel_waiting
from alliance.refusal import allow
from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from alliance.workflow.events import record
from sle.leader_kinds import kind_of
from sle.models import APPEAL, Appeal, AppealGround, Application, Review
from sle.queries.appeals import REVIEWED
from sle.rules import appeals as rules
from sle.services.appeals.telling import tell_appellant, tell_arrangers
from sle.states import AppealState

# Whoever has begun an appeal is reminded this many working days before the last day.
REMIND_BEFORE = 2


@transaction.atomic
def start_appeal(*, application: Application, by: Person, received: datetime, now: datetime) -> Appeal:
    """The application's appeal: a new draft with the round's grounds as they stand, or the one that is there already
    (two clicks make one). Raises Refused, after the last day too."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("round__alliance")
    against = rows.get(pk=application.pk)
    existing = Appeal.objects.filter(application=against).first()
    if existing is not None and against.applicant_id == by.pk:
        return existing
    allow(rules.may_start_appeal(by, against, received))
    return begin(against, by=by, now=now)


@transaction.atomic
def appeal_review(*, review: Review, by: Person, received: datetime, now: datetime) -> Appeal:
    """As `start_appeal`, against a review that ended a designation, on the grounds of its kind. Raises Refused."""
    against = Review.objects.select_for_update(of=("self",)).select_related("designation__alliance").get(pk=review.pk)
    existing = Appeal.objects.filter(review=against).first()
    if existing is not None and existing.appellant_id == by.pk:
        return existing
    allow(rules.may_appeal_review(by, against, received))
    return begin(against, by=by, now=now)


def begin(against: Application | Review, *, by: Person, now: datetime) -> Appeal:
    """A new draft against this, on the grounds as they stand. Its callers have locked what it is against, and asked
    whether it may be."""
    facts: dict[str, Any]
    if isinstance(against, Review):
        designation = against.designation
        kind = kind_of(designation.alliance, designation.kind)
        grounds = kind.grounds
        facts = {
            "alliance": designation.alliance,
            "appellant_id": designation.person_id,
            "review": against,
            "title": f"Designation as {kind.word}",
            "until": against.appeal_until,
            "hearers_needed": rules.USUAL_HEARERS,
        }
    else:
        round = against.round
        grounds = round.grounds
        facts = {
            "alliance": round.alliance,
            "appellant_id": against.applicant_id,
            "application": against,
            "title": round.title,
            "until": rules.last_day(against),
            "hearers_needed": round.appeal_hearers,
        }
    appeal: Appeal = Appeal.objects.create(**facts)
    AppealGround.objects.bulk_create(
        AppealGround(alliance=appeal.alliance, appeal=appeal, position=position, text=text)
        for position, text in enumerate(grounds, start=1)
    )
    record(appeal, "start", by=by, at=now)
    return appeal


@transaction.atomic
def save_appeal(
    *, appeal: Appeal, statements: Mapping[int, str], revision: int, by: Person, received: datetime
) -> Appeal:
    """Keep what is said on each ground (by its position) as it is typed; `revision` is the one it was typed over.

    Too long a text is kept too. Saving the same again is no change. Raises Stale, and Refused once it is lodged or the
    last day is over.
    """
    found = locked(appeal)
    allow(rules.may_change_appeal(by, found, received))
    typed = {position: text.replace("\r\n", "\n") for position, text in statements.items()}
    changed = [
        ground for ground in found.grounds.all() if typed.get(ground.position, ground.statement) != ground.statement
    ]
    if not changed:
        return found
    if found.revision != revision:
        raise Stale("", found.revision)
    for ground in changed:
        ground.statement = typed[ground.position]
    AppealGround.objects.bulk_update(changed, ["statement"])
    Appeal.objects.filter(pk=found.pk).update(revision=revision + 1)
    return locked(appeal)


@transaction.atomic
def lodge_appeal(*, appeal: Appeal, by: Person, received: datetime, now: datetime) -> None:
    """Lodge the appeal as it reads: it can no longer be changed. The applicant has an acknowledgement at once, and
    whoever arranges hearings is told. Raises Refused, a second after the last day too."""
    found = locked(appeal)
    allow(rules.may_lodge(by, found, received))
    APPEAL.apply(found, "lodge", by=by, at=now, lodged_at=received)
    tell_appellant(found, "appeal_lodged")
    tell_arrangers(found, "appeal_waits")
    appeal.refresh_from_db()


@transaction.atomic
def withdraw_appeal(*, appeal: Appeal, by: Person, now: datetime) -> None:
    """The applicant takes the appeal back before it is decided: the outcome stands. Raises Refused."""
    found = locked(appeal)
    allow(rules.may_withdraw_appeal(by, found))
    APPEAL.apply(found, "withdraw", by=by, at=now)
    cancel_waiting(about=found)
    tell_appellant(found, "appeal_withdrawn")
    appeal.refresh_from_db()


def locked(appeal: Appeal) -> Appeal:
    """The appeal as it stands now, with its row locked until the transaction ends."""
    return (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("alliance", "appellant", "application__round__alliance", "application__school", *REVIEWED)
        .prefetch_related("grounds", "hearers__person", "review__releases")
        .get(pk=appeal.pk)
    )


def remind_of_drafts(alliance: Alliance, now: datetime) -> None:
    """Remind whoever has begun an appeal shortly before its last day: once, whatever happens to the clock."""
    today = timezone.localdate(now)
    soon = Calendar(alliance).add(today, REMIND_BEFORE)
    drafts = Appeal.objects.filter(state=AppealState.DRAFT, until__gte=today, until__lte=soon)
    for appeal in drafts.select_related("alliance", "appellant").order_by("pk"):
        with transaction.atomic():
            tell_appellant(appeal, "appeal_unfinished", dedupe=appeal.until.isoformat())
