"""The hearing of an appeal: arranged, found on, confirmed, and told by letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alliance.drafts import Stale
from alliance.people.models import Person
from alliance.post.services import cancel_waiting, write_letter
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from alliance.workflow.events import record
from sle.models import APPEAL, Appeal, AppealGround, AppealHearer
from sle.queries.appeals import address_of_appellant, appeal_letter_html, appeals, letter_kind
from sle.rules import appeals as rules
from sle.rules.independence import may_hear
from sle.services.appeals.lodging import locked
from sle.services.appeals.redeciding import put_right
from sle.services.appeals.telling import tell_appellant, tell_arrangers, tell_head, tell_hearer
from sle.services.release import when_heads_hear
from sle.states import AppealFinding, AppealState

# Those who hear an appeal are reminded this many working days before its last day.
REMIND_BEFORE = 5


@dataclass(frozen=True)
class Found:
    """What was found on one ground, and why: the applicant reads both."""

    finding: str
    reasons: str


@transaction.atomic
def arrange_hearing(*, appeal: Appeal, people: Sequence[Person], decide_by: date, by: Person, now: datetime) -> None:
    """Name exactly `people` as those who hear the appeal, and the last day; all of them and the applicant are told.

    As many as the round asks for, and nobody who took part or has an interest. Whoever is no longer named keeps no
    right on it; what was found so far has to be confirmed by all again. Raises Refused.
    """
    found = locked(appeal)
    allow(rules.may_arrange(by, found))
    allow(rules.day_problem(decide_by, timezone.localdate(now)))
    allow(rules.too_few(len({person.pk for person in people}), found.hearers_needed))
    for person in people:
        allow(may_hear(person, found))
    before = {hearer.person_id: hearer for hearer in found.hearers.all()}
    named = {person.pk for person in people}
    AppealHearer.objects.filter(appeal=found, person_id__in=set(before) - named).delete()
    new = [person for person in people if person.pk not in before]
    AppealHearer.objects.bulk_create(
        AppealHearer(alliance_id=found.alliance_id, appeal=found, person=person) for person in new
    )
    if set(before) != named:
        AppealHearer.objects.filter(appeal=found).update(confirmed_at=None)
    told = found.decide_by != decide_by
    APPEAL.apply(found, "arrange", by=by, at=now, decide_by=decide_by)
    for person in new:
        tell_hearer(found, person, "appeal_hear", dedupe=now.isoformat())
    if told:
        tell_appellant(found, "appeal_arranged", dedupe=decide_by.isoformat())
    appeal.refresh_from_db()


@transaction.atomic
def record_findings(
    *, appeal: Appeal, found: Mapping[int, Found], remedy: str, revision: int, by: Person, now: datetime
) -> None:
    """Write down what those who hear the appeal find on each ground it rests on (by position), and what is put right.

    It stands for all once the others have confirmed it; writing it anew asks all of them again. Raises Refused, and
    Stale where another of them wrote since `revision`.
    """
    case = locked(appeal)
    allow(rules.may_record(by, case))
    if case.revision != revision:
        raise Stale("", case.revision)
    grounds = [ground for ground in case.grounds.all() if ground.statement.strip()]
    for ground in grounds:
        said = found.get(ground.position)
        if said is None or said.finding not in AppealFinding.values or not said.reasons.strip():
            raise Refused(Refusal(f"Say what you find on “{ground.text}”, and why."))
        ground.finding, ground.reasons = said.finding, said.reasons.strip()
    upheld = any(ground.finding == AppealFinding.UPHELD for ground in grounds)
    if upheld and remedy not in rules.remedies_for(case):
        raise Refused(Refusal("Say what is to be done, because a ground is upheld."))
    AppealGround.objects.bulk_update(grounds, ["finding", "reasons"])
    Appeal.objects.filter(pk=case.pk).update(
        remedy=remedy if upheld else "", recorded_by=by, recorded_at=now, revision=revision + 1
    )
    AppealHearer.objects.filter(appeal=case).update(confirmed_at=None)
    record(case, "record_findings", by=by, at=now, fields=["grounds", "remedy"])
    _confirm(locked(appeal), by, now)
    appeal.refresh_from_db()


@transaction.atomic
def confirm_findings(*, appeal: Appeal, revision: int, by: Person, now: datetime) -> None:
    """Confirm the findings as they were read at `revision`; with the last one the appeal is decided. Raises Refused,
    also where they have been written anew meanwhile."""
    case = locked(appeal)
    allow(rules.may_confirm(by, case))
    if case.revision != revision:
        raise Refused(Refusal("The findings have been written anew since you opened the page: read them again first."))
    _confirm(case, by, now)
    appeal.refresh_from_db()


def _confirm(case: Appeal, by: Person, now: datetime) -> None:
    AppealHearer.objects.filter(appeal=case, person=by).update(confirmed_at=now)
    record(case, "confirm_findings", by=by, at=now)
    if not AppealHearer.objects.filter(appeal=case, confirmed_at=None).exists():
        APPEAL.apply(case, "decide", by=by, at=now)
        tell_arrangers(case, "appeal_decided", dedupe=now.isoformat())


@transaction.atomic
def release_appeal(*, appeal: Appeal, by: Person, now: datetime) -> None:
    """Tell the applicant by letter, with all the reasons; the head hears on the next working day. An upheld appeal
    opens again what its remedy names, and nothing else. It cannot be taken back. Raises Refused."""
    case = locked(appeal)
    allow(rules.may_release_appeal(by, case))
    person, today = case.appellant, timezone.localdate(now)
    letter = write_letter(
        letter_kind(case),
        to=person,
        alliance=case.alliance,
        about=case,
        values={"name": person.name, "about": case.title, "alliance": case.alliance.name},
        html=appeal_letter_html(case),
        address=address_of_appellant(case),
        dated=today,
        dedupe=f"sle.appeal:{case.pk}",
    )
    APPEAL.apply(case, "release", by=by, at=now, letter=letter)
    cancel_waiting(about=case, kinds=("sle.appeal_hear_remind", "sle.appeal_overdue"))
    tell_appellant(case, "appeal_ready")
    tell_head(case, "upheld" if case.is_upheld else "dismissed", due=when_heads_hear(case.alliance, today))
    put_right(appeal=case, by=by, now=now)
    appeal.refresh_from_db()


@transaction.atomic
def note_reading(*, appeal: Appeal, by: Person) -> None:
    """Write down that `by` has opened the file of the appeal: the application, its papers and its scores."""
    record(appeal, "read", by=by)


def remind_of_hearings(alliance: Alliance, now: datetime) -> None:
    """Remind those who have not confirmed yet shortly before the last day; once it is over, tell whoever arranges."""
    today = timezone.localdate(now)
    soon = Calendar(alliance).add(today, REMIND_BEFORE)
    for appeal in appeals().filter(state=AppealState.HEARING, decide_by__lte=soon):
        by_day = appeal.decide_by.isoformat() if appeal.decide_by else ""
        with transaction.atomic():
            if appeal.decide_by and appeal.decide_by < today:
                tell_arrangers(appeal, "appeal_overdue", dedupe=by_day)
                continue
            for hearer in appeal.hearers.all():
                if hearer.confirmed_at is None:
                    tell_hearer(appeal, hearer.person, "appeal_hear_remind", dedupe=by_day)
