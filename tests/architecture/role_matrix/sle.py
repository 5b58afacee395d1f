"""SLE rounds: staff run them, applicants see their own application, referees come by the link in their mail."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from alliance.library.services import store
from sle.models import Application, Question, Round
from sle.models.rounds import EligibilityRule
from sle.queries.applications import EVIDENCE
from sle.services.paper import enter_paper
from tests.architecture.role_matrix.rows import NOBODY, PUBLIC, SIGNED_IN, STAFF, Row
from tests.conftest import Cast
from tests.factories import files, sle

APPLICANT = "outsider"
OWN_REFEREE = ((APPLICANT, 410),)  # nobody is their own referee, whoever forwards them the link


def draft_round(cast: Cast) -> Round:
    return sle.make_round(cast.director, cast.alliance, opened=False)


def open_round(cast: Cast) -> Round:
    sle.know_head(cast.director, cast.school, cast.alliance)
    return sle.make_round(cast.director, cast.alliance)


def in_draft(cast: Cast) -> dict[str, Any]:
    return {"pk": draft_round(cast).pk}


def in_open(cast: Cast) -> dict[str, Any]:
    return {"pk": open_round(cast).pk}


def question(cast: Cast) -> dict[str, Any]:
    made = draft_round(cast)
    return {"pk": made.pk, "question": Question.objects.filter(round=made).first().pk}


def rule(cast: Cast) -> dict[str, Any]:
    made = draft_round(cast)
    return {"pk": made.pk, "rule": EligibilityRule.objects.filter(round=made).first().pk}


def draft(cast: Cast) -> Application:
    return sle.start(open_round(cast), cast.outsider)


def handed_over(cast: Cast) -> Application:
    return sle.hand_over(sle.fill(draft(cast), cast.school))


def in_draft_application(cast: Cast) -> dict[str, Any]:
    return {"code": draft(cast).code}


def in_complete_application(cast: Cast) -> dict[str, Any]:
    return {"code": sle.fill(draft(cast), cast.school).code}


def in_handed_over(cast: Cast) -> dict[str, Any]:
    return {"code": handed_over(cast).code}


def in_submitted(cast: Cast) -> dict[str, Any]:
    return {"code": sle.submitted(open_round(cast), cast.outsider, cast.school).code}


def in_answer(cast: Cast) -> dict[str, Any]:
    application = draft(cast)
    return {"code": application.code, "key": application.round.questions.first().key}


def in_paper(cast: Cast) -> dict[str, Any]:
    received = {"received_at": timezone.now(), "now": timezone.now()}
    person = {"email": "pat@example.org", "first_name": "Pat", "surname": "Paper"}
    return {"code": enter_paper(round=open_round(cast), by=cast.director, **person, **received).code}


def in_part(cast: Cast) -> dict[str, Any]:
    return {**in_draft_application(cast), "part": "areas"}


def in_settled(cast: Cast) -> dict[str, Any]:
    application = sle.submitted(open_round(cast), cast.outsider, cast.school)
    return {"code": application.code, "rule": EligibilityRule.objects.filter(round=application.round).first().pk}


def in_reference(cast: Cast) -> dict[str, Any]:
    return {"pk": sle.reference_of(handed_over(cast)).pk}


def by_link(cast: Cast) -> dict[str, Any]:
    return {"token": sle.token_of(sle.reference_of(handed_over(cast)))}


def evidence_by_link(cast: Cast) -> dict[str, Any]:
    application = handed_over(cast)
    document = store(subject=application, purpose=EVIDENCE, upload=files.upload(files.pdf()), by=cast.outsider)
    return {"token": sle.token_of(sle.reference_of(application)), "document": document.pk}


ROWS = {
    "sle:round_list": Row(STAFF),
    "sle:register_import": Row(STAFF),
    "sle:round_create": Row(STAFF),
    "sle:round": Row(STAFF, in_draft),
    "sle:round_open": Row(STAFF, in_draft, post=True, ok=302),
    "sle:round_close": Row(STAFF, in_open),
    "sle:round_cancel": Row(STAFF, in_open),
    "sle:round_copy": Row(STAFF, in_draft),
    "sle:round_extend": Row(STAFF, in_open),
    "sle:round_public": Row(PUBLIC, in_open),
    "sle:round_areas": Row(STAFF, in_draft),
    "sle:area_add": Row(STAFF, in_draft),
    "sle:round_targets": Row(STAFF, in_draft),
    "sle:question_list": Row(STAFF, in_draft),
    "sle:question_add": Row(STAFF, in_draft),
    "sle:rule_list": Row(STAFF, in_draft),
    "sle:rule_add": Row(STAFF, in_draft),
    "sle:application_mine": Row(SIGNED_IN),
    "sle:application_list": Row(STAFF, in_open),
    "sle:chase_list": Row(STAFF, in_open),
    "sle:application_enter_paper": Row(STAFF, in_open),
    "sle:round_finish": Row(NOBODY, in_open),  # an open round cannot be finished, by anyone
    "sle:round_set_up": Row(STAFF, lambda cast: {**in_draft(cast), "step": "about"}),
    "sle:question_change": Row(STAFF, question),
    "sle:question_remove": Row(STAFF, question, post=True, ok=302),
    "sle:question_move": Row(STAFF, lambda cast: {**question(cast), "way": "down"}, post=True, ok=302),
    "sle:rule_move": Row(STAFF, lambda cast: {**rule(cast), "way": "up"}, post=True, ok=302),
    "sle:rule_change": Row(STAFF, rule),
    "sle:rule_remove": Row(STAFF, rule, post=True, ok=302),
    "sle:application_start": Row(SIGNED_IN, in_open),
    "sle:application": Row(f"{APPLICANT} {STAFF}", in_draft_application),
    "sle:application_life": Row(STAFF, in_handed_over),
    "sle:application_part": Row(APPLICANT, in_part),
    "sle:application_question": Row(APPLICANT, in_answer),
    "sle:answer_save": Row(APPLICANT, in_answer, post=True),
    "sle:application_files": Row(APPLICANT, in_draft_application),
    "sle:application_scan": Row(STAFF, in_paper),
    "sle:application_hand_over": Row(APPLICANT, in_complete_application),
    "sle:application_confirm_paper": Row(NOBODY, in_draft_application, post=True),
    "sle:application_withdraw": Row(APPLICANT, in_draft_application),
    "sle:application_referee": Row(APPLICANT, in_handed_over),
    "sle:reference": Row(PUBLIC, by_link, but=OWN_REFEREE),
    "sle:reference_save": Row(PUBLIC, by_link, post=True, but=OWN_REFEREE),
    "sle:reference_file": Row(PUBLIC, evidence_by_link, but=OWN_REFEREE),
    "sle:reference_give": Row(PUBLIC, by_link, but=OWN_REFEREE),
    "sle:reference_decline": Row(PUBLIC, by_link, but=OWN_REFEREE),
    "sle:reference_send_back": Row(PUBLIC, by_link, but=OWN_REFEREE),
    "sle:reference_send_again": Row(f"{APPLICANT} {STAFF}", in_reference, post=True, ok=302),
    "sle:reference_call": Row(STAFF, in_reference),
    "sle:reference_confirm_address": Row(NOBODY, in_reference),  # this head is known already
    "sle:reference_redirect": Row(STAFF, in_reference),
    "sle:reference_replace": Row(STAFF, lambda cast: {"pk": sle.reference_of(handed_over(cast), "second").pk}),
    "sle:eligibility_settle": Row(STAFF, in_settled),
    "sle:application_find_ineligible": Row(NOBODY, in_submitted),  # it meets every rule
    "sle:application_extend": Row(STAFF, in_draft_application),
    "sle:application_arrangement": Row(NOBODY, in_handed_over, but=tuple((role, 404) for role in STAFF.split())),
    "sle:application_ask_to_confirm": Row(NOBODY, in_draft_application, post=True),  # it is not on paper
}
