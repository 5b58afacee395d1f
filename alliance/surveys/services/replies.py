"""What schools answer: drafts, handing in, opening again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from alliance.members.links import revoke, use
from alliance.members.models import PersonalLink
from alliance.people.models import Person
from alliance.post.services import cancel_waiting
from alliance.refusal import Refusal, Refused, allow
from alliance.surveys import rules
from alliance.surveys.models import REPLY, Reply, ReplyPart
from alliance.surveys.queries import asked_of
from alliance.surveys.services.telling import tell_schools, tell_with_link
from alliance.surveys.states import ReplyState
from alliance.workflow.notes import write_note


class StalePart(Refused):
    """Somebody saved the section meanwhile; `stored` is what stands now."""

    def __init__(self, stored: ReplyPart) -> None:
        super().__init__(Refusal("This was changed in another window since you opened it here. Both are shown."))
        self.stored = stored


@transaction.atomic
def save_part(
    *,
    reply: Reply,
    section: str,
    values: Mapping[str, Any],
    revision: int,
    finished: bool,
    by: Person | None,
    received: datetime,
) -> ReplyPart:
    """Keep a school's answers to one section as they were typed over the save `revision`; `by` is None for a link.

    `finished` says that nothing in it is missing. Saving the same again is no change. Raises StalePart, and Refused
    where the school cannot answer (any more).
    """
    locked = _locked(reply)
    allow(rules.may_answer(by, locked, received))
    part, _ = ReplyPart.objects.get_or_create(
        reply=locked, section=section, defaults={"alliance_id": locked.alliance_id, "saved_at": received}
    )
    if part.revision and part.values == dict(values) and part.finished == finished:
        return part
    if part.revision != revision:
        raise StalePart(part)
    part.values, part.finished = dict(values), finished
    part.revision, part.saved_at = part.revision + 1, received
    part.save(update_fields=["values", "finished", "revision", "saved_at"])
    if locked.state == ReplyState.WAITING:
        REPLY.apply(locked, "begin", by=by, at=received, begun_at=received)
    return part


def unfinished(reply: Reply) -> list[str]:
    """The titles of the sections that the school has still to answer."""
    finished = {part.section for part in reply.parts.all() if part.finished}
    return [section.title for section in asked_of(reply) if section.key not in finished]


@transaction.atomic
def hand_in(
    *,
    reply: Reply,
    signer_name: str,
    signer_post: str,
    link: PersonalLink | None,
    by: Person | None,
    received: datetime,
) -> None:
    """Hand in a school's answers: every link to them is dead from now on (`link` is None for somebody signed in).

    Where one of the alliance's staff does it for the school, who they are is kept. Raises Refused where something is
    missing or the time is over, and MoveRefused if it was done before; then nothing is changed.
    """
    locked = _locked(reply)
    allow(rules.may_answer(by, locked, received))
    if missing := unfinished(locked):
        raise Refused(Refusal(f"Answer these first: {', '.join(f'“{title}”' for title in missing)}."))
    ask = locked.ask
    REPLY.apply(
        locked,
        "hand_in",
        by=by,
        at=received,
        answered_at=received,
        signer_name=signer_name,
        signer_post=signer_post,
        entered_by=by if rules.enters_for(by, locked) else None,
    )
    if link is not None and not use(link, now=received):
        raise Refused(Refusal("This link has been replaced or used. Please use the link in the latest e-mail."))
    revoke(subject=locked)
    cancel_waiting(about=locked)
    tell_schools(ask, [locked], "received", dedupe=received.isoformat())


@transaction.atomic
def reopen_reply(*, reply: Reply, reason: str, by: Person, now: datetime) -> None:
    """Open answers again that were handed in; the school gets a new link with the reason. Raises Refused."""
    locked = _locked(reply)
    allow(rules.may_reopen(by, locked))
    REPLY.apply(locked, "reopen", by=by, at=now, answered_at=None, entered_by=None)
    write_note(locked, "reopen", reason, by=by)
    tell_with_link(locked.ask, [locked], "reopened", now=now, dedupe=now.isoformat(), reason=reason)


def _locked(reply: Reply) -> Reply:
    return (
        Reply.objects.select_for_update(of=("self",))
        .select_related("ask__alliance", "school")
        .prefetch_related("parts")
        .get(pk=reply.pk)
    )
