"""Money and figures of school-to-school support: for staff; a school sees its own, the board how it goes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from alliance.schools.models import Partner
from support.models import Evaluation, Measure, Priority, Reading, Statement
from support.rules.school_years import term_of, year_of
from support.services import money
from support.services.statements import make_statements
from support.states import Lasted, RequestState
from tests.architecture.role_matrix.rows import STAFF, Row
from tests.conftest import Cast
from tests.factories.support import area_called, make_request
from tests.factories.support_evaluations import ask, ended, give
from tests.factories.support_money import DAY, at_work, make_pot, used

SCHOOL = f"{STAFF} head coordinator"


def charged(cast: Cast) -> dict[str, Any]:
    used(at_work(cast.school, by=cast.lead), by=cast.lead)
    return {"pk": cast.school.pk}


def asked(cast: Cast) -> dict[str, Any]:
    make_request(cast.alliance, cast.school, state=RequestState.MATCHING)
    return {}


def stated(cast: Cast) -> dict[str, Any]:
    charged(cast)
    make_statements(alliance=cast.alliance, term=term_of(DAY), by=cast.lead, now=timezone.now())
    return {"pk": Statement.objects.get(school=cast.school).pk}


def pot(cast: Cast) -> dict[str, Any]:
    return {"pk": make_pot(cast.lead).pk}


def funded(cast: Cast) -> dict[str, Any]:
    """A pot that the commissioner's organisation has filled."""
    made = make_pot(cast.lead)
    made.funder = Partner.objects.get(name="Birmingham City Council")
    made.save()
    return {"pk": made.pk}


def rate(cast: Cast) -> dict[str, Any]:
    made = money.add_rate(
        alliance=cast.alliance, kind="", from_day=date(2026, 9, 1), half_day_pence=2, share_pence=1, by=cast.lead
    )
    return {"pk": made.pk}


def this_year(cast: Cast) -> dict[str, Any]:
    area_called("Maths")
    return {"year": year_of(timezone.localdate())}


def priority(cast: Cast) -> dict[str, Any]:
    facts = {"area": area_called("Maths"), "year": year_of(timezone.localdate()), "why": "Results have fallen."}
    return {"pk": Priority.objects.create(alliance=cast.alliance, **facts).pk}


def told(cast: Cast) -> dict[str, Any]:
    """Everything that the board can be told of: a priority, an evaluation, a measure, what has lasted."""
    priority(cast)
    made = give(ask(ended(cast.school, by=cast.lead), by=cast.lead), by=cast.head)
    Evaluation.objects.filter(pk=made.pk).update(lasted=Lasted.PART, followed_up_at=timezone.now())
    facts = {"name": "Expected standard", "source": "Results", "baseline": 52, "baseline_on": DAY}
    measure = Measure.objects.create(alliance=cast.alliance, need=made.needs.get().need, **facts)
    written = {"written_by": cast.head, "written_at": timezone.now(), "source": "Results"}
    Reading.objects.create(alliance=cast.alliance, measure=measure, value=60, on=timezone.localdate(), **written)
    return {}


ROWS = {
    "support:board": Row(f"{STAFF} board"),
    "support:outcomes": Row(f"{STAFF} board"),
    "support:outcomes told": Row(f"{STAFF} board", told),
    "support:board told": Row(f"{STAFF} board", told),
    "support:targets_change": Row("director"),
    "support:priority_add": Row("director", this_year),
    "support:priority_change": Row("director", priority),
    "support:priority_remove": Row("director", priority, post=True, ok=302),
    "support:school": Row(SCHOOL, charged),
    "support:request_board": Row(STAFF, asked),
    "support:account_list": Row(SCHOOL),
    "support:account": Row(SCHOOL, charged),
    "support:payment_note": Row(STAFF, charged),
    "support:payment_note_out": Row(STAFF, charged),
    "support:rate_list": Row(STAFF),
    "support:rate_add": Row(STAFF),
    "support:rate_remove": Row(STAFF, rate),
    "support:pot_list": Row(f"{STAFF} commissioner"),
    "support:pot_statement": Row(f"{STAFF} commissioner", funded),
    "support:pot_statement of nobody": Row(STAFF, pot),
    "support:pot_statement_send": Row(STAFF, funded, post=True, ok=302),
    "support:pot_open": Row(STAFF),
    "support:pot": Row(STAFF, pot),
    "support:pot_put_in": Row(STAFF, pot),
    "support:pot_take_out": Row(STAFF, pot),
    "support:statement_list": Row(SCHOOL),
    "support:statement_make": Row(STAFF),
    "support:statement_download": Row(SCHOOL, stated),
    "support:statement_order": Row(SCHOOL, stated),
}
