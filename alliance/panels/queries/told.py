"""What happened to one candidate's entry, for the life story that the responsibility tells."""

from __future__ import annotations

from django.db.models import Model, Q

from alliance.panels.models import Assignment, ClearedCopy, Conflict, Dossier, Entry, Mark
from alliance.workflow.models import Event


def happened_to(candidate_id: int, *, about: Model) -> list[Event]:
    """Events of the candidate's entries in exercises about this record: dossiers, marks, conflicts, scores, agreement.

    Whether they may be told is the caller's to say. Oldest first; a constant number of queries.
    """
    entries = list(
        Entry.objects.filter(
            candidate_id=candidate_id, exercise__about_type=about._meta.label_lower, exercise__about_id=about.pk
        ).values_list("pk", flat=True)
    )
    dossiers = list(Dossier.objects.filter(entry__in=entries).values_list("pk", flat=True))
    parts = {
        Entry: entries,
        Dossier: dossiers,
        ClearedCopy: ClearedCopy.objects.filter(dossier__in=dossiers).values_list("pk", flat=True),
        Mark: Mark.objects.filter(dossier__in=dossiers).values_list("pk", flat=True),
        Conflict: Conflict.objects.filter(entry__in=entries).values_list("pk", flat=True),
        Assignment: Assignment.objects.filter(entry__in=entries).values_list("pk", flat=True),
    }
    # The keys are read first: asked for in one query with the events, no index would find them.
    of_any = Q(pk__in=())
    for model, keys in parts.items():
        of_any |= Q(subject_type=model._meta.label_lower, subject_id__in=list(keys))
    return list(Event.objects.filter(of_any).select_related("person").order_by("id"))
