"""What must never be, from set-up to the last reference: each broken one is a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

from alliance.schools.models import Alliance
from sle.models import Answer, Application, ApplicationArea, Reference, Round
from sle.states import ApplicationState, ReferenceKind, ReferenceState, RoundState


def broken(alliance: Alliance) -> Iterator[str]:
    """A sentence for each record that cannot be right."""
    returned = Reference.objects.filter(kind=ReferenceKind.HEAD, state=ReferenceState.RETURNED)
    submitted = Application.objects.filter(state__in=(ApplicationState.SUBMITTED, ApplicationState.DECIDED))
    for pk in submitted.exclude(pk__in=returned.values("application")).values_list("pk", flat=True):
        yield f"Application {pk} counts as submitted, but no headteacher has returned it."
    living = Reference.objects.filter(kind=ReferenceKind.HEAD).exclude(state=ReferenceState.REPLACED)
    waiting = Application.objects.filter(state=ApplicationState.HANDED_OVER)
    for pk in waiting.exclude(pk__in=living.values("application")).values_list("pk", flat=True):
        yield f"Application {pk} is handed over, but no headteacher is named."
    early = Application.objects.filter(round__state=RoundState.DRAFT)
    for pk in early.values_list("pk", flat=True):
        yield f"Application {pk} is in a round that has not opened."
    closed = (RoundState.SCORING, RoundState.DECIDING, RoundState.RELEASED, RoundState.FINISHED)
    unended = Application.objects.filter(state__in=(ApplicationState.DRAFT, ApplicationState.HANDED_OVER))
    for pk in unended.filter(round__state__in=closed).values_list("pk", flat=True):
        yield f"Application {pk} is unfinished in a round whose scoring has started."
    for model, parent in (
        (Application, "round"),
        (Answer, "application"),
        (ApplicationArea, "application"),
        (Reference, "application"),
    ):
        strangers = model._base_manager.filter(alliance=alliance).filter(~Q(**{f"{parent}__alliance": F("alliance")}))
        for pk in strangers.values_list("pk", flat=True):
            yield f"{model._meta.label} {pk} belongs to another alliance than its {parent}."
    for pk in Round.objects.filter(state=RoundState.OPEN, rubric=None).values_list("pk", flat=True):
        yield f"Round {pk} is open without criteria."
