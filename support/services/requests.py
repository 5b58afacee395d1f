"""A request in the hands of whoever asks: begun, saved, asked, answered, withdrawn; and enquiries from outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from alliance.drafts import Stale
from alliance.expertise.models import Area
from alliance.members.models import PersonalLink
from alliance.people.models import Person
from alliance.post.services import cancel_waiting
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance, Partner, School
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from support.models import REQUEST, Need, Request
from support.queries.clocks import match_due, promises_of
from support.rules import requests as rules
from support.rules.sides import Side, commissions_for, sides_of
from support.services.endings import end_all
from support.services.supply import supporter_for_designation
from support.services.telling import asker_in_words, asker_of, concerned_by, head_of, staff_of, tell
from support.states import RequestState, Source


@transaction.atomic
def start_request(
    *,
    alliance: Alliance,
    school: School,
    by: Person,
    now: datetime,
    designation_id: int | None = None,
    commissioner: Partner | None = None,
) -> Request:
    """Begin a request for `school`: a draft, with the person as contact where they ask for their own; or the draft that
    they have begun for it and not written in yet (two clicks make one). `designation_id` is the register's row of a
    leader who is asked for by name; `commissioner` for whom somebody asks who commissions for several.

    Raises Refused where the person cannot ask for the school or for that commissioner, or the leader is not on the
    register any more.
    """
    allow(rules.may_ask_for(by, alliance, school))
    source = rules.source_of(by, alliance, school)
    wanted = (
        supporter_for_designation(alliance=alliance, designation_id=designation_id, by=by) if designation_id else None
    )
    for_partners = commissions_for(by, alliance) if source == Source.COMMISSIONER else []
    if len(for_partners) == 1:
        [commissioner] = for_partners
    elif for_partners and commissioner not in for_partners:
        raise Refused(Refusal("Say for whom you ask: you commission support for several."))
    facts: dict[str, Any] = {
        "school": school,
        "source": source,
        "asked_by": by,
        "wanted": wanted,
        "commissioner": commissioner if for_partners else None,
    }
    empty = Request.objects.filter(alliance=alliance, state=RequestState.DRAFT, revision=0, **facts)
    if existing := empty.select_for_update().first():
        return existing
    at_school = source == Source.SCHOOL
    contact = (
        {"contact_name": by.name, "contact_email": by.email, "contact_telephone": by.telephone} if at_school else {}
    )
    made = Request.objects.create(alliance=alliance, begun_at=now, **facts, **contact)
    record(made, "start", by=by, at=now)
    return made


@transaction.atomic
def save_request(*, request: Request, revision: int, values: Mapping[str, Any], by: Person) -> None:
    """Write the fields `values` of a draft, if nobody saved since `revision`. Saving the same again is no change.

    Raises Stale, and Refused when it is no longer a draft.
    """
    found = _draft(request, by)
    if all(getattr(found, name) == value for name, value in values.items()):
        return
    _stand_on(found, revision)
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=[*values])
    record(found, "save", by=by, fields=sorted(values))


@transaction.atomic
def save_areas(*, request: Request, revision: int, areas: Iterable[Area], phase: str, by: Person) -> None:
    """Ask for exactly these areas, all in one phase: as `save_request`."""
    found = _draft(request, by)
    wanted = {(area.pk, phase) for area in areas}
    had = set(found.needs.values_list("area_id", "phase"))
    if wanted == had:
        return
    _stand_on(found, revision)
    found.needs.all().delete()
    _add_needs(found, sorted(wanted))
    record(found, "save", by=by, fields=["areas"])


@transaction.atomic
def ask_request(*, request: Request, by: Person, now: datetime) -> None:
    """Ask for what the draft says: from now on it is the alliance's to answer. Whoever asked has an acknowledgement,
    the school's head is told where somebody else asked, and staff are told.

    Raises Refused (something is missing, the school is no partner any more) and MoveRefused.
    """
    found = locked(request)
    if found.state != RequestState.DRAFT:
        raise REQUEST.refused(found)
    allow(rules.may_make_request(by, found))
    _ask(found, by=by, now=now)
    request.refresh_from_db()


@transaction.atomic
def enquire(
    *,
    alliance: Alliance,
    school: School,
    areas: Iterable[Area],
    phase: str,
    values: Mapping[str, Any],
    now: datetime,
) -> Request:
    """Take an enquiry from a school that has no account here; `values` are fields of the request. The enquirer has an
    acknowledgement with a personal link, by which they follow it."""
    made = Request.objects.create(alliance=alliance, source=Source.ENQUIRY, school=school, begun_at=now, **values)
    _add_needs(made, sorted((area.pk, phase) for area in areas))
    _ask(made, by=None, now=now)
    return made


@transaction.atomic
def answer_question(
    *, request: Request, text: str, by: Person | None, link: PersonalLink | None, now: datetime
) -> None:
    """Answer the alliance's question: the request is theirs again. `link` is that of whoever is not signed in.

    Raises Refused and MoveRefused.
    """
    found = locked(request)
    allow(rules.may_answer(sides_here(by, link, found), found))
    REQUEST.apply(found, "answer", by=by, at=now)
    found.waits.filter(until=None).update(until=now)
    write_note(found, "answer", text.strip(), by=by)
    cancel_waiting(about=found, kinds=["support.request_question", "support.request_question_reminder"])
    tell(found, staff_of(found), "request_answered", dedupe=now.isoformat())
    request.refresh_from_db()


@transaction.atomic
def withdraw_request(
    *, request: Request, reason: str, by: Person | None, link: PersonalLink | None, now: datetime
) -> None:
    """Whoever asked takes the request back. Staff and the others concerned are told, unless nobody knew of it yet.

    Raises Refused and MoveRefused.
    """
    found = locked(request)
    allow(rules.may_withdraw(sides_here(by, link, found), found))
    draft = found.state == RequestState.DRAFT
    REQUEST.apply(found, "withdraw", by=by, at=now, ended_at=now)
    cancel_waiting(about=found)
    end_all(request=found, by=by, now=now)
    if not draft:
        write_note(found, "withdraw", reason.strip(), by=by)
        others = [one for one in concerned_by(found) if by is None or one.email != by.email]
        tell(found, [*staff_of(found), *others], "request_withdrawn", reason=reason.strip())
    request.refresh_from_db()


def sides_here(by: Person | None, link: PersonalLink | None, request: Request) -> set[Side]:
    """The sides of whoever acts: whoever holds the link stands on the school's."""
    return {Side.SCHOOL} if link is not None and link.subject_id == request.pk else sides_of(by, request)


