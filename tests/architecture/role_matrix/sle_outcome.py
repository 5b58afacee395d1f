"""SLE after the close: staff run panel, interviews, letters and register; the applicant sees only what is released.

Chair and deputy are no roles of the cast: what they may is in tests/sle/test_outcome_rules.py.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from alliance.diary.models import Occasion
from sle.models import Application, AreaDecision, Designation, InterviewPlan, OutcomeLetter
from sle.services import register, release, reserve, returns
from sle.states import Outcome
from tests.architecture.role_matrix.rows import NOBODY, STAFF, Row
from tests.conftest import Cast
from tests.factories import sle_interviews as made
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import Stage, make_application, make_rubric, make_stage

APPLICANT = "outsider"
RELEASES = "administrator"


def closed(cast: Cast) -> dict[str, Any]:
    stage = make_stage(cast.alliance, cast.lead)
    make_application(stage.round, "Otis Outsider", person=cast.outsider, school=SchoolFactory())
    return {"pk": stage.round.pk}


def deciding(cast: Cast) -> tuple[Stage, Application]:
    stage = make_stage(
        cast.alliance, cast.lead, interviews=True, interview_rubric=make_rubric(cast.alliance, cast.lead)
    )
    application = make_application(stage.round, "Otis Outsider", person=cast.outsider, school=SchoolFactory())
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    return stage, application


def decided(cast: Cast) -> tuple[Stage, Application]:
    stage, application = deciding(cast)
    stage.propose(application, Outcome.DESIGNATED)
    stage.approve(cast.director)
    stage.approve_letters(application)
    return stage, application


def released(cast: Cast) -> Application:
    stage, application = decided(cast)
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    return application


def in_deciding(cast: Cast) -> dict[str, Any]:
    return {"pk": deciding(cast)[0].round.pk}


def in_decided(cast: Cast) -> dict[str, Any]:
    return {"pk": decided(cast)[0].round.pk}


def in_tie(cast: Cast) -> dict[str, Any]:
    return {**in_deciding(cast), "area": 1, "mean": 2000}


def with_slots(cast: Cast) -> tuple[Stage, Application, InterviewPlan, list[Occasion]]:
    stage, application = deciding(cast)
    plan = made.set_up(stage)
    return stage, application, plan, made.add_slots(stage, plan)


def set_up(cast: Cast) -> dict[str, Any]:
    return {"pk": with_slots(cast)[0].round.pk}


def in_slot(cast: Cast) -> dict[str, Any]:
    return {"pk": with_slots(cast)[3][0].pk}


def invited(cast: Cast) -> dict[str, Any]:
    stage, application, plan, _ = with_slots(cast)
    made.invite(stage, plan, application)
    return {"code": application.code}


def interviewing(cast: Cast) -> dict[str, Any]:
    """The head interviews Otis."""
    rubric = make_rubric(cast.alliance, cast.lead)
    stage = make_stage(cast.alliance, cast.lead, interviews=True, interview_rubric=rubric)
    stage.seats["head"] = stage.sit("Hana Head", "scorer", cast.head)
    application = make_application(stage.round, "Otis Outsider", person=cast.outsider, school=SchoolFactory())
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    plan = made.set_up(stage)
    slots = made.add_slots(stage, plan, "head")
    [interview] = made.invite(stage, plan, application)
    made.choose(interview, slots[0])
    return {"pk": stage.round.pk}


def begun(cast: Cast) -> dict[str, Any]:
    stage, application, plan, slots = with_slots(cast)
    [interview] = made.invite(stage, plan, application)
    made.choose(interview, slots[0])
    made.begin(plan)
    return {"code": application.code}


def in_letter(cast: Cast) -> dict[str, Any]:
    return {"pk": OutcomeLetter.objects.get(application=decided(cast)[1]).pk}


def in_outcome(cast: Cast) -> dict[str, Any]:
    return {"code": released(cast).code}


def in_offer(cast: Cast) -> dict[str, Any]:
    offer = Designation.objects.get(application=released(cast))
    Designation.objects.update(reply_by=timezone.localdate() - timedelta(days=1))
    return {"pk": offer.pk}


def in_current(cast: Cast) -> dict[str, Any]:
    offer = Designation.objects.get(application=released(cast))
    register.accept_offer(designation=offer, by=cast.outsider, now=timezone.now())
    return {"pk": offer.pk}


def in_return(cast: Cast) -> dict[str, Any]:
    in_current(cast)
    made = returns.make_return(alliance=cast.alliance, round=None, by=cast.lead, now=timezone.now())
    return {"pk": made.pk}


def in_reserve(cast: Cast) -> tuple[dict[str, Any], AreaDecision]:
    stage, application = deciding(cast)
    stage.propose(application, Outcome.RESERVE, reserve_until=timezone.localdate() + timedelta(days=90))
    stage.approve(cast.director)
    stage.approve_letters(application)
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    return {"pk": stage.round.pk}, AreaDecision.objects.get(application_area__application=application)


def with_place(cast: Cast) -> dict[str, Any]:
    _, decision = in_reserve(cast)
    place = {"outcome": Outcome.DESIGNATED, "reason": "A place.", "by": cast.lead, "now": timezone.now()}
    reserve.offer_place(decision=decision, **place)
    return {"pk": decision.pk}


def in_released(cast: Cast) -> dict[str, Any]:
    return {"pk": released(cast).round_id}


ROWS = {
    "sle:round_panel": Row(STAFF, closed),
    "sle:panel_open": Row(STAFF, closed, post=True, ok=302),
    "sle:panel_hand_over": Row(STAFF, closed, post=True, ok=302),
    "sle:round_start_scoring": Row(STAFF, closed, post=True, ok=302),
    "sle:round_start_deciding": Row(STAFF, closed, post=True, ok=302),
    "sle:interview_list": Row(STAFF, in_deciding),
    "sle:interview_list with slots": Row(STAFF, set_up),
    "sle:interview_plan": Row(STAFF, in_deciding),
    "sle:interview_slots_add": Row(STAFF, set_up),
    "sle:interview_invite": Row(STAFF, set_up, post=True, ok=422),  # nobody is ticked
    "sle:interview_mine": Row("head", interviewing, refused=404),
    "sle:interview_slot_change": Row(STAFF, in_slot),
    "sle:interview_slot_call_off": Row(STAFF, in_slot),
    "sle:interview_slot": Row(f"{APPLICANT} {STAFF}", invited),
    "sle:interview_miss": Row(STAFF, begun, post=True, ok=302),
    "sle:interview_came": Row(STAFF, begun, post=True, ok=302),
    "sle:interview_call_off": Row(STAFF, invited),
    "sle:decision_list": Row(STAFF, in_deciding),
    "sle:decision_propose": Row(STAFF, in_deciding, post=True, ok=422),  # nothing is theirs to propose
    "sle:decision_propose_recommended": Row(STAFF, in_deciding, post=True, ok=302),
    "sle:decision_approve": Row(STAFF, in_deciding, post=True, ok=302),
    "sle:tie_break": Row(STAFF, in_tie, post=True, ok=302),
    "sle:round_release": Row(STAFF, in_decided),
    "sle:letters_approve": Row(STAFF, in_decided, post=True, ok=302),
    "sle:release_now": Row(RELEASES, in_decided),
    "sle:release_set": Row(RELEASES, in_decided, post=True, ok=422),
    "sle:release_progress": Row(STAFF, in_decided),
    "sle:release_try_again": Row(RELEASES, in_decided, post=True, ok=302),
    "sle:letter": Row(STAFF, in_letter),
    "sle:letter_edit": Row(STAFF, in_letter),
    "sle:letter_approve": Row(STAFF, in_letter, post=True, ok=302),
    "sle:letter_hold": Row(STAFF, in_letter, post=True, ok=422),  # the reason is missing
    "sle:letter_let_go": Row(STAFF, in_letter, post=True, ok=302),
    "sle:letter_release": Row(RELEASES, in_letter, post=True, ok=302),
    "sle:reserve_list": Row(STAFF, lambda cast: in_reserve(cast)[0]),
    "sle:place_offer": Row(STAFF, lambda cast: {"pk": in_reserve(cast)[1].pk}),
    "sle:place_take_back": Row(STAFF, with_place),
    "sle:round_fairness": Row(STAFF, in_released),
    "sle:fairness_ask": Row(STAFF, in_released, post=True, ok=302),
    "sle:fairness_pdf": Row(STAFF, in_released, ok=404),  # not made yet
    "sle:round_fairness while deciding": Row(NOBODY, in_deciding),
    "sle:outcome": Row(f"{APPLICANT} {STAFF}", in_outcome),
    "sle:outcome_pdf": Row(f"{APPLICANT} {STAFF}", in_outcome, ok=404),  # not made yet
    "sle:offer_accept": Row(APPLICANT, in_outcome, post=True, ok=302),
    "sle:offer_decline": Row(APPLICANT, in_outcome, post=True, ok=302),
    "sle:reserve_leave": Row(APPLICANT, lambda cast: {"code": in_reserve(cast)[1].root.code}, post=True, ok=422),
    "sle:register": Row(STAFF),
    "sle:designation": Row(f"{APPLICANT} {STAFF}", in_offer),
    "sle:designation_lapse": Row(STAFF, in_offer),
    "sle:designation_resign": Row(f"{APPLICANT} {STAFF}", in_current),
    "sle:return_list": Row(STAFF),
    "sle:return_make": Row(STAFF, post=True, ok=302),
    "sle:return_download": Row(STAFF, in_return),
    "sle:return_sent": Row(STAFF, in_return, post=True, ok=302),
}
