"""The simple interview: a slot typed by staff, an invitation by mail, a result against the interview's criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from alliance.panels.models import Criterion, Level
from alliance.people.models import Person
from alliance.post.services import send
from alliance.refusal import Refusal, Refused, allow
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.models import INTERVIEW, Application, Interview, InterviewScore
from sle.rules.interviews import may_change_interview, may_correct, may_invite, may_write_down, slot_problem


@dataclass(frozen=True)
class Finding:
    """The level agreed at the interview on one criterion, with what may be told of it."""

    criterion: Criterion
    level: Level
    comment: str = ""


@transaction.atomic
def invite(
    *, application: Application, starts_at: datetime, place: str, details: str, by: Person, now: datetime
) -> Interview:
    """Shortlist an applicant: the slot is written down and the invitation posted. Raises Refused."""
    allow(may_invite(by, application))
    if problem := slot_problem(starts_at, now):
        raise Refused(Refusal(problem))
    slot: dict[str, Any] = {"starts_at": starts_at, "place": place.strip(), "details": details.strip()}
    interview = Interview.objects.select_for_update().filter(application=application).first()
    if interview is None:
        interview = Interview.objects.create(alliance_id=application.alliance_id, application=application, **slot)
        record(interview, "invite", by=by, at=now, fields=["starts_at", "place"])
    else:
        allow(may_change_interview(by, interview, "invite_again"))
        INTERVIEW.apply(interview, "invite_again", by=by, at=now, **slot)
    _post_invitation(interview, now)
    return interview


@transaction.atomic
def move_interview(
    *, interview: Interview, starts_at: datetime, place: str, details: str, by: Person, now: datetime
) -> None:
    """Another slot for an interview still to come: the applicant is invited anew. Raises Refused."""
    allow(may_change_interview(by, interview, "call_off"))
    if problem := slot_problem(starts_at, now):
        raise Refused(Refusal(problem))
    INTERVIEW.apply(interview, "call_off", by=by, at=now)
    slot: dict[str, Any] = {"starts_at": starts_at, "place": place.strip(), "details": details.strip()}
    INTERVIEW.apply(interview, "invite_again", by=by, at=now, **slot)
    _post_invitation(interview, now)


@transaction.atomic
def call_off(*, interview: Interview, reason: str, by: Person, now: datetime) -> None:
    """Call the interview off and tell the applicant why. Raises Refused."""
    allow(may_change_interview(by, interview, "call_off"))
    INTERVIEW.apply(interview, "call_off", by=by, at=now)
    write_note(interview, "call_off", reason.strip(), by=by)
    application = interview.application
    send(
        "sle.interview_call_off",
        to=application.applicant,
        alliance=application.alliance,
        about=application,
        values={
            "name": application.name,
            "round": application.round.title,
            "alliance": application.alliance.name,
            "when": in_words(interview.starts_at),
            "reason": reason.strip(),
        },
        dedupe=f"sle.interview_call_off:{interview.pk}:{interview.starts_at.isoformat()}:{now.isoformat()}",
    )


@transaction.atomic
def miss_interview(*, interview: Interview, by: Person, now: datetime) -> None:
    """The applicant did not come. They can be invited again; nothing else follows by itself. Raises Refused."""
    allow(may_write_down(by, interview, "miss", now))
    INTERVIEW.apply(interview, "miss", by=by, at=now)


@transaction.atomic
def record_result(*, interview: Interview, findings: Sequence[Finding], by: Person, now: datetime) -> None:
    """Write down how the interview went: a level for every criterion of the round's interview rubric.

    Raises Refused before the interview's time, and where a level is missing or belongs to another rubric.
    """
    allow(may_write_down(by, interview, "hold", now))
    INTERVIEW.apply(interview, "hold", by=by, at=now)
    _write_findings(interview, findings)


@transaction.atomic
def correct_result(
    *, interview: Interview, findings: Sequence[Finding], reason: str, by: Person, now: datetime
) -> None:
    """Write anew how the interview went; the reason and what stood there before are kept as a note.

    Also where it was written down by mistake that the applicant did not come. Raises Refused.
    """
    allow(may_correct(by, interview))
    scores = list(interview.scores.select_related("criterion", "level"))
    before = [f"{s.criterion.name}: {s.level.name}. {s.comment}".strip() for s in scores]
    before = before or [interview.get_state_display()]
    INTERVIEW.apply(interview, "correct", by=by, at=now)
    write_note(interview, "correct", "\n".join([reason.strip(), "Before:", *before]), by=by)
    interview.scores.all().delete()
    _write_findings(interview, findings)


def _write_findings(interview: Interview, findings: Sequence[Finding]) -> None:
    rubric = interview.application.round.interview_rubric
    wanted = set(rubric.criteria.values_list("pk", flat=True)) if rubric else set()
    if not wanted or {finding.criterion.pk for finding in findings} != wanted:
        raise Refused(Refusal("Give a level for every criterion of the interview."))
    if any(finding.level.rubric_id != finding.criterion.rubric_id for finding in findings):
        raise Refused(Refusal("Choose a level of the interview’s own criteria."))
    InterviewScore.objects.bulk_create(
        InterviewScore(
            alliance_id=interview.alliance_id,
            interview=interview,
            criterion=finding.criterion,
            level=finding.level,
            comment=finding.comment.strip(),
        )
        for finding in findings
    )


def _post_invitation(interview: Interview, now: datetime) -> None:
    application = interview.application
    send(
        "sle.interview_invite",
        to=application.applicant,
        alliance=application.alliance,
        about=application,
        values={
            "name": application.name,
            "round": application.round.title,
            "alliance": application.alliance.name,
            "when": in_words(interview.starts_at),
            "place": interview.place,
            "details": interview.details,
        },
        dedupe=f"sle.interview_invite:{interview.pk}:{now.isoformat()}",
    )
