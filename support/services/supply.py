"""Supporters: who can help, and how much of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alliance.expertise.models import Area
from alliance.members.queries import emails_of, heads_of
from alliance.people.models import Person
from alliance.people.services import person_for
from alliance.post.services import Addressee, send
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance, School
from alliance.workflow.events import record
from support.models import Away, Supporter, SupporterArea
from support.queries.leaders import Leader, designated, leader_of
from support.rules.days import in_days
from support.rules.supply import may_be_away, may_keep_availability, may_remove_away, may_see_supply

# What a leader says of themselves; all else is for staff.
OWN = {"half_days_a_year", "miles", "settings", "about", "interests"}


@transaction.atomic
def supporter_for_designation(*, alliance: Alliance, designation_id: int, by: Person | None) -> Supporter:
    """The supporter who stands on the register under this id, made on first use.

    Raises Refused where nobody holds such a designation in the alliance now.
    """
    held = designated(alliance, designation_id)
    if held is None:
        raise Refused(Refusal("This leader is not on the register any more. Choose somebody else."))
    supporter, new = Supporter.objects.get_or_create(
        alliance=alliance, designation_id=designation_id, defaults={"person": held.person}
    )
    if new:
        record(supporter, "add", by=by)
    return supporter


def supporter_of(leader: Leader, *, by: Person) -> Supporter:
    """The stored supporter of a leader, made on first use. Raises Refused where they are not designated any more."""
    if leader.supporter.pk or leader.designation_id is None:
        return leader.supporter
    alliance = leader.supporter.alliance
    return supporter_for_designation(alliance=alliance, designation_id=leader.designation_id, by=by)


@transaction.atomic
def add_supporter(
    *,
    alliance: Alliance,
    email: str,
    first_name: str,
    surname: str,
    home_school: School,
    areas: Collection[Area],
    by: Person,
) -> Supporter:
    """Somebody without a designation who can help from now on. Raises Refused where they stand there already."""
    allow(may_see_supply(by, alliance))
    person = person_for(email=email, first_name=first_name, surname=surname)
    supporter, new = Supporter.objects.get_or_create(
        alliance=alliance, person=person, designation_id=None, defaults={"home_school": home_school}
    )
    if not new:
        raise Refused(Refusal(f"{person.name} is a supporter already."))
    _set_areas(supporter, areas)
    record(supporter, "add", by=by)
    return supporter


@transaction.atomic
def change_supporter(*, supporter: Supporter, values: Mapping[str, Any], by: Person, now: datetime) -> None:
    """Change what matching knows of a supporter: fields of `Supporter`, `interests` (schools) and `areas`; only what
    staff may say can be among them.

    Where a leader changes their days, the head of the home school is told. Raises Refused.
    """
    allow(may_keep_availability(by, supporter))
    staff = may_see_supply(by, supporter.alliance) is None
    if not staff and not set(values) <= OWN:
        raise Refused(Refusal("This is for the alliance’s staff to say."))
    before = supporter.half_days_a_year
    allow(_days_spoken_for(supporter, values.get("half_days_a_year", before)))
    fields = [
        name for name in values if name not in ("interests", "areas") and getattr(supporter, name) != values[name]
    ]
    for name in fields:
        setattr(supporter, name, values[name])
    supporter.save(update_fields=fields)
    if "interests" in values:
        supporter.interests.set(values["interests"])
    if "areas" in values:
        _set_areas(supporter, values["areas"])
    record(supporter, "change", by=by, at=now, fields=sorted(values))
    if supporter.half_days_a_year != before and by.pk == supporter.person_id:
        _tell_home_head(supporter, before, now)


def _days_spoken_for(supporter: Supporter, half_days: int) -> Refusal | None:
    """Days that are planned or at work already cannot be taken back by asking for fewer."""
    leader = leader_of(supporter)
    most = max(leader.used.values(), default=0) if leader else 0
    if half_days >= min(most, supporter.half_days_a_year):
        return None
    return Refusal(f"{most} half days of a school year are spoken for already: give at least so many.")


def _set_areas(supporter: Supporter, areas: Collection[Area]) -> None:
    SupporterArea.objects.filter(supporter=supporter).exclude(area__in=areas).delete()
    known = set(SupporterArea.objects.filter(supporter=supporter).values_list("area_id", flat=True))
    SupporterArea.objects.bulk_create(
        SupporterArea(alliance_id=supporter.alliance_id, supporter=supporter, area=area)
        for area in areas
        if area.pk not in known
    )


def _tell_home_head(supporter: Supporter, before: int, now: datetime) -> None:
    """The head releases the leader, so hears of other days; not whoever is head themselves."""
    leader = leader_of(supporter)
    if leader is None:
        return
    own = emails_of(supporter.person)
    heads = heads_of(supporter.alliance, [leader.home_school]).get(leader.home_school.pk, [])
    for head in [one for one in heads if one.email.lower() not in own][:1]:
        send(
            "support.days_changed",
            to=Addressee(head.email, head.name),
            alliance=supporter.alliance,
            about=supporter,
            values={
                "name": head.name,
                "alliance": supporter.alliance.name,
                "leader": supporter.person.name,
                "school": leader.home_school.name,
                "before": in_days(before),
                "after": in_days(supporter.half_days_a_year),
            },
            dedupe=f"support.days_changed:{supporter.pk}:{now:%Y%m%d%H%M%S}",
        )


@transaction.atomic
def add_away(
    *, supporter: Supporter, first_day: date, last_day: date, why: str, by: Person, now: datetime, today: date
) -> Away:
    """Days, both ends included, on which the supporter cannot be deployed. Raises Refused."""
    allow(may_keep_availability(by, supporter))
    allow(may_be_away(first_day, last_day, today))
    away = Away.objects.create(
        alliance_id=supporter.alliance_id, supporter=supporter, first_day=first_day, last_day=last_day, why=why
    )
    record(supporter, "add_away", by=by, at=now, fields=["first_day", "last_day"])
    return away


@transaction.atomic
def remove_away(*, away: Away, by: Person, now: datetime) -> None:
    """They are free on these days after all. Raises Refused."""
    allow(may_remove_away(by, away))
    record(away.supporter, "remove_away", by=by, at=now, fields=["first_day", "last_day"])
    away.delete()
