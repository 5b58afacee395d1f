"""Replies to offers: how somebody comes onto the register. A person holds one current designation of a kind."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alliance.addresses import full, path_to
from alliance.people.models import Person
from alliance.post.services import send
from alliance.post.texts import Address
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import with_article
from alliance.schools.workdays import Calendar
from alliance.times import in_words
from alliance.workflow.notes import write_note
from sle.leader_kinds import kind_of, words_of_kind
from sle.models import DESIGNATION, Designation, DesignationArea
from sle.queries.letters import training_sentence
from sle.queries.register import current_designation
from sle.rules.register import may_lapse, may_reply
from sle.services.endings import LEAVING, leave_elsewhere
from sle.services.returns import to_report
from sle.states import Change, DesignationState
from sle.wording import list_of

# An applicant who has not replied is reminded this many working days before the last day.
REMIND_BEFORE = 3


@transaction.atomic
def accept_offer(*, designation: Designation, by: Person, now: datetime, instead: str = "") -> None:
    """Accept: from today the person is designated, and stands on the register.

    Somebody already designated by another alliance says what becomes of that: `instead` is "transfer" (both alliances
    are told that the designation moves) or "resign" (the other alliance is told that they resigned, and nothing
    else). A newer designation by the same alliance replaces the older one and keeps its areas. Raises Refused.
    """
    # Two offers accepted at once take turns at the person's own row.
    Person.objects.select_for_update().get(pk=by.pk)
    allow(may_reply(by, designation))
    held = current_designation(by, designation.kind)
    kind, today = kind_of(designation.alliance, designation.kind), timezone.localdate(now)
    if held is not None and held.alliance_id == designation.alliance_id:
        _replace(held, designation, by=by, now=now)
    elif held is not None:
        if instead not in LEAVING:
            raise Refused(
                Refusal(
                    f"You are {with_article(kind.word)} of {held.alliance.name} already, and can be one of one "
                    "alliance only. Say whether you transfer or resign that designation."
                )
            )
        leave_elsewhere(held, instead, to=designation.alliance, by=by, now=now)
    years = kind.years
    if years is not None and designation.application is not None:
        years = designation.application.round.designated_years
    DESIGNATION.apply(
        designation,
        "accept",
        by=by,
        at=now,
        replied_at=now,
        starts_on=today,
        ends_on=years_after(today, years) if years else None,
    )
    to_report(designation, Change.DESIGNATED, today)
    _thank(designation, "sle.offer_accept", by, designation.alliance)


@transaction.atomic
def decline_offer(*, designation: Designation, reason: str, by: Person, now: datetime) -> None:
    """Decline: the person is not designated. A reason may be given and is kept as a note. Raises Refused."""
    allow(may_reply(by, designation))
    DESIGNATION.apply(designation, "decline", by=by, at=now, replied_at=now)
    if reason.strip():
        write_note(designation, "decline", reason.strip(), by=by)
    _thank(designation, "sle.offer_decline", by, designation.alliance)


@transaction.atomic
def lapse_offer(*, designation: Designation, by: Person, now: datetime) -> None:
    """No reply came by the last day: staff let the offer lapse, and the applicant is told. Raises Refused."""
    allow(may_lapse(by, designation, timezone.localdate(now)))
    DESIGNATION.apply(designation, "lapse", by=by, at=now)
    _thank(designation, "sle.offer_lapse", designation.person, designation.alliance)


def _replace(held: Designation, newer: Designation, *, by: Person, now: datetime) -> None:
    """The same alliance designates again: areas of the old designation go over into the new one."""
    known = set(newer.areas.values_list("area_id", flat=True))
    DesignationArea.objects.bulk_create(
        DesignationArea(
            alliance=newer.alliance,
            designation=newer,
            area_id=line.area_id,
            with_support=line.with_support,
            since=line.since or held.starts_on,
        )
        for line in held.areas.all()
        if line.area_id not in known
    )
    DESIGNATION.apply(held, "replace", by=by, at=now, ended_on=timezone.localdate(now))


def _thank(designation: Designation, kind: str, person: Person, alliance: Alliance) -> None:
    """Tell the applicant what their reply, or their silence, has led to."""
    application = designation.application
    if application is None:
        return
    send(
        kind,
        to=person,
        alliance=alliance,
        about=application,
        values={
            "name": application.name,
            "round": application.round.title,
            "alliance": alliance.name,
            **words_of_kind(alliance, designation.kind),
            "areas": list_of([line.area.name for line in designation.areas.select_related("area")]),
            "training": training_sentence(application.round),
            "page": Address(full(path_to("sle:outcome", alliance, code=application.code))),
        },
        dedupe=f"{kind}:{designation.pk}",
    )


def years_after(day: date, years: int) -> date:
    """The same day `years` later; the 28th for a 29 February that does not come round."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def remind_of_offers(alliance: Alliance, now: datetime) -> None:
    """Remind those whose offer is still open shortly before its last day: once, whatever happens to the clock."""
    today = timezone.localdate(now)
    soon = Calendar(alliance).add(today, REMIND_BEFORE)
    offers = Designation.objects.filter(state=DesignationState.OFFERED, reply_by__lte=soon, reply_by__gte=today)
    # Not on the day of the offer itself, however little time the round leaves.
    offers = offers.filter(offered_at__date__lt=today)
    for designation in offers.select_related("application__round", "person", "alliance"):
        if designation.application is None or designation.reply_by is None:
            continue
        with transaction.atomic():
            send(
                "sle.offer_remind",
                to=designation.person,
                alliance=alliance,
                about=designation.application,
                values={
                    "name": designation.application.name,
                    "round": designation.application.round.title,
                    "alliance": alliance.name,
                    **words_of_kind(alliance, designation.kind),
                    "reply_by": in_words(designation.reply_by),
                    "page": Address(full(path_to("sle:outcome", alliance, code=designation.application.code))),
                },
                dedupe=f"sle.offer_remind:{designation.pk}:{designation.reply_by}",
            )
