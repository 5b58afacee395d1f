"""What stands in the chair's table of a round's panel beside the scores: proposed outcomes, and targets per area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from alliance.panels.facts import AreaTarget
from alliance.panels.models import Exercise
from sle.models import AreaDecision, RoundArea
from sle.states import DESIGNATING


def proposals(exercise: Exercise) -> Mapping[int, str]:
    """The outcomes proposed so far, by application: "Maths: Designated, English: Reserve". One query."""
    words: dict[int, list[str]] = defaultdict(list)
    for decision in AreaDecision.objects.filter(
        application_area__application__round_id=exercise.about_id
    ).select_related("application_area__area"):
        area = decision.application_area
        words[area.application_id].append(f"{area.area.name}: {decision.get_outcome_display()}")
    return {application_id: ", ".join(said) for application_id, said in words.items()}


def targets(exercise: Exercise) -> list[AreaTarget]:
    """How many are hoped for in each area sought, and which applications are proposed for it. Two queries."""
    proposed: dict[int, set[int]] = defaultdict(set)
    for area_id, application_id in AreaDecision.objects.filter(
        application_area__application__round_id=exercise.about_id, outcome__in=DESIGNATING
    ).values_list("application_area__area_id", "application_area__application_id"):
        proposed[area_id].add(application_id)
    sought = RoundArea.objects.filter(round_id=exercise.about_id).select_related("area")
    return [AreaTarget(one.area.name, one.target, frozenset(proposed[one.area_id])) for one in sought]
