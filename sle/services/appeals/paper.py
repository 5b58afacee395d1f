"""An appeal that came on paper: typed in by whoever could arrange its hearing, and lodged as of when it came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from alliance.deadlines import in_time
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.times import in_words
from alliance.workflow.notes import write_note
from sle.models import APPEAL, Appeal, AppealGround, Application, Review
from sle.rules import appeals as rules
from sle.rules.deadlines import end_of
from sle.services.appeals.lodging import begin, locked
from sle.services.appeals.telling import tell_appellant, tell_arrangers


class WrongTime(Refused):
    """The paper came too late, or is said to come from the future."""


@transaction.atomic
def enter_appeal(
    *,
    against: Application | Review,
    statements: Mapping[int, str],
    received_at: datetime,
    kept: str,
    by: Person,
    now: datetime,
) -> Appeal:
    """Lodge an appeal as it stands on paper that was received at `received_at`: what it says on each ground (by its
    position), and where the paper is `kept`, for the record.

    However long it is: nobody shortens another's words. A draft that the appellant had begun in the portal is filled
    with it. They have the acknowledgement by e-mail, and read on their page what was typed. Raises WrongTime where the
    paper did not come in time, and Refused.
    """
    row = type(against)._base_manager.select_for_update(of=("self",)).filter(pk=against.pk)
    row.get()
    allow(rules.may_enter_appeal(by, against))
    until = rules.last_day_against(against)
    if received_at > now:
        raise WrongTime(Refusal("The paper cannot have been received in the future."))
    if until is not None and not in_time(received_at, end_of(until)):
        raise WrongTime(Refusal(f"The last day for an appeal was {in_words(until)}: this paper came too late."))
    if not any(text.strip() for text in statements.values()):
        raise Refused(Refusal("Type in what the paper says on at least one ground."))
    draft = rules.appeal_against(against)
    appeal = locked(draft or begin(against, by=by, now=now))
    grounds = list(appeal.grounds.all())
    for ground in grounds:
        ground.statement = statements.get(ground.position, "").replace("\r\n", "\n")
    AppealGround.objects.bulk_update(grounds, ["statement"])
    Appeal.objects.filter(pk=appeal.pk).update(revision=appeal.revision + 1)
    write_note(appeal, rules.ON_PAPER, kept.strip(), by=by)
    APPEAL.apply(appeal, "lodge", by=by, at=now, lodged_at=received_at)
    tell_appellant(appeal, "appeal_lodged")
    tell_arrangers(appeal, "appeal_waits")
    return appeal
