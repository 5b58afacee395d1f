"""School-to-school support: each side of a request sees its own part, and nobody else comes near."""

from __future__ import annotations

from datetime import date
from typing import Any

from alliance.members.links import mint
from alliance.schools.models import Partner
from support.kinds.requests import FOLLOW_LINK
from support.models import Measure, Need
from support.states import RequestState, Source
from tests.architecture.role_matrix.rows import PUBLIC, STAFF, Row
from tests.conftest import Cast
from tests.factories.support import area_called, freeze, make_request

SCHOOL = "coordinator head"


def asked(cast: Cast) -> dict[str, Any]:
    return {"code": make_request(cast.alliance, cast.school, by=cast.head).code}


def draft(cast: Cast) -> dict[str, Any]:
    return {"code": make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.DRAFT).code}


def page_of_draft(cast: Cast) -> dict[str, Any]:
    return {**draft(cast), "step": "need"}


def commissioned(cast: Cast) -> dict[str, Any]:
    city = Partner.objects.get(name="Birmingham City Council")
    facts = {"by": cast.commissioner, "commissioner": city, "source": Source.COMMISSIONER}
    return {"code": make_request(cast.alliance, cast.school, **facts).code}


def asked_back(cast: Cast) -> dict[str, Any]:
    return {"code": make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.ASKED_BACK).code}


def by_link(cast: Cast) -> dict[str, Any]:
    made = make_request(cast.alliance, cast.school, source=Source.ENQUIRY, state=RequestState.ASKED_BACK)
    return {"token": mint(subject=made, purpose=FOLLOW_LINK, email=made.contact_email)}


def in_diagnosis(cast: Cast) -> dict[str, Any]:
    return {"code": make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.DIAGNOSING).code}


def ready(cast: Cast) -> dict[str, Any]:
    made = make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.DIAGNOSING)
    made.needs.update(confirmed=True)
    freeze(made)
    return {"code": made.code}


def matching(cast: Cast) -> dict[str, Any]:
    return {"code": make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.MATCHING).code}


def with_need(cast: Cast) -> dict[str, Any]:
    arguments = in_diagnosis(cast)
    return {**arguments, "pk": Need.objects.get(request__code=arguments["code"]).pk}


def to_measure(cast: Cast) -> dict[str, Any]:
    found = with_need(cast)
    return {"code": found["code"], "need": found["pk"]}


def measured(cast: Cast) -> dict[str, Any]:
    found = to_measure(cast)
    facts = {"name": "Reading", "source": "Results", "baseline": 54, "baseline_on": date(2026, 7, 1)}
    return {**found, "pk": Measure.objects.create(alliance=cast.alliance, need_id=found["need"], **facts).pk}


def measure_gone(cast: Cast) -> dict[str, Any]:
    found = measured(cast)
    return {"code": found["code"], "pk": found["pk"]}


def with_areas(cast: Cast) -> dict[str, Any]:
    area_called("Maths")
    return {}


ROWS = {
    "support:ask": Row(PUBLIC, anonymous=200),
    "support:enquiry": Row(PUBLIC, with_areas, anonymous=200),
    "support:request_follow": Row(PUBLIC, by_link, anonymous=200),
    "support:follow_answer": Row(PUBLIC, by_link, anonymous=200),
    "support:follow_withdraw": Row(PUBLIC, by_link, anonymous=200),
    "support:follow_concern": Row(PUBLIC, by_link, anonymous=200),
    "support:request_create": Row(f"{SCHOOL} commissioner {STAFF}"),
    "support:request_part": Row(SCHOOL, page_of_draft),
    "support:request_documents": Row(SCHOOL, draft),
    "support:request_documents with an answer": Row(SCHOOL, asked_back),
    "support:request_check": Row(SCHOOL, draft),
    "support:request_list": Row(f"{SCHOOL} commissioner {STAFF}"),
    "support:request": Row(f"{SCHOOL} {STAFF}", asked),
    "support:request commissioned": Row(f"{SCHOOL} commissioner {STAFF}", commissioned),
    "support:request as a draft": Row(SCHOOL, draft, ok=302),
    "support:request_answer": Row(SCHOOL, asked_back),
    "support:request_withdraw": Row(SCHOOL, asked),
    "support:request_withdraw commissioned": Row("commissioner", commissioned),
    "support:request_handler": Row(STAFF, asked),
    "support:request_accept": Row(STAFF, asked, post=True, ok=302),
    "support:request_ask_back": Row(STAFF, asked),
    "support:request_decline": Row(STAFF, asked),
    "support:request_cancel": Row(STAFF, asked),
    "support:service_times_change": Row(STAFF),
    "support:diagnosis": Row(STAFF, in_diagnosis),
    "support:diagnosis_finish": Row(STAFF, ready, post=True, ok=302),
    "support:request_diagnose_again": Row(STAFF, matching),
    "support:context_form": Row(STAFF, in_diagnosis),
    "support:need_add": Row(STAFF, in_diagnosis),
    "support:need_change": Row(STAFF, with_need),
    "support:need_remove": Row(STAFF, with_need, post=True, ok=302),
    "support:measure_add": Row(STAFF, to_measure),
    "support:measure_change": Row(STAFF, measured),
    "support:measure_remove": Row(STAFF, measure_gone, post=True, ok=302),
}
