"""The yearly ask: staff run it, heads and coordinators answer for their school, or whoever has the school's link."""

from __future__ import annotations

from typing import Any

from alliance.surveys.models import Ask, Reply
from tests.architecture.role_matrix.rows import PUBLIC, SIGNED_IN, STAFF, Row
from tests.conftest import Cast
from tests.factories import surveys

SCHOOL = "coordinator head"


def opened(cast: Cast) -> Ask:
    return surveys.make_ask(cast.director, cast.alliance)


def in_draft(cast: Cast) -> dict[str, Any]:
    return {"pk": surveys.make_ask(cast.director, cast.alliance, opened=False).pk}


def in_open(cast: Cast) -> dict[str, Any]:
    return {"pk": opened(cast).pk}


def reply_to(cast: Cast) -> Reply:
    return Reply.objects.get(ask=opened(cast), school=cast.school)


def in_reply(cast: Cast) -> dict[str, Any]:
    return {"pk": surveys.fill(reply_to(cast), {"sle-need": ["Maths"]}).pk}


def in_answered(cast: Cast) -> dict[str, Any]:
    return {"pk": surveys.answered(reply_to(cast), {"sle-need": ["Maths"], "sle-urgent": ["Maths"]}).pk}


def by_link(cast: Cast) -> dict[str, Any]:
    return {"token": surveys.token_of(surveys.fill(reply_to(cast), {"sle-need": ["Maths"]}))}


def school_part(cast: Cast) -> dict[str, Any]:
    return {**in_reply(cast), "section": "sle-need"}


def part_by_link(cast: Cast) -> dict[str, Any]:
    return {**by_link(cast), "section": "sle-need"}


ROWS = {
    "surveys:ask_list": Row(STAFF),
    "surveys:ask_create": Row(STAFF),
    "surveys:ask": Row(STAFF, in_open),
    "surveys:ask in draft": Row(STAFF, in_draft),
    "surveys:ask_change": Row(STAFF, in_draft),
    "surveys:ask_preview": Row(STAFF, in_draft),
    "surveys:ask_open": Row(STAFF, in_draft),
    "surveys:ask_extend": Row(STAFF, in_open),
    "surveys:ask_close": Row(STAFF, in_open),
    "surveys:ask_remind": Row(STAFF, in_open),
    "surveys:ask_newcomers": Row(STAFF, in_open),
    "surveys:reply_list": Row(STAFF, in_open),
    "surveys:answers_download": Row(STAFF, in_open),
    "surveys:reply_mine": Row(SIGNED_IN),
    "surveys:reply": Row(f"{SCHOOL} {STAFF}", in_answered),
    "surveys:reply begun": Row(f"{SCHOOL} {STAFF}", in_reply),
    "surveys:reply_send": Row(STAFF, in_reply, post=True, ok=302),
    "surveys:reply_reopen": Row(STAFF, in_answered),
    "surveys:answer": Row(PUBLIC, by_link),
    "surveys:school_answer": Row(f"{SCHOOL} {STAFF}", in_reply),
    "surveys:school_answer received": Row(f"{SCHOOL} {STAFF}", in_answered),
    "surveys:school_answer_part": Row(f"{SCHOOL} {STAFF}", school_part),
    "surveys:school_answer_check": Row(f"{SCHOOL} {STAFF}", in_reply),
    "surveys:answer_part": Row(PUBLIC, part_by_link),
    "surveys:answer_check": Row(PUBLIC, by_link),
}
