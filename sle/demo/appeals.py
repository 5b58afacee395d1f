"""The demo's appeals: lodged, heard by heads of other schools, decided and told, through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from sle.models import Appeal, Application, Review, Round
from sle.services.appeals import hearing, lodging
from sle.services.appeals.hearing import Found
from sle.states import AppealFinding

STATEMENT = (
    "The round’s page says that two references are read with every application. My second referee sent hers in time, "
    "and the feedback in the letter says that there was no account from anybody I have supported. I ask you to look "
    "whether the panel had it."
)
DISMISSED = (
    "The second reference was in the papers that every scorer had: all of them opened the version that holds it. Two "
    "comments speak of it. That the panel gave it less weight than you hoped is its judgement, which we do not judge."
)
UPHELD = (
    "The reference was returned in time. One scorer’s comment says that it was missing, so this scorer cannot have "
    "read the papers as they were cleared. What the panel agreed rests on that."
)


def lodge(made: Round, mailbox: str, now: datetime) -> Appeal:
    """The applicant with this address lodges an appeal on the round's second ground."""
    related = Application.objects.select_related("round__alliance", "applicant")
    application = related.get(round=made, applicant__email__startswith=f"{mailbox}@")
    person = application.applicant
    appeal = lodging.start_appeal(application=application, by=person, received=now, now=now)
    appeal = lodging.save_appeal(appeal=appeal, statements={2: STATEMENT}, revision=0, by=person, received=now)
    lodging.lodge_appeal(appeal=appeal, by=person, received=now, now=now + timedelta(minutes=30))
    return appeal


def lodge_against(review: Review, statement: str, now: datetime) -> None:
    """The leader whose designation the review has ended appeals on the second ground."""
    person = review.designation.person
    appeal = lodging.appeal_review(review=review, by=person, received=now, now=now)
    appeal = lodging.save_appeal(appeal=appeal, statements={2: statement}, revision=0, by=person, received=now)
    lodging.lodge_appeal(appeal=appeal, by=person, received=now, now=now + timedelta(minutes=20))


def hear(cast: Any, appeal: Appeal, urns: Sequence[int], now: datetime, *, days: int, remedy: str = "") -> None:
    """The director names the heads of these schools, who decide within `days` days: dismissed, unless a remedy is
    named."""
    people = [cast.head_of[urn] for urn in urns]
    decide_by = timezone.localdate(now) + timedelta(days=days)
    hearing.arrange_hearing(appeal=appeal, people=people, decide_by=decide_by, by=cast.director, now=now)
    later = now + timedelta(days=days - 2)
    said = {2: Found(AppealFinding.UPHELD, UPHELD) if remedy else Found(AppealFinding.NOT_UPHELD, DISMISSED)}
    hearing.record_findings(appeal=appeal, found=said, remedy=remedy, revision=appeal.revision, by=people[0], now=later)
    for person in people[1:]:
        hearing.confirm_findings(appeal=appeal, revision=appeal.revision, by=person, now=later + timedelta(hours=5))
    hearing.release_appeal(appeal=appeal, by=cast.director, now=later + timedelta(days=1))
