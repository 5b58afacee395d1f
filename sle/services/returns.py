"""The agency's return: what became of whom, exactly as the agency was told, and when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from alliance.exports import csv_text
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.workflow.events import record
from sle.leader_kinds import kind_of
from sle.models import AgencyReturn, Designation, RegisterChange, Round
from sle.queries.returns import HEADER, line_of, unreported
from sle.rules.register import may_see_register
from sle.states import Change


def to_report(designation: Designation, what: Change, on: date) -> None:
    """Keep a change of the register for the next return. The agency's own designations are not reported to it."""
    if not kind_of(designation.alliance, designation.kind).is_national:
        RegisterChange._base_manager.create(
            alliance_id=designation.alliance_id, designation=designation, what=what, on=on
        )


@transaction.atomic
def make_return(*, alliance: Alliance, round: Round | None, by: Person, now: datetime) -> AgencyReturn:
    """Put every change of the register that is not reported into a new return (of `round` only, if one is given).

    The file is kept as made and never changes; each change stands in one return. Raises Refused where there is nothing
    to report.
    """
    allow(may_see_register(by, alliance))
    Alliance.objects.select_for_update().get(pk=alliance.pk)
    changes = list(unreported(round))
    if not changes:
        raise Refused(Refusal("Everything has been reported already: there is nobody to put into a return."))
    made = AgencyReturn.objects.create(
        alliance=alliance,
        round=round,
        agency=alliance.agency,
        csv=csv_text(HEADER, [line_of(change) for change in changes]),
        made_by=by,
        made_at=now,
    )
    RegisterChange.objects.filter(pk__in=[change.pk for change in changes]).update(agency_return=made)
    record(made, "make", by=by, at=now)
    return made


@transaction.atomic
def mark_sent(*, agency_return: AgencyReturn, by: Person, now: datetime) -> None:
    """Write down that the file has gone to the agency; once. Raises Refused."""
    allow(may_see_register(by, agency_return.alliance))
    unsent = AgencyReturn.objects.filter(pk=agency_return.pk, sent_at=None)
    if not unsent.update(sent_at=now, sent_by=by):
        raise Refused(Refusal("This return is marked as sent already."))
    record(agency_return, "send", by=by, at=now, fields=["sent_at"])
