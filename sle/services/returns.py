"""The agency's return: who was designated, exactly as the agency was told, and when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.exports import csv_text
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.workflow.events import record
from sle.models import AgencyReturn, Round
from sle.queries.returns import HEADER, line_of, unreported
from sle.rules.register import may_see_register


@transaction.atomic
def make_return(*, alliance: Alliance, round: Round | None, by: Person, now: datetime) -> AgencyReturn:
    """Put everyone designated and not reported before into a new return (of `round` only, if one is given).

    The file is kept as made and never changes; each person stands in one return. Raises Refused where there is nobody
    to report.
    """
    allow(may_see_register(by, alliance))
    Alliance.objects.select_for_update().get(pk=alliance.pk)
    designations = list(unreported(round))
    if not designations:
        raise Refused(Refusal("Everyone designated has been reported already: there is nobody to put into a return."))
    made = AgencyReturn.objects.create(
        alliance=alliance,
        round=round,
        agency=alliance.agency,
        csv=csv_text(HEADER, [line_of(designation) for designation in designations]),
        made_by=by,
        made_at=now,
    )
    made.designations.set(designations)
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
