"""Reading visits and the ledger, as far as each side sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.workflow.models import Note
from alliance.workflow.notes import notes_about
from support.models import Agreement, Deployment, LedgerLine, Pot, Signature, Visit
from support.queries.agreements import agreed_half_days, in_force, used_half_days
from support.queries.clocks import promises_of, record_due
from support.rules.visits import begins_at, is_late, may_call_off, may_read_record
from support.states import AgreementState, SignatureState, VisitState

WITH = (
    "alliance",
    "occasion",
    "deployment__alliance",
    "deployment__request__alliance",
    "deployment__request__school",
    "deployment__request__handled_by",
    "deployment__supporter__person",
    "deployment__home_school",
)


@dataclass(frozen=True)
class ShownVisit:
    """A visit as somebody sees it: `reads` says whether its record is open to them, `may_call_off` whether they can
    call it off, `due` until when its record is owed."""

    visit: Visit
    reads: bool
    may_call_off: bool
    due: datetime | None


@dataclass(frozen=True)
class CallingOff:
    """What it means to call a visit off now, as is agreed: `hours` before it `begins_at` it is late (0: never), and
    then `half_days` count, never more than are left, which cost `pence` (of whoever pays: `pot`, else the school)."""

    hours: int
    begins_at: datetime
    late: bool
    half_days: int
    pence: int
    pot: Pot | None


@dataclass(frozen=True)
class ShownLine:
    """A line of the ledger with the half days left after it, and the reason of a correction for those who read it."""

    line: LedgerLine
    left: int
    reason: str


def all_visits() -> QuerySet[Visit]:
    """Visits of the alliance in scope with what their pages read."""
    return Visit.objects.select_related(*WITH)


def visits_of(person: Person | None, deployment: Deployment) -> list[ShownVisit]:
    """The visits of a deployment, the earliest first."""
    promises = promises_of(deployment.alliance)
    found = []
    for visit in all_visits().filter(deployment=deployment):
        due = record_due(visit.on, promises) if visit.state == VisitState.PLANNED else None
        reads, calls_off = may_read_record(person, visit) is None, may_call_off(person, visit) is None
        found.append(ShownVisit(visit, reads, calls_off, due))
    return found


def ledger_of(deployment: Deployment, *, reasons: bool) -> list[ShownLine]:
    """The ledger line by line, with what was left after each of what is agreed today."""
    left = agreed_half_days(deployment) or deployment.half_days
    lines = list(deployment.ledger.select_related("visit").order_by("pk"))
    notes: dict[int, str] = {}
    if reasons and lines:
        about = Note.objects.filter(subject_type=LedgerLine._meta.label_lower, subject_id__in=[one.pk for one in lines])
        notes = {note.subject_id: note.text for note in about}
    found = []
    for line in lines:
        left -= line.half_days
        found.append(ShownLine(line, left, notes.get(line.pk, "")))
    return found


def reason_of(visit: Visit) -> str:
    """Why a visit was called off; empty where it was not."""
    note = notes_about(visit, "call_off").last()
    return note.text if note else ""


def calling_off(visit: Visit, now: datetime) -> CallingOff:
    """What calling the visit off at `now` means by the agreement in force."""
    line = in_force(visit.deployment)
    hours = line.agreement.late_hours if line else 0
    left = agreed_half_days(visit.deployment) - used_half_days(visit.deployment)
    half_days = max(0, min(visit.half_days, left)) if line else 0
    pence, pot = (half_days * line.half_day_pence, line.pot) if line else (0, None)
    return CallingOff(hours, begins_at(visit), is_late(visit, hours, now), half_days, pence, pot)


def decided_of(visit: Visit) -> str:
    """Why staff decided otherwise than is agreed whether a visit called off counts; empty where they did not."""
    note = notes_about(visit, "decide_otherwise").last()
    return note.text if note else ""


def unrecorded(alliance: Alliance, now: datetime) -> list[tuple[Visit, datetime]]:
    """Visits that have taken place and have no record yet, with until when it is due, the earliest first."""
    promises = promises_of(alliance)
    rows = all_visits().filter(state=VisitState.PLANNED, on__lte=timezone.localdate(now)).order_by("on", "pk")
    return [(visit, record_due(visit.on, promises)) for visit in rows]


def broken(alliance: Alliance) -> Iterator[str]:
    """What must be true of work and is not, a sentence each."""
    used = Deployment.objects.filter(alliance=alliance).annotate(used=Sum("ledger__half_days")).filter(used__gt=0)
    for one in used.filter(Q(used__gt=F("half_days"))):
        yield f"Deployment {one.pk} has used {one.used} half days, and {one.half_days} are agreed."
    below = Deployment.objects.filter(alliance=alliance).annotate(used=Sum("ledger__half_days")).filter(used__lt=0)
    for one in below:
        yield f"Deployment {one.pk} has used fewer half days than none."
    kept = Agreement.objects.filter(alliance=alliance).exclude(state=AgreementState.DRAFT)
    for agreement in kept.prefetch_related("signatures"):
        if sha256(agreement.html.encode()).hexdigest() != agreement.sha256:
            yield f"Agreement {agreement.pk} has other words than were sent to be signed."
        for signature in agreement.signatures.all():
            if signature.sha256 not in ("", agreement.sha256):
                yield f"Signature {signature.pk} was given to other words than those of its agreement."
    unsigned = Signature.objects.filter(agreement__state=AgreementState.SIGNED, alliance=alliance)
    for pk in unsigned.exclude(state=SignatureState.SIGNED).values_list("agreement", flat=True).distinct():
        yield f"Agreement {pk} is in force, and somebody has not signed it."
