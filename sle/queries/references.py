"""Reading references: the one behind a link, who holds up whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from alliance.members.queries import sent_to
from alliance.panels.models import Criterion
from alliance.people.models import Person
from alliance.workflow.models import Note
from sle.models import Application, Reference, Round
from sle.rules.deadlines import references_by
from sle.rules.references import AWAITING_APPLICATIONS, AWAITING_ROUNDS
from sle.states import ApplicationState, ReferenceState


def reference_with_application(pk: int) -> Reference | None:
    """The reference with all that its page reads; None if there is none in the alliance in scope."""
    return (
        Reference.objects.filter(pk=pk)
        .select_related(
            "application__round__alliance",
            "application__round__rubric",
            "application__applicant",
            "application__school",
            "school",
        )
        .prefetch_related(
            "application__extensions",
            "application__references",
            "application__areas__area",
            "application__answers",
            "application__round__questions",
        )
        .first()
    )


def criteria_for(reference: Reference) -> list[Criterion]:
    """The criteria of the round for which the panel reads this reference as evidence."""
    rubric = reference.application.round.rubric
    return [one for one in rubric.criteria.all() if reference.kind in one.evidence] if rubric else []


def references_asked_of(person: Person) -> list[Reference]:
    """References in the alliance in scope that wait for this person, by any of their confirmed addresses."""
    return list(
        Reference.objects.filter(
            sent_to(person),
            state=ReferenceState.ASKED,
            application__state__in=AWAITING_APPLICATIONS,
            application__round__state__in=AWAITING_ROUNDS,
        )
        .exclude(application__applicant=person)
        .select_related("application__round", "application__applicant")
        .prefetch_related("application__extensions")
        .order_by("pk")
    )


def papers_to_confirm(round: Round) -> QuerySet[Application]:
    """Applications typed in from paper that wait for their applicant to confirm them, the longest wait first."""
    return (
        round.applications.filter(
            state=ApplicationState.DRAFT, paper_received_at__isnull=False, round__state__in=AWAITING_ROUNDS
        )
        .select_related("applicant")
        .order_by("paper_received_at", "pk")
    )


@dataclass(frozen=True)
class Chase:
    """Who holds up whom: the reference awaited, since when, by when, and what was done about it."""

    reference: Reference
    since: datetime | None
    until: datetime | None
    telephone: str
    calls: list[Note] = field(default_factory=list)
    reason: str = ""


def chase_rows(round: Round) -> list[Chase]:
    """Every reference of the round that is awaited, checked or declined, the longest wait first; a constant number of
    queries."""
    references = list(
        Reference.objects.filter(
            application__round=round,
            application__state__in=AWAITING_APPLICATIONS,
            application__round__state__in=AWAITING_ROUNDS,
            state__in=(ReferenceState.ASKED, ReferenceState.CHECKING, ReferenceState.DECLINED),
        )
        .select_related("application__round", "application__applicant", "application__school", "school")
        .prefetch_related("application__extensions")
    )
    references.sort(key=lambda r: (_since(r) is None, _since(r), r.pk))
    notes: dict[int, list[Note]] = {}
    reasons: dict[int, str] = {}
    for note in (
        Note.objects.filter(subject_type="sle.reference", subject_id__in=[r.pk for r in references])
        .select_related("person")
        .order_by("id")
    ):
        if note.about == "call":
            notes.setdefault(note.subject_id, []).append(note)
        elif note.about == "decline":
            reasons[note.subject_id] = note.text
    return [
        Chase(
            reference=r,
            since=_since(r),
            until=references_by(r.application),
            telephone=r.telephone or (r.school.telephone if r.school else ""),
            calls=notes.get(r.pk, []),
            reason=reasons.get(r.pk, ""),
        )
        for r in references
    ]


def _since(reference: Reference) -> datetime | None:
    """Since when the reference is waited for: asked, or (while its address is checked) the application handed over."""
    return reference.asked_at or reference.application.handed_over_at
