"""What staff start from when they write the dossier that a panel scores together first."""

from __future__ import annotations

from alliance.panels.models import Dossier, Entry, Exercise
from alliance.panels.queries.people import hidden_from
from alliance.panels.rules import View
from alliance.panels.states import ExerciseState


def dossiers_to_copy(view: View) -> list[Entry]:
    """Entries of the alliance's closed anonymous panels for this responsibility, whose cleared dossiers may be copied;
    none whose candidate this person must have nothing to do with."""
    earlier = list(
        Exercise.objects.filter(
            alliance=view.exercise.alliance_id,
            responsibility=view.exercise.responsibility,
            anonymous=True,
            state=ExerciseState.CLOSED,
        )
    )
    cleared = Dossier.objects.exclude(cleared_at=None)
    found = Entry.objects.filter(exercise__in=earlier, dossiers__in=cleared, withdrawn_at=None).distinct()
    hidden = hidden_from(view.person, earlier)
    return list(found.exclude(pk__in=hidden).select_related("exercise").order_by("-exercise", "code"))


def section_titles(exercise: Exercise) -> dict[str, str]:
    """What the sections of this panel's dossiers are called, by their keys; nothing before there is one."""
    latest = Dossier.objects.filter(entry__exercise=exercise).order_by("-id").first()
    return {section["key"]: section["title"] for section in latest.sections} if latest else {}
