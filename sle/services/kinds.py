"""Kinds of leaders as an alliance has them, and leaders of kinds that are designated nationally."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alliance.people.models import Person
from alliance.people.services import person_for
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance, School
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.leader_kinds import kinds_of
from sle.models import Designation, DesignationKind
from sle.queries.register import current_designation
from sle.rules.register import may_record_national, may_see_register
from sle.states import DesignationState


@transaction.atomic
def add_kind(*, alliance: Alliance, code: str, values: Mapping[str, Any], by: Person) -> DesignationKind:
    """A kind of leader more, by its abbreviation. Raises Refused where there is one of that abbreviation."""
    allow(may_see_register(by, alliance))
    if code in kinds_of(alliance):
        raise Refused(Refusal(f"There is a kind of leader called {code} already."))
    return _save(alliance, code, values, by)


@transaction.atomic
def change_kind(*, kind: DesignationKind, values: Mapping[str, Any], by: Person) -> DesignationKind:
    """Change what holds for a kind from now on; years of designations that stand are not touched. Raises Refused."""
    allow(may_see_register(by, kind.alliance))
    return _save(kind.alliance, kind.code, values, by)


def _save(alliance: Alliance, code: str, values: Mapping[str, Any], by: Person) -> DesignationKind:
    standard = kinds_of(alliance).get(code)
    named = (
        {"word": standard.word, "plural": standard.plural, "designated_by": standard.designated_by} if standard else {}
    )
    kind, new = DesignationKind.objects.update_or_create(
        alliance=alliance, code=code, defaults=values, create_defaults={**named, **values}
    )
    alliance.__dict__.pop("_leader_kinds", None)  # read anew when it is next asked for
    record(kind, "add" if new else "change", by=by, fields=sorted(values))
    return kind


@transaction.atomic
def record_national(
    *,
    alliance: Alliance,
    kind: str,
    email: str,
    first_name: str,
    surname: str,
    school: School,
    since: date,
    evidence: str,
    by: Person,
    now: datetime,
) -> Designation:
    """Write down that somebody is designated nationally, and how the alliance knows (`evidence`, kept as a note).

    The person is found by e-mail address, or made without a password; nobody is written to. Raises Refused.
    """
    allow(may_record_national(by, alliance, kind, since, now.date()))
    person = person_for(email=email, first_name=first_name, surname=surname)
    held = current_designation(person, kind)
    if held is not None:
        where = "here" if held.alliance_id == alliance.pk else "with another alliance"
        raise Refused(Refusal(f"{person.name} stands on the register as {kind} {where} already."))
    designation = Designation.objects.create(
        alliance=alliance,
        person=person,
        kind=kind,
        state=DesignationState.CURRENT,
        home_school=school,
        starts_on=since,
    )
    record(designation, "record_national", by=by, at=now)
    write_note(designation, "evidence", evidence.strip(), by=by)
    return designation
