"""Something that a side tells the alliance in confidence, and what became of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.addresses import path_to
from alliance.members import links
from alliance.members.models import PersonalLink
from alliance.people.models import Person
from alliance.refusal import allow
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from support.models import CONCERN, Concern, Request
from support.rules.endings import may_raise_concern, may_settle_concern
from support.rules.sides import sides_of
from support.services.telling import tell_staff


@transaction.atomic
def raise_concern(
    *,
    request: Request,
    words: str,
    by: Person | None,
    now: datetime,
    link: PersonalLink | None = None,
    name: str = "",
) -> Concern:
    """Tell the alliance, signed in or by the link in a mail that `name` was sent. Staff get a mail that says neither
    what it is nor from whom. Raises Refused."""
    allow(links.may_use(link, now) if link is not None else may_raise_concern(sides_of(by, request)))
    concern = Concern.objects.create(
        alliance_id=request.alliance_id,
        request=request,
        raised_by=by,
        raised_as=f"{name}, {link.email}" if link is not None else "",
        raised_at=now,
    )
    record(concern, "raise", by=by, at=now)
    write_note(concern, "raise", words.strip(), by=by)
    page = path_to("support:concern", request.alliance, pk=concern.pk)
    tell_staff(request, "concern", about=concern, page=page, dedupe=str(concern.pk))
    return concern


@transaction.atomic
def settle_concern(*, concern: Concern, words: str, by: Person, now: datetime) -> None:
    """It is dealt with: what was done is kept as a note. Raises Refused and MoveRefused."""
    allow(may_settle_concern(by, concern))
    CONCERN.apply(concern, "settle", by=by, at=now, settled_at=now)
    write_note(concern, "settle", words.strip(), by=by)
