"""What a finished round hands in to be counted for equality monitoring: applications, outcomes, facts of schools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from alliance.equality.facts import RoundToCount, SchoolFact, Selection
from alliance.equality.queries import settled
from sle.models import Application, AreaDecision, Round
from sle.states import DESIGNATING, ApplicationState, DecisionState, RoundState

ROUND_KIND, KIND = "sle.round", "sle.application"
# Those that were put to the panel or found ineligible; whoever withdrew or was late was not decided about.
DECIDED = (ApplicationState.DECIDED, ApplicationState.INELIGIBLE)

OTHER = "Other, or not known"
PHASES = {
    "Nursery": "Nursery and primary",
    "Primary": "Nursery and primary",
    "Middle deemed primary": "Nursery and primary",
    "Secondary": "Secondary",
    "Middle deemed secondary": "Secondary",
    "All-through": "All-through",
}
TYPES = {
    "Local authority maintained schools": "Maintained by a local authority",
    "Academies": "Academy or free school",
    "Free Schools": "Academy or free school",
    "Special schools": "Special school",
    "Independent schools": "Independent school",
}
FACTS = (
    SchoolFact("phase", "Phase of the school", [*dict.fromkeys(PHASES.values()), OTHER]),
    SchoolFact("school_type", "Type of school", [*dict.fromkeys(TYPES.values()), OTHER]),
)


def rounds_to_count(kind: str) -> list[RoundToCount]:
    """The finished rounds in scope for this kind of leader that are in no pool yet, oldest first. Three queries."""
    rounds = Round.objects.filter(kind=kind, state=RoundState.FINISHED).exclude(pk__in=settled(ROUND_KIND))
    return as_counted(rounds.order_by("pk").values_list("pk", flat=True))


def as_counted(rounds: Iterable[int]) -> list[RoundToCount]:
    """These rounds with their decided applications, and the primary keys of the others. One query.

    Whoever applied in several of them counts once, with the latest application: five applications of three people are
    no group of five.
    """
    pks = list(rounds)
    chosen = AreaDecision.objects.filter(
        application_area__application=OuterRef("pk"), state=DecisionState.RELEASED, outcome__in=DESIGNATING
    )
    selections: dict[int, list[Selection]] = defaultdict(list)
    others: dict[int, list[int]] = defaultdict(list)
    applications = Application.objects.filter(round__in=pks).annotate(chosen=Exists(chosen))
    found = list(applications.select_related("school").order_by("round_id", "pk"))
    latest = {one.applicant_id: one.pk for one in found if one.state in DECIDED}
    for one in found:
        if one.pk != latest.get(one.applicant_id):
            others[one.round_id].append(one.pk)
            continue
        facts = {
            "phase": PHASES.get(one.school.phase if one.school else "", OTHER),
            "school_type": TYPES.get(one.school.type_group if one.school else "", OTHER),
        }
        selections[one.round_id].append(Selection(one.pk, one.chosen, facts))
    return [RoundToCount(pk, selections[pk], others[pk]) for pk in pks]
