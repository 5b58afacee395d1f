"""More time: for everyone, announced; or for one person, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.models import APPLICATION, Application, Extension, Round
from sle.rules.applications import closed_to_hand_over, may_extend_application
from sle.rules.deadlines import hand_over_by, references_by
from sle.rules.rounds import may_extend_round
from sle.services.notices import tell_applicant, tell_referee
from sle.services.rounds import awaited_references, in_progress
from sle.states import ApplicationState, ReferenceState


@transaction.atomic
def extend_round(
    *,
    round: Round,
    hand_over_until: datetime | None,
    references_until: datetime | None,
    reason: str,
    by: Person,
    now: datetime,
) -> int:
    """Move the round's times for everyone, and tell everybody who is still at work. Returns how many were told.

    None leaves a time as it is; references never close before hand-over. Raises Refused for an earlier time than the
    one published.
    """
    locked = Round.objects.select_for_update(of=("self",)).select_related("alliance").get(pk=round.pk)
    allow(may_extend_round(by, locked))
    new_hand_over = hand_over_until or locked.hand_over_by
    new_references = max(time for time in (references_until, locked.references_by, new_hand_over) if time)
    if hand_over_until and locked.hand_over_by and hand_over_until < locked.hand_over_by:
        raise Refused(Refusal("The new time for handing over is earlier than the one published: nobody may lose time."))
    if references_until and locked.references_by and references_until < locked.references_by:
        raise Refused(Refusal("The new time for references is earlier than the one published: nobody may lose time."))
    if (new_hand_over, new_references) == (locked.hand_over_by, locked.references_by):
        raise Refused(Refusal("These are the times that everyone has now: give a later one."))
    extension = Extension.objects.create(
        alliance_id=locked.alliance_id,
        round=locked,
        hand_over_by=new_hand_over,
        references_by=new_references,
        granted_by=by,
        granted_at=now,
    )
    Round.objects.filter(pk=locked.pk).update(hand_over_by=new_hand_over, references_by=new_references)
    write_note(extension, "extend", reason, by=by)
    record(locked, "extend", by=by, at=now, fields=["hand_over_by", "references_by"])
    round.refresh_from_db()
    told = 0
    for state in (ApplicationState.DRAFT, ApplicationState.HANDED_OVER):
        for application in in_progress(round, state):
            tell_applicant(application, "round_extended", dedupe=str(extension.pk))
            told += 1
    for reference in awaited_references(round):
        told += tell_referee(reference, "reference_more_time", dedupe=str(extension.pk))
    return told


@transaction.atomic
def extend_application(
    *,
    application: Application,
    hand_over_until: datetime | None,
    references_until: datetime | None,
    reason: str,
    by: Person,
    now: datetime,
) -> Extension:
    """Give one person more time, for an adjustment or a fault outside their control; `by` answers for it.

    An application that was ended by the close comes back to where it was. Raises Refused for a time that is not later
    than the one they have, or is past.
    """
    locked = (
        Application.objects.select_for_update(of=("self",))
        .select_related("round__alliance", "applicant", "school")
        .get(pk=application.pk)
    )
    allow(may_extend_application(by, locked))
    for new, old in ((hand_over_until, hand_over_by(locked)), (references_until, references_by(locked))):
        if new and (new <= now or (old and new <= old)):
            raise Refused(Refusal("Give a time in the future that is later than the one this person has now."))
    if hand_over_until is None and locked.handed_over_at is None and closed_to_hand_over(locked, now):
        raise Refused(Refusal("This person has not handed over, and the time for it is over: give a new one for that."))
    extension = Extension.objects.create(
        alliance_id=locked.alliance_id,
        round=locked.round,
        application=locked,
        hand_over_by=hand_over_until,
        references_by=references_until,
        granted_by=by,
        granted_at=now,
    )
    write_note(extension, "extend", reason, by=by)
    record(extension, "extend", by=by, at=now)
    if locked.state == ApplicationState.NOT_CONSIDERED:
        APPLICATION.apply(locked, "reopen_with_head" if locked.handed_over_at else "reopen", by=by, at=now)
    tell_applicant(locked, "application_more_time", dedupe=str(extension.pk))
    for reference in locked.references.filter(state=ReferenceState.ASKED):
        reference.application = locked
        tell_referee(reference, "reference_more_time", dedupe=str(extension.pk))
    application.refresh_from_db()
    return extension