def locked(request: Request) -> Request:
    """The request as it stands now, with its row locked until the transaction ends."""
    rows = Request.objects.select_for_update(of=("self",))
    related = ("alliance", "school", "commissioner", "asked_by", "handled_by")
    found: Request = rows.select_related(*related).get(pk=request.pk)
    return found


def _ask(found: Request, *, by: Person | None, now: datetime) -> None:
    REQUEST.apply(found, "ask", by=by, at=now, asked_at=now)
    due = in_words(match_due(found, promises_of(found.alliance)))
    tell(found, [asker_of(found)], "request_received", due=due)
    asker, head = asker_in_words(found), head_of(found)
    if head is not None and found.source == Source.COMMISSIONER:
        tell(found, [head], "request_for_school", asker=asker)
    others = [one for one in staff_of(found) if by is None or one.pk != by.pk]
    tell(found, others, "request_new", asker=asker, due=due)


def _add_needs(request: Request, areas: Iterable[tuple[int, str]]) -> None:
    Need.objects.bulk_create(
        Need(alliance_id=request.alliance_id, request=request, area_id=area, phase=phase) for area, phase in areas
    )


def _draft(request: Request, by: Person) -> Request:
    """The draft, locked, if `by` may write in it. Raises Refused."""
    found = locked(request)
    allow(rules.may_change(sides_of(by, found), found))
    return found


def _stand_on(found: Request, revision: int) -> None:
    """Count one more save upon `revision`; raises Stale where another came between."""
    if found.revision != revision:
        raise Stale("", found.revision)
    found.revision += 1
    found.save(update_fields=["revision"])
